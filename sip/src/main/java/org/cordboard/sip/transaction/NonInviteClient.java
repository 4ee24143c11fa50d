package org.cordboard.sip.transaction;

import static org.cordboard.sip.transaction.NonInviteClient.State.COMPLETED;
import static org.cordboard.sip.transaction.NonInviteClient.State.PROCEEDING;
import static org.cordboard.sip.transaction.NonInviteClient.State.TERMINATED;
import static org.cordboard.sip.transaction.NonInviteClient.State.TRYING;
import static org.cordboard.sip.transaction.Step.to;

import org.cordboard.sip.transaction.Action.PassUp;
import org.cordboard.sip.transaction.Action.RepeatRequest;
import org.cordboard.sip.transaction.Action.SendRequest;
import org.cordboard.sip.transaction.Action.StartTimer;
import org.cordboard.sip.transaction.Action.StopTimer;
import org.cordboard.sip.transaction.Action.TellTimeout;
import org.cordboard.sip.transaction.Action.TellTransportError;
import org.cordboard.sip.transaction.Input.Fired;
import org.cordboard.sip.transaction.Input.Response;

/// Non-INVITE client transaction: RFC 3261 section 17.1.2.
public final class NonInviteClient {
    /// Where it stands.
    public enum State {
        TRYING,
        PROCEEDING,
        COMPLETED,
        TERMINATED
    }

    private NonInviteClient() {}

    public static Step<State> step(State state, Input input, TimerValues t) {
        return switch (state) {
            case TRYING, PROCEEDING -> open(state, input, t);
            case COMPLETED -> completed(input);
            case TERMINATED -> to(TERMINATED);
        };
    }

    private static Step<State> open(State state, Input input, TimerValues t) {
        return switch (input) {
            case Input.Start _
            when t.reliable() -> to(state, new SendRequest(), new StartTimer(TimerName.F, t.t1x64()));
            case Input.Start _ ->
                to(
                        state,
                        new SendRequest(),
                        new StartTimer(TimerName.E, t.t1()),
                        new StartTimer(TimerName.F, t.t1x64()));
            case Fired(var timer, var interval)
            when timer == TimerName.E ->
                to(
                        state,
                        new RepeatRequest(),
                        new StartTimer(TimerName.E, state == PROCEEDING ? t.t2() : t.doubledToT2(interval)));
            case Fired(var timer, var _)
            when timer == TimerName.F -> to(TERMINATED, new StopTimer(TimerName.E), new TellTimeout());
            case Response r when r.provisional() -> to(PROCEEDING, new PassUp());
            case Response _ -> last(t);
            case Input.TransportError _ ->
                to(TERMINATED, new StopTimer(TimerName.E), new StopTimer(TimerName.F), new TellTransportError());
            case Fired _, Input.Retransmission _, Input.Ack _, Input.Answer _ -> to(state);
        };
    }

    private static Step<State> last(TimerValues t) {
        var stopE = new StopTimer(TimerName.E);
        var stopF = new StopTimer(TimerName.F);
        return t.reliable()
                ? to(TERMINATED, stopE, stopF, new PassUp())
                : to(COMPLETED, stopE, stopF, new PassUp(), new StartTimer(TimerName.K, t.t4()));
    }

    private static Step<State> completed(Input input) {
        return switch (input) {
            case Fired(var timer, var _) when timer == TimerName.K -> to(TERMINATED);
            case Response _,
                    Input.TransportError _,
                    Input.Start _,
                    Fired _,
                    Input.Retransmission _,
                    Input.Ack _,
                    Input.Answer _ -> to(COMPLETED);
        };
    }
}
