package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Calls;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;

/// Messages between an application and the page that holds a call (15.6).
final class UserMessageResource {
    /// Kept as settings of this kind; the side that hears the page reads them.
    static final String KIND = "user-message-subscription";

    private static final String MESSAGES = ACCOUNT + "/Calls/{CallSid}/UserDefinedMessages";
    private static final String SUBSCRIPTIONS = ACCOUNT + "/Calls/{CallSid}/UserDefinedMessageSubscriptions";
    private static final Parameter<String> CONTENT =
            Parameter.jsonObject("Content", 10_000).required();
    private static final Parameter<String> IDEMPOTENCY_KEY = Parameter.text("IdempotencyKey", 256);
    private static final Parameter<String> CALLBACK = Parameter.url("Callback").required();
    private static final Parameter<String> METHOD = Parameter.method("Method");
    private static final String CALL = "call_sid";
    private static final String KEY = "idempotency_key";

    private record Message(AccountSid account, CallSid call, String sid, Instant created) {}

    private static final Representation<Message> MESSAGE = Representation.<Message>named("user_defined_message")
            .text("account_sid", (m, at) -> m.account().value())
            .text("call_sid", (m, at) -> m.call().value())
            .text("sid", (m, at) -> m.sid())
            .rfc2822("date_created", (m, at) -> m.created())
            .build();

    private static final Representation<Document> SUBSCRIPTION = Representation.<Document>named(
                    "user_defined_message_subscription")
            .text("account_sid", (d, at) -> d.account().value())
            .text("call_sid", (d, at) -> d.field(CALL))
            .text("sid", (d, at) -> d.sid())
            .rfc2822("date_created", (d, at) -> d.dateCreated())
            .text("uri", (d, at) -> Uris.of(
                    d.account(), "Calls", d.field(CALL, ""), "UserDefinedMessageSubscriptions", d.sid()))
            .build();

    private static final int SENT_KEPT = 1_000;

    private final Records records;
    /// The latest messages that had a key, by call and key.
    private final Map<String, Message> sent = new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Message> eldest) {
            return size() > SENT_KEPT;
        }
    };

    private final Documents subscriptions;
    private final Documents messages;
    private final Calls calls;

    UserMessageResource(Records records, Calls calls) {
        this.records = records;
        this.calls = calls;
        this.subscriptions = new Documents(records, KIND, "ZY");
        this.messages = new Documents(records, "user-message", "KX");
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.create("api", MESSAGES, "CreateUserDefinedMessage")
                        .takes(CONTENT, IDEMPOTENCY_KEY)
                        .answers(MESSAGE)
                        .by(this::send),
                Endpoint.create("api", SUBSCRIPTIONS, "CreateUserDefinedMessageSubscription")
                        .takes(CALLBACK, METHOD, IDEMPOTENCY_KEY)
                        .answers(SUBSCRIPTION)
                        .by(this::subscribe),
                Endpoint.delete("api", SUBSCRIPTIONS + "/{Sid}", "DeleteUserDefinedMessageSubscription")
                        .by(this::unsubscribe));
    }

    private Call liveCall(Exchange x) {
        Call call = records.need(x, Call.class, x.path("CallSid"), Call::account);
        if (call.status().isFinal()) {
            throw new Problem(ErrorCode.CALL_NOT_IN_PROGRESS, "The call has ended");
        }
        return call;
    }

    /// With a key that was used before for this call, nothing is sent again.
    private Answer send(Exchange x) {
        Call call = liveCall(x);
        String key = x.get(IDEMPOTENCY_KEY);
        synchronized (sent) {
            Message before = key == null ? null : sent.get(call.sid() + " " + key);
            if (before != null) {
                return x.answer(201, MESSAGE, before);
            }
            String sid = messages.newSid();
            calls.message(call, sid, x.need(CONTENT));
            Message message = new Message(call.account(), call.sid(), sid, x.place().now());
            if (key != null) {
                sent.put(call.sid() + " " + key, message);
            }
            return x.answer(201, MESSAGE, message);
        }
    }

    /// With a key that was used before, the subscription made then.
    private Answer subscribe(Exchange x) {
        Call call = liveCall(x);
        String key = x.get(IDEMPOTENCY_KEY);
        if (key != null) {
            List<Document> before = subscriptions.all(
                    x, d -> key.equals(d.field(KEY)) && call.sid().value().equals(d.field(CALL)));
            if (!before.isEmpty()) {
                return x.answer(201, SUBSCRIPTION, before.getFirst());
            }
        }
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put(CALL, call.sid().value());
        fields.put("callback", x.need(CALLBACK));
        fields.put("method", x.get(METHOD, "POST"));
        if (key != null) {
            fields.put(KEY, key);
        }
        sweep(x);
        return x.answer(201, SUBSCRIPTION, subscriptions.create(x, fields));
    }

    /// Those of calls that are over have served.
    private void sweep(Exchange x) {
        for (Document old : subscriptions.all(x, d -> true)) {
            Call call = records.find(Call.class, old.field(CALL, ""));
            if (call == null || call.status().isFinal()) {
                subscriptions.delete(x, old);
            }
        }
    }

    private Answer unsubscribe(Exchange x) {
        Call call = records.need(x, Call.class, x.path("CallSid"), Call::account);
        Document subscription = subscriptions.need(x, x.path("Sid"));
        if (!call.sid().value().equals(subscription.field(CALL))) {
            throw x.notFound();
        }
        return subscriptions.delete(x, subscription);
    }
}
