package org.cordboard.sip.transaction;

import static org.cordboard.sip.transaction.InviteClient.State.ACCEPTED;
import static org.cordboard.sip.transaction.InviteClient.State.CALLING;
import static org.cordboard.sip.transaction.InviteClient.State.COMPLETED;
import static org.cordboard.sip.transaction.InviteClient.State.PROCEEDING;
import static org.cordboard.sip.transaction.InviteClient.State.TERMINATED;
import static org.cordboard.sip.transaction.Step.to;

import java.time.Duration;
import org.cordboard.sip.transaction.Action.PassUp;
import org.cordboard.sip.transaction.Action.RepeatRequest;
import org.cordboard.sip.transaction.Action.SendAck;
import org.cordboard.sip.transaction.Action.SendRequest;
import org.cordboard.sip.transaction.Action.StartTimer;
import org.cordboard.sip.transaction.Action.StopTimer;
import org.cordboard.sip.transaction.Action.TellTimeout;
import org.cordboard.sip.transaction.Action.TellTransportError;
import org.cordboard.sip.transaction.Input.Fired;
import org.cordboard.sip.transaction.Input.Response;

/// INVITE client transaction: RFC 3261 section 17.1.1, Accepted state of RFC 6026 section 7.2.
public final class InviteClient {
    /// Where it stands.
    public enum State {
        /// Sent, nothing heard.
        CALLING,
        /// A provisional response came.
        PROCEEDING,
        /// Refused; absorbs repeated refusals.
        COMPLETED,
        /// Answered; passes repeated and forked 2xx up.
        ACCEPTED,
        TERMINATED
    }

    private static final Duration TIMER_D_UNRELIABLE = Duration.ofSeconds(32);

    private InviteClient() {}

    public static Step<State> step(State state, Input input, TimerValues t) {
        return switch (state) {
            case CALLING -> calling(input, t);
            case PROCEEDING -> proceeding(input, t);
            case COMPLETED -> completed(input);
            case ACCEPTED -> accepted(input);
            case TERMINATED -> to(TERMINATED);
        };
    }

    private static Step<State> calling(Input input, TimerValues t) {
        return switch (input) {
            case Input.Start _
            when t.reliable() -> to(CALLING, new SendRequest(), new StartTimer(TimerName.B, t.t1x64()));
            case Input.Start _ ->
                to(
                        CALLING,
                        new SendRequest(),
                        new StartTimer(TimerName.A, t.t1()),
                        new StartTimer(TimerName.B, t.t1x64()));
            case Fired(var timer, var interval)
            when timer == TimerName.A ->
                to(CALLING, new RepeatRequest(), new StartTimer(TimerName.A, interval.multipliedBy(2)));
            case Fired(var timer, var _) when timer == TimerName.B -> to(TERMINATED, new TellTimeout());
            case Response r
            when r.provisional() ->
                to(PROCEEDING, new StopTimer(TimerName.A), new StopTimer(TimerName.B), new PassUp());
            case Response r -> last(r, t);
            case Input.TransportError _ -> to(TERMINATED, new TellTransportError());
            case Fired _, Input.Retransmission _, Input.Ack _, Input.Answer _ -> to(CALLING);
        };
    }

    private static Step<State> proceeding(Input input, TimerValues t) {
        return switch (input) {
            case Response r when r.provisional() -> to(PROCEEDING, new PassUp());
            case Response r -> last(r, t);
            case Input.TransportError _ -> to(TERMINATED, new TellTransportError());
            case Input.Start _, Fired _, Input.Retransmission _, Input.Ack _, Input.Answer _ -> to(PROCEEDING);
        };
    }

    private static Step<State> last(Response response, TimerValues t) {
        var stopA = new StopTimer(TimerName.A);
        var stopB = new StopTimer(TimerName.B);
        if (response.success()) {
            return to(ACCEPTED, stopA, stopB, new PassUp(), new StartTimer(TimerName.M, t.t1x64()));
        }
        Duration timerD = t.t1x64().compareTo(TIMER_D_UNRELIABLE) < 0 ? t.t1x64() : TIMER_D_UNRELIABLE;
        return t.reliable()
                ? to(TERMINATED, stopA, stopB, new SendAck(), new PassUp())
                : to(COMPLETED, stopA, stopB, new SendAck(), new PassUp(), new StartTimer(TimerName.D, timerD));
    }

    private static Step<State> completed(Input input) {
        return switch (input) {
            case Response r when r.status() >= 300 -> to(COMPLETED, new SendAck());
            case Fired(var timer, var _) when timer == TimerName.D -> to(TERMINATED);
            case Input.TransportError _ -> to(TERMINATED, new TellTransportError());
            case Response _, Input.Start _, Fired _, Input.Retransmission _, Input.Ack _, Input.Answer _ ->
                to(COMPLETED);
        };
    }

    private static Step<State> accepted(Input input) {
        return switch (input) {
            case Response r when r.success() -> to(ACCEPTED, new PassUp());
            case Fired(var timer, var _) when timer == TimerName.M -> to(TERMINATED);
            case Response _,
                    Input.TransportError _,
                    Input.Start _,
                    Fired _,
                    Input.Retransmission _,
                    Input.Ack _,
                    Input.Answer _ -> to(ACCEPTED);
        };
    }
}
