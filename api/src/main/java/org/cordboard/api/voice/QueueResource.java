package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.VoiceQueues;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.sid.QueueSid;

/// Queues of waiting calls and who waits in them (8.5).
final class QueueResource {
    private static final int DEFAULT_SIZE = 1_000;
    private static final int MAX_SIZE = 5_000;
    private static final String LIST = ACCOUNT + "/Queues";
    private static final String ITEM = LIST + "/{Sid}";
    private static final String MEMBERS = LIST + "/{QueueSid}/Members";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final Parameter<Integer> SIZE = Parameter.integer("MaxSize", 1, MAX_SIZE);
    private static final Parameter<String> URL = Parameter.url("Url").required();
    private static final Parameter<String> METHOD = Parameter.method("Method");

    private record Filled(VoiceQueue queue, List<QueueMember> members) {
        long averageWait(Place at) {
            return Math.round(
                    members.stream().mapToLong(m -> waited(m, at)).average().orElse(0));
        }
    }

    private record Waiting(QueueMember member, int position) {}

    private static final Representation<Filled> SHAPE = Representation.<Filled>named("queue")
            .rfc2822("date_updated", (q, at) -> q.queue().dateUpdated())
            .integer("current_size", (q, at) -> q.members().size())
            .text("friendly_name", (q, at) -> q.queue().friendlyName())
            .text("uri", (q, at) -> uri(q.queue()))
            .text("account_sid", (q, at) -> q.queue().account().value())
            .integer("average_wait_time", (q, at) -> q.averageWait(at))
            .text("sid", (q, at) -> q.queue().sid().value())
            .rfc2822("date_created", (q, at) -> q.queue().dateCreated())
            .integer("max_size", (q, at) -> q.queue().maxSize())
            .links("subresource_uris", (q, at) -> Uris.below(uri(q.queue()), "members", "Members"))
            .build();

    private static final Representation<Waiting> MEMBER = Representation.<Waiting>named("queue_member")
            .text("call_sid", (m, at) -> m.member().call().value())
            .rfc2822("date_enqueued", (m, at) -> m.member().dateEnqueued())
            .integer("position", (m, at) -> m.position())
            .text(
                    "uri",
                    (m, at) -> Uris.of(
                            m.member().account(),
                            "Queues",
                            m.member().queue(),
                            "Members",
                            m.member().call()))
            .integer("wait_time", (m, at) -> waited(m.member(), at))
            .text("queue_sid", (m, at) -> m.member().queue().value())
            .build();

    private final Records records;
    private final VoiceQueues queues;

    QueueResource(Records records, VoiceQueues queues) {
        this.records = records;
        this.queues = queues;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("api", LIST, "ListQueue")
                        .takes(Paging.with())
                        .lists("queues", SHAPE)
                        .by(this::list),
                Endpoint.create("api", LIST, "CreateQueue")
                        .takes(FRIENDLY_NAME.required(), SIZE)
                        .answers(SHAPE)
                        .by(this::create),
                Endpoint.get("api", ITEM, "FetchQueue").answers(SHAPE).by(x -> x.ok(SHAPE, filled(queue(x, "Sid")))),
                Endpoint.post("api", ITEM, "UpdateQueue")
                        .takes(FRIENDLY_NAME, SIZE)
                        .answers(SHAPE)
                        .by(this::update),
                Endpoint.delete("api", ITEM, "DeleteQueue").by(this::delete),
                Endpoint.get("api", MEMBERS, "ListMember")
                        .takes(Paging.with())
                        .lists("queue_members", MEMBER)
                        .by(this::members),
                Endpoint.get("api", MEMBERS + "/{CallSid}", "FetchMember")
                        .answers(MEMBER)
                        .by(x -> x.ok(MEMBER, member(x))),
                Endpoint.post("api", MEMBERS + "/{CallSid}", "UpdateMember")
                        .takes(URL, METHOD)
                        .answers(MEMBER)
                        .by(this::dequeue));
    }

    private VoiceQueue queue(Exchange x, String variable) {
        return records.need(x, VoiceQueue.class, x.path(variable), VoiceQueue::account);
    }

    private List<QueueMember> membersOf(VoiceQueue queue) {
        return records.all(QueueMember.class, m -> m.queue().equals(queue.sid())).stream()
                .sorted(Comparator.comparing(QueueMember::dateEnqueued)
                        .thenComparing(m -> m.call().value()))
                .toList();
    }

    private Filled filled(VoiceQueue queue) {
        return new Filled(queue, membersOf(queue));
    }

    private Answer list(Exchange x) {
        List<VoiceQueue> all = records.all(
                VoiceQueue.class, q -> q.account().equals(x.account().sid()));
        return Paging.v2010(
                x,
                "queues",
                SHAPE,
                all,
                Order.newestFirst(VoiceQueue::dateCreated, q -> q.sid().value()),
                page -> page.stream().map(this::filled).toList());
    }

    private Answer create(Exchange x) {
        String name = x.need(FRIENDLY_NAME);
        nameIsFree(x, name);
        VoiceQueue queue = new VoiceQueue(
                records.newSid(QueueSid.PREFIX, QueueSid::new),
                x.account().sid(),
                name,
                x.get(SIZE, DEFAULT_SIZE),
                null,
                x.place().now(),
                x.place().now());
        return x.answer(201, SHAPE, filled(records.put(x, queue)));
    }

    private void nameIsFree(Exchange x, String name) {
        if (!records.all(
                        VoiceQueue.class,
                        q -> q.account().equals(x.account().sid())
                                && q.friendlyName().equals(name))
                .isEmpty()) {
            throw new Problem(
                    ErrorCode.QUEUE_NAME_IN_USE, "A queue named " + name + " exists; choose another FriendlyName");
        }
    }

    private Answer update(Exchange x) {
        VoiceQueue queue = queue(x, "Sid");
        String name = x.get(FRIENDLY_NAME, queue.friendlyName());
        if (!name.equals(queue.friendlyName())) {
            nameIsFree(x, name);
        }
        VoiceQueue updated = new VoiceQueue(
                queue.sid(),
                queue.account(),
                name,
                x.get(SIZE, queue.maxSize()),
                queue.workflow(),
                queue.dateCreated(),
                x.place().now());
        return x.ok(SHAPE, filled(records.put(x, updated)));
    }

    private Answer delete(Exchange x) {
        VoiceQueue queue = queue(x, "Sid");
        if (!membersOf(queue).isEmpty()) {
            throw new Problem(ErrorCode.QUEUE_NOT_EMPTY, "Queue " + queue.sid() + " is not empty");
        }
        records.remove(x, List.of(queue));
        return Answer.empty(204);
    }

    private List<Waiting> waiting(Exchange x) {
        List<QueueMember> members = membersOf(queue(x, "QueueSid"));
        List<Waiting> waiting = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            waiting.add(new Waiting(members.get(i), i + 1));
        }
        return waiting;
    }

    private Answer members(Exchange x) {
        return Paging.v2010(
                x,
                "queue_members",
                MEMBER,
                waiting(x),
                Order.<Waiting>bySid(m -> m.member().call().value()).then(Waiting::position, false));
    }

    /// By the SID of the call, or `Front` for the one that has waited longest.
    private Waiting member(Exchange x) {
        String wanted = x.path("CallSid");
        for (Waiting one : waiting(x)) {
            if (wanted.equals("Front") || one.member().call().value().equalsIgnoreCase(wanted)) {
                return one;
            }
        }
        throw x.notFound();
    }

    private Answer dequeue(Exchange x) {
        Waiting member = member(x);
        queues.dequeue(member.member(), x.need(URL), x.get(METHOD, "POST"));
        return x.ok(MEMBER, new Waiting(member.member(), 0));
    }

    private static long waited(QueueMember member, Place at) {
        return Math.max(0, Duration.between(member.dateEnqueued(), at.now()).toSeconds());
    }

    private static String uri(VoiceQueue queue) {
        return Uris.of(queue.account(), "Queues", queue.sid());
    }
}
