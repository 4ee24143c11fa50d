package org.cordboard.sip.transaction;

import static org.cordboard.sip.transaction.InviteServer.State.ACCEPTED;
import static org.cordboard.sip.transaction.InviteServer.State.COMPLETED;
import static org.cordboard.sip.transaction.InviteServer.State.CONFIRMED;
import static org.cordboard.sip.transaction.InviteServer.State.PROCEEDING;
import static org.cordboard.sip.transaction.InviteServer.State.TERMINATED;
import static org.cordboard.sip.transaction.Step.to;

import org.cordboard.sip.transaction.Action.PassUp;
import org.cordboard.sip.transaction.Action.RepeatAnswer;
import org.cordboard.sip.transaction.Action.SendAnswer;
import org.cordboard.sip.transaction.Action.StartTimer;
import org.cordboard.sip.transaction.Action.StopTimer;
import org.cordboard.sip.transaction.Action.TellTimeout;
import org.cordboard.sip.transaction.Action.TellTransportError;
import org.cordboard.sip.transaction.Input.Answer;
import org.cordboard.sip.transaction.Input.Fired;

/// INVITE server transaction: RFC 3261 section 17.2.1, Accepted state of RFC 6026 section 7.1. Repeating a
/// 2xx until its ACK is the transaction user's duty (section 13.3.1.4).
public final class InviteServer {
    /// Where it stands.
    public enum State {
        PROCEEDING,
        /// Refused; repeats the refusal until the ACK.
        COMPLETED,
        /// Refusal acknowledged; absorbs repeated ACKs.
        CONFIRMED,
        /// Answered with 2xx; absorbs repeated INVITEs.
        ACCEPTED,
        TERMINATED
    }

    private InviteServer() {}

    public static Step<State> step(State state, Input input, TimerValues t) {
        return switch (state) {
            case PROCEEDING -> proceeding(input, t);
            case COMPLETED -> completed(input, t);
            case CONFIRMED -> confirmed(input);
            case ACCEPTED -> accepted(input);
            case TERMINATED -> to(TERMINATED);
        };
    }

    private static Step<State> proceeding(Input input, TimerValues t) {
        return switch (input) {
            case Input.Retransmission _ -> to(PROCEEDING, new RepeatAnswer());
            case Answer a when a.provisional() -> to(PROCEEDING, new SendAnswer());
            case Answer a when a.success() -> to(ACCEPTED, new SendAnswer(), new StartTimer(TimerName.L, t.t1x64()));
            case Answer _ when t.reliable() -> to(COMPLETED, new SendAnswer(), new StartTimer(TimerName.H, t.t1x64()));
            case Answer _ ->
                to(
                        COMPLETED,
                        new SendAnswer(),
                        new StartTimer(TimerName.G, t.t1()),
                        new StartTimer(TimerName.H, t.t1x64()));
            case Input.TransportError _ -> to(TERMINATED, new TellTransportError());
            case Input.Start _, Input.Response _, Input.Ack _, Fired _ -> to(PROCEEDING);
        };
    }

    private static Step<State> completed(Input input, TimerValues t) {
        return switch (input) {
            case Input.Retransmission _ -> to(COMPLETED, new RepeatAnswer());
            case Fired(var timer, var interval)
            when timer == TimerName.G ->
                to(COMPLETED, new RepeatAnswer(), new StartTimer(TimerName.G, t.doubledToT2(interval)));
            case Fired(var timer, var _)
            when timer == TimerName.H -> to(TERMINATED, new StopTimer(TimerName.G), new TellTimeout());
            case Input.Ack _ when t.reliable() -> to(TERMINATED, new StopTimer(TimerName.H));
            case Input.Ack _ ->
                to(
                        CONFIRMED,
                        new StopTimer(TimerName.G),
                        new StopTimer(TimerName.H),
                        new StartTimer(TimerName.I, t.t4()));
            case Input.TransportError _ ->
                to(TERMINATED, new StopTimer(TimerName.G), new StopTimer(TimerName.H), new TellTransportError());
            case Input.Start _, Input.Response _, Answer _, Fired _ -> to(COMPLETED);
        };
    }

    private static Step<State> confirmed(Input input) {
        return switch (input) {
            case Fired(var timer, var _) when timer == TimerName.I -> to(TERMINATED);
            case Input.Start _,
                    Input.Response _,
                    Input.Retransmission _,
                    Input.Ack _,
                    Answer _,
                    Fired _,
                    Input.TransportError _ -> to(CONFIRMED);
        };
    }

    private static Step<State> accepted(Input input) {
        return switch (input) {
            case Answer a when a.success() -> to(ACCEPTED, new SendAnswer());
            case Input.Ack _ -> to(ACCEPTED, new PassUp());
            case Fired(var timer, var _) when timer == TimerName.L -> to(TERMINATED);
            case Input.TransportError _ -> to(ACCEPTED, new TellTransportError());
            case Input.Start _, Input.Response _, Input.Retransmission _, Answer _, Fired _ -> to(ACCEPTED);
        };
    }
}
