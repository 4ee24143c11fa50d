package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.ports.Conferences;
import org.cordboard.api.ports.Options;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.entity.Conference;

/// Conferences (7.5). Ended ones stay listed.
final class ConferenceResource {
    private static final String LIST = ACCOUNT + "/Conferences";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName");
    private static final Parameter<String> STATUS = Parameter.word("Status", "init", "in-progress", "completed");
    private static final Parameter<String> NEW_STATUS = Parameter.word("Status", "completed");
    private static final Parameter<String> ANNOUNCE_URL = Parameter.url("AnnounceUrl");
    private static final Parameter<String> ANNOUNCE_METHOD = Parameter.method("AnnounceMethod");
    private static final DateFilter DATE_CREATED = DateFilter.named("DateCreated");
    private static final DateFilter DATE_UPDATED = DateFilter.named("DateUpdated");

    static final Representation<Conference> SHAPE = Representation.<Conference>named("conference")
            .text("sid", (c, at) -> c.sid().value())
            .text("account_sid", (c, at) -> c.account().value())
            .rfc2822("date_created", (c, at) -> c.dateCreated())
            .rfc2822("date_updated", (c, at) -> c.dateUpdated())
            .text("api_version", (c, at) -> Uris.API_VERSION)
            .text("friendly_name", (c, at) -> c.friendlyName())
            .text("region", (c, at) -> "us1")
            .text("status", (c, at) -> c.status())
            .text("uri", (c, at) -> Uris.of(c.account(), "Conferences", c.sid()))
            .links(
                    "subresource_uris",
                    (c, at) -> Uris.below(
                            Uris.of(c.account(), "Conferences", c.sid()),
                            "participants",
                            "Participants",
                            "recordings",
                            "Recordings"))
            .text("reason_conference_ended", (c, at) -> c.reasonEnded())
            .text("call_sid_ending_conference", (c, at) -> CallResource.value(c.callEndingConference()))
            .build();

    private final Records records;
    private final Conferences conferences;

    ConferenceResource(Records records, Conferences conferences) {
        this.records = records;
        this.conferences = conferences;
    }

    List<Endpoint> endpoints() {
        List<Parameter<?>> filters = new ArrayList<>(List.of(FRIENDLY_NAME, STATUS));
        filters.addAll(DATE_CREATED.parameters());
        filters.addAll(DATE_UPDATED.parameters());
        return List.of(
                Endpoint.get("api", LIST, "ListConference")
                        .takes(Paging.with(filters.toArray(Parameter<?>[]::new)))
                        .lists("conferences", SHAPE)
                        .by(this::list),
                Endpoint.get("api", ITEM, "FetchConference")
                        .answers(SHAPE)
                        .by(x -> x.ok(SHAPE, conference(x, records, "Sid"))),
                Endpoint.post("api", ITEM, "UpdateConference")
                        .takes(NEW_STATUS, ANNOUNCE_URL, ANNOUNCE_METHOD)
                        .answers(SHAPE)
                        .by(this::update));
    }

    static Conference conference(Exchange x, Records records, String variable) {
        return records.need(x, Conference.class, x.path(variable), Conference::account);
    }

    private Answer list(Exchange x) {
        String name = x.get(FRIENDLY_NAME);
        String status = x.get(STATUS);
        Order<Conference> order = Order.newestFirst(Conference::dateCreated, c -> c.sid().value());
        List<Conference> all = records.listed(
                x,
                DATE_CREATED
                        .narrowed(x, RecordArchive.Query.of(Conference.class, x.account().sid()))
                        .name(name)
                        .statuses(status == null ? null : List.of(status)),
                c -> c.account().equals(x.account().sid())
                        && (name == null || c.friendlyName().equals(name))
                        && (status == null || c.status().equals(status))
                        && DATE_CREATED.passes(x, c.dateCreated())
                        && DATE_UPDATED.passes(x, c.dateUpdated()),
                order);
        return Paging.v2010(x, "conferences", SHAPE, all, order);
    }

    private Answer update(Exchange x) {
        Conference conference = conference(x, records, "Sid");
        boolean live = !conference.status().equals("completed");
        if (x.has(NEW_STATUS)) {
            return x.ok(SHAPE, live ? conferences.end(conference) : conference);
        }
        if (x.has(ANNOUNCE_URL)) {
            if (!conference.status().equals("in-progress")) {
                throw new Problem(
                        ErrorCode.CONFERENCE_NOT_BRIDGED, "Conference " + conference.sid() + " is not in progress");
            }
            Options options = Options.given(x.values(), List.of(ANNOUNCE_URL, ANNOUNCE_METHOD), "");
            return x.ok(SHAPE, conferences.announce(conference, options));
        }
        throw Problem.badRequest("Give Status=completed to end the conference, or AnnounceUrl");
    }
}
