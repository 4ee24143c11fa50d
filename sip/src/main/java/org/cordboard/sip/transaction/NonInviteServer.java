package org.cordboard.sip.transaction;

import static org.cordboard.sip.transaction.NonInviteServer.State.COMPLETED;
import static org.cordboard.sip.transaction.NonInviteServer.State.PROCEEDING;
import static org.cordboard.sip.transaction.NonInviteServer.State.TERMINATED;
import static org.cordboard.sip.transaction.NonInviteServer.State.TRYING;
import static org.cordboard.sip.transaction.Step.to;

import org.cordboard.sip.transaction.Action.RepeatAnswer;
import org.cordboard.sip.transaction.Action.SendAnswer;
import org.cordboard.sip.transaction.Action.StartTimer;
import org.cordboard.sip.transaction.Action.StopTimer;
import org.cordboard.sip.transaction.Action.TellTransportError;
import org.cordboard.sip.transaction.Input.Answer;
import org.cordboard.sip.transaction.Input.Fired;

/// Non-INVITE server transaction: RFC 3261 section 17.2.2.
public final class NonInviteServer {
    /// Where it stands.
    public enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private NonInviteServer() {}

    public static Step<State> step(State state, Input input, TimerValues t) {
        return switch (state) {
            case TRYING, PROCEEDING -> open(state, input, t);
            case COMPLETED -> completed(input);
            case TERMINATED -> to(TERMINATED);
        };
    }

    private static Step<State> open(State state, Input input, TimerValues t) {
        return switch (input) {
            case Input.Retransmission _ -> state == TRYING ? to(TRYING) : to(PROCEEDING, new RepeatAnswer());
            case Answer a when a.provisional() -> to(PROCEEDING, new SendAnswer());
            case Answer _ when t.reliable() -> to(TERMINATED, new SendAnswer());
            case Answer _ -> to(COMPLETED, new SendAnswer(), new StartTimer(TimerName.J, t.t1x64()));
            case Input.TransportError _ -> to(TERMINATED, new TellTransportError());
            case Input.Start _, Input.Response _, Input.Ack _, Fired _ -> to(state);
        };
    }

    private static Step<State> completed(Input input) {
        return switch (input) {
            case Input.Retransmission _ -> to(COMPLETED, new RepeatAnswer());
            case Fired(var timer, var _) when timer == TimerName.J -> to(TERMINATED);
            case Input.TransportError _ -> to(TERMINATED, new StopTimer(TimerName.J), new TellTransportError());
            case Input.Start _, Input.Response _, Input.Ack _, Answer _, Fired _ -> to(COMPLETED);
        };
    }
}
