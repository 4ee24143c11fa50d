package org.cordboard.api.studio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.FlowRuns;
import org.cordboard.api.voice.Records;
import org.cordboard.flow.FlowImporter;
import org.cordboard.flow.Imported;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.sid.FlowSid;
import org.jspecify.annotations.Nullable;

/// Flows (8.3): a head and its numbered revisions. Every accepted POST makes a new revision; the published one stays
/// live until another is published.
final class Flows {
    private static final String LIST = "/v2/Flows";
    static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 255);
    private static final Parameter<String> STATUS = Parameter.word("Status", "draft", "published");
    private static final Parameter<String> DEFINITION = Parameter.text("Definition", 8 << 20);
    private static final Parameter<String> COMMIT_MESSAGE = Parameter.text("CommitMessage");
    private static final Parameter<List<String>> TEST_USERS = Parameter.repeated("TestUsers");

    /// A flow as shown: with the revision that represents it and, outside lists, what the rules say about it.
    record Shown(
            Flow flow, FlowRevision revision, @Nullable Imported judged) {}

    private record Valid(boolean valid) {}

    private static final Representation<Shown> SHAPE = head("flow")
            .json("warnings", (f, at) -> Judgement.listed(f.judged(), false))
            .text(
                    "webhook_url",
                    (f, at) -> at.base() + "/v1/Accounts/" + f.flow().account() + "/Flows/"
                            + f.flow().sid())
            .text("url", (f, at) -> url(f.flow(), at))
            .links("links", (f, at) -> links(f.flow(), at))
            .build();

    private static final Representation<Flow> TEST_USERS_SHAPE = Representation.<Flow>named("test_user")
            .text("sid", (f, at) -> f.sid().value())
            .texts("test_users", (f, at) -> f.testUsers())
            .text("url", (f, at) -> url(f, at) + "/TestUsers")
            .build();

    private static final Representation<Valid> VALID = Representation.<Valid>named("flow_validate")
            .flag("valid", (v, at) -> v.valid())
            .build();

    static Representation.Builder<Shown> head(String name) {
        return Representation.<Shown>named(name)
                .text("sid", (f, at) -> f.flow().sid().value())
                .text("account_sid", (f, at) -> f.flow().account().value())
                .empty("author_sid")
                .text("friendly_name", (f, at) -> f.revision().friendlyName())
                .json("definition", (f, at) -> f.judged() == null ? null : Judgement.json(f.revision()))
                .text("status", (f, at) -> f.revision().status())
                .integer("revision", (f, at) -> f.revision().revision())
                .text("commit_message", (f, at) -> f.revision().commitMessage())
                .flag(
                        "valid",
                        (f, at) -> f.judged() == null ? null : f.revision().valid())
                .json("errors", (f, at) -> Judgement.listed(f.judged(), true))
                .iso("date_created", (f, at) -> f.flow().dateCreated())
                .iso("date_updated", (f, at) -> f.revision().dateUpdated());
    }

    static String url(Flow flow, Place at) {
        return at.base() + "/v2/Flows/" + flow.sid();
    }

    private static Map<String, @Nullable String> links(Flow flow, Place at) {
        return Map.of(
                "test_users", url(flow, at) + "/TestUsers",
                "revisions", url(flow, at) + "/Revisions",
                "executions", url(flow, at) + "/Executions");
    }

    private final Records records;
    private final FlowRuns runs;

    Flows(Records records, FlowRuns runs) {
        this.records = records;
        this.runs = runs;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("studio", LIST, "ListFlow")
                        .takes(Paging.with())
                        .lists("flows", SHAPE)
                        .by(this::list),
                Endpoint.create("studio", LIST, "CreateFlow")
                        .takes(FRIENDLY_NAME.required(), STATUS.required(), DEFINITION.required(), COMMIT_MESSAGE)
                        .answers(SHAPE)
                        .by(this::create),
                Endpoint.post("studio", LIST + "/Validate", "UpdateFlowValidate")
                        .takes(FRIENDLY_NAME.required(), STATUS.required(), DEFINITION.required(), COMMIT_MESSAGE)
                        .answers(VALID)
                        .by(this::validate),
                Endpoint.get("studio", ITEM, "FetchFlow").answers(SHAPE).by(x -> shown(x, flow(x, records, "Sid"))),
                Endpoint.post("studio", ITEM, "UpdateFlow")
                        .takes(STATUS.required(), FRIENDLY_NAME, DEFINITION, COMMIT_MESSAGE)
                        .answers(SHAPE)
                        .by(this::update),
                Endpoint.delete("studio", ITEM, "DeleteFlow").by(this::delete),
                Endpoint.get("studio", ITEM + "/TestUsers", "FetchTestUser")
                        .answers(TEST_USERS_SHAPE)
                        .by(x -> x.ok(TEST_USERS_SHAPE, flow(x, records, "Sid"))),
                Endpoint.post("studio", ITEM + "/TestUsers", "UpdateTestUser")
                        .takes(TEST_USERS)
                        .answers(TEST_USERS_SHAPE)
                        .by(this::replaceTestUsers));
    }

    static Flow flow(Exchange x, Records records, String variable) {
        return records.need(x, Flow.class, x.path(variable), Flow::account);
    }

    private Answer list(Exchange x) {
        List<Flow> all =
                records.all(Flow.class, f -> f.account().equals(x.account().sid()));
        return Paging.v1(
                x,
                "flows",
                SHAPE,
                all,
                Order.newestFirst(Flow::dateCreated, f -> f.sid().value()),
                page -> page.stream().map(f -> new Shown(f, FlowRevisions.newest(records, f), null)).toList());
    }

    private Answer shown(Exchange x, Flow flow) {
        FlowRevision revision = FlowRevisions.newest(records, flow);
        return x.ok(SHAPE, new Shown(flow, revision, Judgement.of(revision, account(x))));
    }

    private AccountSurroundings account(Exchange x) {
        return new AccountSurroundings(records, x.account().sid());
    }

    private Imported judged(Exchange x, String definition) {
        FlowImporter.Purpose purpose =
                "published".equals(x.get(STATUS)) ? FlowImporter.Purpose.PUBLISH : FlowImporter.Purpose.DRAFT;
        Imported imported = FlowImporter.read(definition, FlowImporter.Mode.STRICT, purpose, account(x));
        if (!imported.valid()) {
            throw Judgement.refused(imported);
        }
        return imported;
    }

    private Answer validate(Exchange x) {
        judged(x, x.need(DEFINITION));
        return x.ok(VALID, new Valid(true));
    }

    private Answer create(Exchange x) {
        Imported imported = judged(x, x.need(DEFINITION));
        boolean published = x.need(STATUS).equals("published");
        Flow flow = new Flow(
                records.newSid(FlowSid.PREFIX, FlowSid::new),
                x.account().sid(),
                x.need(FRIENDLY_NAME),
                1,
                published ? 1 : null,
                List.of(),
                x.place().now(),
                x.place().now());
        FlowRevision revision = saved(x, flow, imported);
        records.putAll(x, List.of(flow, revision));
        return x.answer(201, SHAPE, new Shown(flow, revision, imported));
    }

    private Answer update(Exchange x) {
        Flow before = flow(x, records, "Sid");
        String given = x.get(DEFINITION);
        Imported imported = judged(x, given == null ? FlowRevisions.newest(records, before).definition() : given);
        int number = before.revision() + 1;
        Flow after = new Flow(
                before.sid(),
                before.account(),
                x.get(FRIENDLY_NAME, before.friendlyName()),
                number,
                x.need(STATUS).equals("published") ? Integer.valueOf(number) : before.publishedRevision(),
                before.testUsers(),
                before.dateCreated(),
                x.place().now());
        FlowRevision revision = saved(x, after, imported);
        records.putAll(x, List.of(after, revision));
        return x.ok(SHAPE, new Shown(after, revision, imported));
    }

    private static FlowRevision saved(Exchange x, Flow flow, Imported imported) {
        String json = imported.json();
        return new FlowRevision(
                flow.sid(),
                flow.revision(),
                flow.friendlyName(),
                x.need(STATUS),
                json == null ? imported.original() : json,
                x.get(COMMIT_MESSAGE),
                imported.valid(),
                x.place().now(),
                x.place().now());
    }

    /// Everything that belongs to the flow goes with it; what runs is ended.
    private Answer delete(Exchange x) {
        Flow flow = flow(x, records, "Sid");
        records.all(Execution.class, e -> e.flow().equals(flow.sid()) && e.status().equals("active"))
                .forEach(runs::end);
        List<Entity> all = new ArrayList<>();
        all.addAll(records.all(ExecutionStep.class, s -> s.flow().equals(flow.sid())));
        all.addAll(records.all(Execution.class, e -> e.flow().equals(flow.sid())));
        all.addAll(records.all(FlowRevision.class, r -> r.flow().equals(flow.sid())));
        all.add(flow);
        records.remove(x, all);
        records.removeEnded(RecordArchive.Query.of(ExecutionStep.class, flow.account())
                .other(flow.sid()));
        records.removeEnded(
                RecordArchive.Query.of(Execution.class, flow.account()).parent(flow.sid()));
        return Answer.empty(204);
    }

    private Answer replaceTestUsers(Exchange x) {
        Flow before = flow(x, records, "Sid");
        if (!x.values().has(TEST_USERS.name())) {
            throw Problem.badRequest("Missing required parameter TestUsers in the post body");
        }
        List<String> users =
                x.get(TEST_USERS, List.of()).stream().filter(u -> !u.isBlank()).toList();
        Flow after = new Flow(
                before.sid(),
                before.account(),
                before.friendlyName(),
                before.revision(),
                before.publishedRevision(),
                users,
                before.dateCreated(),
                x.place().now());
        return x.ok(TEST_USERS_SHAPE, records.put(x, after));
    }
}
