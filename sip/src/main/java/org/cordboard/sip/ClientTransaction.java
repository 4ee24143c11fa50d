package org.cordboard.sip;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.Map;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.transaction.Action;
import org.cordboard.sip.transaction.Input;
import org.cordboard.sip.transaction.InviteClient;
import org.cordboard.sip.transaction.NonInviteClient;
import org.cordboard.sip.transaction.Step;
import org.cordboard.sip.transaction.TimerName;
import org.cordboard.sip.transaction.TimerValues;
import org.jspecify.annotations.Nullable;

/// Drives a client transaction: does what the machine's steps say. Guarded by the lock of [Core].
final class ClientTransaction {
    /// Who sent the request.
    interface Owner {
        void response(SipResponse response);

        /// No final response: 408 after timer B or F, 503 when it could not be sent.
        void failed(int status);
    }

    private sealed interface State {
        record Invite(InviteClient.State state) implements State {}

        record NonInvite(NonInviteClient.State state) implements State {}
    }

    private final Core core;
    private final Transactions transactions;
    private final SipRequest request;
    private final byte[] bytes;
    private final Flow flow;
    private final Owner owner;
    private final TimerValues values;
    private final Map<TimerName, TimerWheel.Timeout> timers = new EnumMap<>(TimerName.class);
    private State state;
    private byte @Nullable [] ack;
    private @Nullable SipResponse inHand;

    ClientTransaction(Core core, Transactions transactions, SipRequest request, Flow flow, Owner owner) {
        this.core = core;
        this.transactions = transactions;
        this.request = request;
        this.flow = flow;
        this.owner = owner;
        this.bytes = MessageWriter.bytes(request);
        this.values = transactions.values(flow.transport());
        this.state = request.is(SipRequest.INVITE)
                ? new State.Invite(InviteClient.State.CALLING)
                : new State.NonInvite(NonInviteClient.State.TRYING);
    }

    SipRequest request() {
        return request;
    }

    Flow flow() {
        return flow;
    }

    /// True until a final response came.
    boolean unanswered() {
        return switch (state) {
            case State.Invite(var s) -> s == InviteClient.State.CALLING || s == InviteClient.State.PROCEEDING;
            case State.NonInvite(var s) -> s == NonInviteClient.State.TRYING || s == NonInviteClient.State.PROCEEDING;
        };
    }

    void start() {
        step(new Input.Start());
    }

    void response(SipResponse response) {
        inHand = response;
        step(new Input.Response(response.status()));
        inHand = null;
    }

    private void step(Input input) {
        switch (state) {
            case State.Invite(var from) -> {
                Step<InviteClient.State> step = InviteClient.step(from, input, values);
                state = new State.Invite(step.next());
                finish(step, step.next() == InviteClient.State.TERMINATED);
            }
            case State.NonInvite(var from) -> {
                Step<NonInviteClient.State> step = NonInviteClient.step(from, input, values);
                state = new State.NonInvite(step.next());
                finish(step, step.next() == NonInviteClient.State.TERMINATED);
            }
        }
    }

    private void finish(Step<?> step, boolean terminated) {
        if (terminated) {
            transactions.remove(this);
        }
        step.actions().forEach(this::perform);
        if (terminated) {
            timers.values().forEach(core::stop);
            timers.clear();
        }
    }

    private void perform(Action action) {
        switch (action) {
            case Action.SendRequest _ -> send(bytes);
            case Action.RepeatRequest _ -> {
                core.retransmitted.increment();
                send(bytes);
            }
            case Action.SendAck _ -> send(ackBytes());
            case Action.PassUp _ -> {
                if (inHand != null) {
                    owner.response(inHand);
                }
            }
            case Action.StartTimer(var name, var after) -> startTimer(name, after);
            case Action.StopTimer(var name) -> core.stop(timers.remove(name));
            case Action.TellTimeout _ -> owner.failed(408);
            case Action.TellTransportError _ -> owner.failed(503);
            case Action.SendAnswer _, Action.RepeatAnswer _ ->
                throw new IllegalStateException("server action in a client");
        }
    }

    private void startTimer(TimerName name, Duration after) {
        core.stop(timers.put(name, core.after(after, () -> step(new Input.Fired(name, after)))));
    }

    private void send(byte[] message) {
        core.sent.increment();
        core.wire().send(flow, message, () -> core.execute(() -> step(new Input.TransportError())));
    }

    /// ACK of a refusal, RFC 3261 section 17.1.1.3: same branch and route as the INVITE, To of the
    /// response.
    private byte[] ackBytes() {
        if (ack == null && inHand != null) {
            var headers = new ArrayList<Headers.Field>();
            headers.add(new Headers.Field("Via", request.via().toString()));
            for (Headers.Field field : request.headers()) {
                switch (field.name()) {
                    case "From", "Call-ID", "Max-Forwards", "Route" -> headers.add(field);
                    default -> {}
                }
            }
            NameAddress to = inHand.to();
            headers.add(new Headers.Field("To", to.toString()));
            headers.add(new Headers.Field("CSeq", request.cseq().number() + " " + SipRequest.ACK));
            ack = MessageWriter.bytes(new SipRequest(SipRequest.ACK, request.uri(), Headers.of(headers), new byte[0]));
        }
        return ack == null ? new byte[0] : ack;
    }
}
