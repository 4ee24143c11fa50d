package org.cordboard.api.studio;

import java.util.Comparator;
import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.studio.Flows.Shown;
import org.cordboard.api.voice.Records;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.jspecify.annotations.Nullable;

/// Revisions of flows (8.3): by number, the newest, and the one that answers.
final class FlowRevisions {
    private static final String LIST = Flows.ITEM + "/Revisions";

    private static final Representation<Shown> REVISION = Flows.head("flow_revision")
            .text(
                    "url",
                    (f, at) -> Flows.url(f.flow(), at) + "/Revisions/" + f.revision().revision())
            .build();

    private final Records records;

    FlowRevisions(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("studio", LIST, "ListFlowRevision")
                        .takes(Paging.with())
                        .lists("revisions", REVISION)
                        .by(this::list),
                Endpoint.get("studio", LIST + "/{Revision}", "FetchFlowRevision")
                        .answers(REVISION)
                        .by(this::fetch));
    }

    static @Nullable FlowRevision numbered(Records records, Flow flow, int number) {
        return records.find(FlowRevision.class, flow.sid() + "/" + number);
    }

    static FlowRevision newest(Records records, Flow flow) {
        FlowRevision revision = numbered(records, flow, flow.revision());
        if (revision == null) {
            throw new IllegalStateException("flow " + flow.sid() + " lacks its revision " + flow.revision());
        }
        return revision;
    }

    private List<FlowRevision> revisionsOf(Flow flow) {
        return records.all(FlowRevision.class, r -> r.flow().equals(flow.sid()));
    }

    private Answer list(Exchange x) {
        Flow flow = Flows.flow(x, records, "Sid");
        return Paging.v1(
                x,
                "revisions",
                REVISION,
                revisionsOf(flow),
                Order.<FlowRevision>bySid(FlowRevision::key).then(FlowRevision::revision, true),
                page -> page.stream().map(r -> new Shown(flow, r, null)).toList());
    }

    private Answer fetch(Exchange x) {
        Flow flow = Flows.flow(x, records, "Sid");
        FlowRevision found = named(flow, x.path("Revision"));
        if (found == null) {
            throw x.notFound();
        }
        AccountSurroundings account = new AccountSurroundings(records, x.account().sid());
        return x.ok(REVISION, new Shown(flow, found, Judgement.of(found, account)));
    }

    private @Nullable FlowRevision named(Flow flow, String name) {
        Integer published = flow.publishedRevision();
        return switch (name) {
            case "LatestRevision" -> newest(records, flow);
            case "LatestPublished" -> published == null ? null : numbered(records, flow, published);
            case String number ->
                revisionsOf(flow).stream()
                        .filter(r -> Integer.toString(r.revision()).equals(number))
                        .max(Comparator.comparing(FlowRevision::revision))
                        .orElse(null);
        };
    }
}
