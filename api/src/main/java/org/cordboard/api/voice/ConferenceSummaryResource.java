package org.cordboard.api.voice;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Place;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Conference;
import org.jspecify.annotations.Nullable;

/// Summaries of conferences, made of our own records (15.8). Who was in one is known only while it lasts.
final class ConferenceSummaryResource {
    private static final String CONFERENCES = "/v1/Conferences";
    private static final Parameter<String> SID = Parameter.text("ConferenceSid", 34);
    private static final Parameter<String> NAME = Parameter.text("FriendlyName", 256);
    private static final Parameter<String> STATUS = Parameter.text("Status", 32);

    private static final Representation<Conference> SHAPE = Representation.<Conference>named("insights_conference")
            .text("conference_sid", (c, at) -> c.sid().value())
            .text("account_sid", (c, at) -> c.account().value())
            .text("friendly_name", (c, at) -> c.friendlyName())
            .iso("create_time", (c, at) -> c.dateCreated())
            .iso("start_time", (c, at) -> c.status().equals("init") ? null : c.dateCreated())
            .iso("end_time", (c, at) -> end(c))
            .integer("duration_seconds", (c, at) -> seconds(c))
            .integer("connect_duration_seconds", (c, at) -> seconds(c))
            .text("status", (c, at) -> status(c))
            .empty("max_participants")
            .empty("max_concurrent_participants")
            .empty("unique_participants")
            .text("end_reason", (c, at) -> reason(c.reasonEnded()))
            .text("ended_by", (c, at) -> c.callEndingConference() == null
                    ? null
                    : c.callEndingConference().value())
            .empty("mixer_region")
            .empty("mixer_region_requested")
            .empty("recording_enabled")
            .empty("detected_issues")
            .texts("tags", (c, at) -> List.of())
            .empty("tag_info")
            .text("processing_state", (c, at) -> c.status().equals("completed") ? "complete" : "in_progress")
            .text("url", (c, at) -> url(at, c))
            .links("links", (c, at) -> links(url(at, c)))
            .build();

    private final Records records;

    ConferenceSummaryResource(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("insights", CONFERENCES, "ListConference")
                        .takes(Paging.with(SID, NAME, STATUS))
                        .lists("conferences", SHAPE)
                        .by(this::list),
                Endpoint.get("insights", CONFERENCES + "/{ConferenceSid}", "FetchConference")
                        .answers(SHAPE)
                        .by(x -> x.ok(
                                SHAPE,
                                records.need(
                                        x, Conference.class, x.path("ConferenceSid"), Conference::account))));
    }

    private Answer list(Exchange x) {
        String sid = x.get(SID);
        String name = x.get(NAME);
        String status = x.get(STATUS);
        Order<Conference> order = Order.newestFirst(Conference::dateCreated, c -> c.sid().value());
        List<Conference> all = records.listed(
                x,
                RecordArchive.Query.of(Conference.class, x.account().sid()),
                c -> c.account().equals(x.account().sid())
                        && (sid == null || c.sid().value().equalsIgnoreCase(sid))
                        && (name == null || c.friendlyName().equals(name))
                        && (status == null || status(c).equals(status)),
                order);
        return Paging.v1(x, "conferences", SHAPE, all, order);
    }

    private static String status(Conference conference) {
        return switch (conference.status()) {
            case "init" -> "not_started";
            case "completed" -> "completed";
            default -> "in_progress";
        };
    }

    private static @Nullable Instant end(Conference conference) {
        return conference.status().equals("completed") ? conference.dateUpdated() : null;
    }

    private static @Nullable Long seconds(Conference conference) {
        Instant end = end(conference);
        return end == null
                ? null
                : Math.max(0, Duration.between(conference.dateCreated(), end).toSeconds());
    }

    private static @Nullable String reason(@Nullable String kept) {
        return kept == null ? null : kept.replace('-', '_').toLowerCase(Locale.ROOT);
    }

    private static String url(Place at, Conference conference) {
        return at.base() + CONFERENCES + "/" + conference.sid();
    }

    private static Map<String, @Nullable String> links(String conference) {
        Map<String, @Nullable String> links = new LinkedHashMap<>();
        links.put("participants", conference + "/Participants");
        return links;
    }
}
