package org.cordboard.api.voice;

import java.time.Duration;
import java.time.Instant;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.routing.entity.Call;
import org.jspecify.annotations.Nullable;

/// A call as the API shows it (2.1).
final class CallShape {
    static final Representation<Call> CALL = Representation.<Call>named("call")
            .text("sid", (c, at) -> c.sid().value())
            .rfc2822("date_created", (c, at) -> c.dateCreated())
            .rfc2822("date_updated", (c, at) -> c.dateUpdated())
            .text("parent_call_sid", (c, at) -> CallResource.value(c.parent()))
            .text("account_sid", (c, at) -> c.account().value())
            .text("to", (c, at) -> c.to())
            .text("to_formatted", (c, at) -> Numbers.formatted(c.to()))
            .text("from", (c, at) -> c.from())
            .text("from_formatted", (c, at) -> Numbers.formatted(c.from()))
            .text("phone_number_sid", (c, at) -> CallResource.value(c.phoneNumber()))
            .text("status", (c, at) -> c.status().wire())
            .rfc2822("start_time", (c, at) -> c.startTime())
            .rfc2822("end_time", (c, at) -> c.endTime())
            .text("duration", (c, at) -> duration(c))
            .text("price", (c, at) -> c.details().get("price"))
            .text("price_unit", (c, at) -> "USD")
            .text("direction", (c, at) -> c.direction())
            .text("answered_by", (c, at) -> c.answeredBy())
            .text("api_version", (c, at) -> Uris.API_VERSION)
            .text("annotation", (c, at) -> c.details().get("annotation"))
            .text("forwarded_from", (c, at) -> c.details().get("forwarded_from"))
            .text("group_sid", (c, at) -> c.details().get("group_sid"))
            .text("caller_name", (c, at) -> c.details().get("caller_name"))
            .text("queue_time", (c, at) -> c.details().getOrDefault("queue_time", "0"))
            .text("trunk_sid", (c, at) -> c.details().get("trunk_sid"))
            .text("uri", (c, at) -> uri(c))
            .links(
                    "subresource_uris",
                    (c, at) -> Uris.below(
                            uri(c),
                            "notifications",
                            "Notifications",
                            "recordings",
                            "Recordings",
                            "payments",
                            "Payments",
                            "events",
                            "Events",
                            "siprec",
                            "Siprec",
                            "streams",
                            "Streams",
                            "transcriptions",
                            "Transcriptions",
                            "user_defined_message_subscriptions",
                            "UserDefinedMessageSubscriptions",
                            "user_defined_messages",
                            "UserDefinedMessages"))
            .build();

    private CallShape() {}

    /// Whole seconds connected, as text; null while the call goes on.
    private static @Nullable String duration(Call call) {
        Instant end = call.endTime();
        if (!call.status().isFinal() || end == null) {
            return null;
        }
        Instant answered = call.answerTime();
        return answered == null
                ? "0"
                : Long.toString(Math.max(0, Duration.between(answered, end).toSeconds()));
    }

    private static String uri(Call call) {
        return Uris.of(call.account(), "Calls", call.sid());
    }
}
