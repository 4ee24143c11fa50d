package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.sid.CallSid;
import org.jspecify.annotations.Nullable;

/// The debugger log (15.5). Only a single entry shows the request and the answer it speaks of.
final class NotificationResource {
    private static final String ALL = ACCOUNT + "/Notifications";
    private static final String OF_CALL = ACCOUNT + "/Calls/{CallSid}/Notifications";
    private static final Parameter<Integer> LOG = Parameter.integer("Log", 0, 1);
    private static final DateFilter MESSAGE_DATE = DateFilter.named("MessageDate");

    private static final Representation<Notification> SHAPE =
            shape("notification").build();
    private static final Representation<Notification> FULL_SHAPE = shape("notification-instance")
            .text("request_variables", (n, at) -> n.details().get("request_variables"))
            .text("response_body", (n, at) -> n.details().get("response_body"))
            .text("response_headers", (n, at) -> n.details().get("response_headers"))
            .build();

    private static Representation.Builder<Notification> shape(String name) {
        return Representation.<Notification>named(name)
                .text("sid", (n, at) -> n.sid().value())
                .text("account_sid", (n, at) -> n.account().value())
                .text("api_version", (n, at) -> Uris.API_VERSION)
                .text("call_sid", (n, at) -> CallResource.value(n.call()))
                .text("log", (n, at) -> n.log())
                .text("error_code", (n, at) -> n.errorCode())
                .text("message_text", (n, at) -> n.messageText())
                .text("more_info", (n, at) -> "https://www.twilio.com/docs/errors/" + n.errorCode())
                .text("request_method", (n, at) -> n.details().get("request_method"))
                .text("request_url", (n, at) -> n.details().get("request_url"))
                .rfc2822("message_date", (n, at) -> n.messageDate())
                .rfc2822("date_created", (n, at) -> n.dateCreated())
                .rfc2822("date_updated", (n, at) -> n.dateUpdated())
                .text("uri", (n, at) -> Uris.of(n.account(), "Notifications", n.sid()));
    }

    private final Records records;

    NotificationResource(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        List<Parameter<?>> filters = new ArrayList<>(List.of(LOG));
        filters.addAll(MESSAGE_DATE.parameters());
        List<Parameter<?>> parameters = Paging.with(filters.toArray(Parameter<?>[]::new));
        return List.of(
                Endpoint.get("api", ALL, "ListNotification")
                        .takes(parameters)
                        .lists("notifications", SHAPE)
                        .by(x -> list(x, null)),
                Endpoint.get("api", ALL + "/{Sid}", "FetchNotification")
                        .answers(FULL_SHAPE)
                        .by(x -> x.ok(FULL_SHAPE, notification(x, n -> true))),
                Endpoint.get("api", OF_CALL, "ListCallNotification")
                        .takes(parameters)
                        .lists("notifications", SHAPE)
                        .by(x -> list(x, call(x))),
                Endpoint.get("api", OF_CALL + "/{Sid}", "FetchCallNotification")
                        .answers(FULL_SHAPE)
                        .by(x -> x.ok(FULL_SHAPE, notification(x, ofCall(x)))));
    }

    private CallSid call(Exchange x) {
        return records.need(x, Call.class, x.path("CallSid"), Call::account).sid();
    }

    private Predicate<Notification> ofCall(Exchange x) {
        CallSid call = call(x);
        return n -> call.equals(n.call());
    }

    private Answer list(Exchange x, @Nullable CallSid call) {
        Integer log = x.get(LOG);
        Order<Notification> order = Order.newestFirst(Notification::messageDate, n -> n.sid().value());
        List<Notification> all = records.listed(
                x,
                MESSAGE_DATE
                        .narrowed(x, RecordArchive.Query.of(Notification.class, x.account().sid()))
                        .parent(call)
                        .statuses(log == null ? null : List.of(log.toString())),
                n -> n.account().equals(x.account().sid())
                        && (call == null || call.equals(n.call()))
                        && (log == null || n.log().equals(log.toString()))
                        && MESSAGE_DATE.passes(x, n.messageDate()),
                order);
        return Paging.v2010(x, "notifications", SHAPE, all, order);
    }

    private Notification notification(Exchange x, Predicate<Notification> wanted) {
        Notification found = records.need(x, Notification.class, x.path("Sid"), Notification::account);
        if (!wanted.test(found)) {
            throw x.notFound();
        }
        return found;
    }
}
