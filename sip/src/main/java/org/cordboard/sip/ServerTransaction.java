package org.cordboard.sip;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import org.cordboard.sip.message.MessageWriter;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.transaction.Action;
import org.cordboard.sip.transaction.Input;
import org.cordboard.sip.transaction.InviteServer;
import org.cordboard.sip.transaction.NonInviteServer;
import org.cordboard.sip.transaction.Step;
import org.cordboard.sip.transaction.TimerName;
import org.cordboard.sip.transaction.TimerValues;
import org.jspecify.annotations.Nullable;

/// Drives a server transaction: does what the machine's steps say, and keeps the bytes of the last answer.
/// Guarded by the lock of [Core].
final class ServerTransaction {
    /// Told what the request's sender does before it is answered.
    interface Owner {
        Owner NONE = new Owner() {};

        /// A provisional answer could not be sent.
        default void failed() {}
    }

    private sealed interface State {
        record Invite(InviteServer.State state) implements State {}

        record NonInvite(NonInviteServer.State state) implements State {}
    }

    private final Core core;
    private final Transactions transactions;
    private final String key;
    private final @Nullable String mergeKey;
    private final boolean invite;
    private final Flow source;
    private final Flow back;
    private final TimerValues values;
    private final Map<TimerName, TimerWheel.Timeout> timers = new EnumMap<>(TimerName.class);
    private State state;
    private Owner owner = Owner.NONE;
    private @Nullable SipRequest request;
    private byte @Nullable [] answer;
    private @Nullable Object user;

    /// @param mergeKey of an INVITE outside dialogs, see [Transactions]
    /// @param source where the request came from
    /// @param back where answers go (RFC 3261 section 18.2.2, RFC 3581)
    ServerTransaction(
            Core core,
            Transactions transactions,
            String key,
            @Nullable String mergeKey,
            SipRequest request,
            Flow source,
            Flow back) {
        this.core = core;
        this.transactions = transactions;
        this.key = key;
        this.mergeKey = mergeKey;
        this.request = request;
        this.invite = request.is(SipRequest.INVITE);
        this.source = source;
        this.back = back;
        this.values = transactions.values(source.transport());
        this.state = invite
                ? new State.Invite(InviteServer.State.PROCEEDING)
                : new State.NonInvite(NonInviteServer.State.TRYING);
    }

    String key() {
        return key;
    }

    @Nullable
    String mergeKey() {
        return mergeKey;
    }

    /// Only until the final answer: a transaction stays half a minute longer for repetitions, and thousands of them
    /// would keep their requests in memory.
    SipRequest request() {
        if (request == null) {
            throw new IllegalStateException("the request was answered: " + key);
        }
        return request;
    }

    Flow source() {
        return source;
    }

    void owner(Owner told) {
        owner = told;
    }

    /// What this INVITE belongs to, so that a CANCEL finds it.
    void user(@Nullable Object belongsTo) {
        user = belongsTo;
    }

    @Nullable
    Object user() {
        return user;
    }

    /// True until a final answer was given.
    boolean unanswered() {
        return switch (state) {
            case State.Invite(var s) -> s == InviteServer.State.PROCEEDING;
            case State.NonInvite(var s) -> s == NonInviteServer.State.TRYING || s == NonInviteServer.State.PROCEEDING;
        };
    }

    void answer(SipResponse response) {
        if (response.provisional() && !unanswered()) {
            return; // the final answer is the one that is repeated
        }
        answer = MessageWriter.bytes(response);
        step(new Input.Answer(response.status()));
        if (!response.provisional()) {
            request = null;
            owner = Owner.NONE;
        }
    }

    /// The ACK of a 2xx came, or is given up: what is left to do is to absorb repeated INVITEs.
    void settled() {
        user = null;
        answer = null;
    }

    void retransmission() {
        step(new Input.Retransmission());
    }

    void ack() {
        step(new Input.Ack());
    }

    private void step(Input input) {
        switch (state) {
            case State.Invite(var from) -> {
                Step<InviteServer.State> step = InviteServer.step(from, input, values);
                state = new State.Invite(step.next());
                finish(step, step.next() == InviteServer.State.TERMINATED);
            }
            case State.NonInvite(var from) -> {
                Step<NonInviteServer.State> step = NonInviteServer.step(from, input, values);
                state = new State.NonInvite(step.next());
                finish(step, step.next() == NonInviteServer.State.TERMINATED);
            }
        }
    }

    private void finish(Step<?> step, boolean terminated) {
        step.actions().forEach(this::perform);
        if (terminated) {
            timers.values().forEach(core::stop);
            timers.clear();
            transactions.remove(this);
        }
    }

    private void perform(Action action) {
        switch (action) {
            case Action.SendAnswer _ -> send();
            case Action.RepeatAnswer _ -> {
                core.retransmitted.increment();
                send();
            }
            case Action.StartTimer(var name, var after) -> startTimer(name, after);
            case Action.StopTimer(var name) -> core.stop(timers.remove(name));
            case Action.TellTimeout _, Action.TellTransportError _ -> owner.failed();
            case Action.PassUp _ -> {} // the ACK of a 2xx reaches its dialog through the dispatcher
            case Action.SendRequest _, Action.RepeatRequest _, Action.SendAck _ ->
                throw new IllegalStateException("client action in a server");
        }
    }

    private void startTimer(TimerName name, Duration after) {
        core.stop(timers.put(name, core.after(after, () -> step(new Input.Fired(name, after)))));
    }

    /// Sends the last answer again without the machine: the repeated 2xx of RFC 3261 section 13.3.1.4.
    void repeatAnswer() {
        core.retransmitted.increment();
        send();
    }

    private void send() {
        if (answer != null) {
            core.sent.increment();
            core.wire().send(back, answer, () -> core.execute(() -> step(new Input.TransportError())));
        }
    }
}
