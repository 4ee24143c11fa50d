package org.cordboard.voice.siprec;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.cordboard.media.MediaEngine;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.Transport;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.Parameters;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.track.Forks;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Verb;
import org.jspecify.annotations.Nullable;

/// The recordings at servers outside that run on this node. Any thread.
public final class Siprecs implements AutoCloseable {
    static final String INBOUND = "1";
    static final String OUTBOUND = "2";
    private static final int SCHEMA = 12_200;
    private static final int NO_PORT = 12_400;
    private static final int TRACKS_MAX = 4;
    private static final int HEADERS_MAX = 32;
    private static final AtomicLong SESSIONS = new AtomicLong(System.currentTimeMillis());
    private static final String USER = "cordboard";

    private final Connectors connectors;
    private final SipStack sip;
    private final MediaEngine media;
    private final CallEvents events;
    private final Alerts alerts;
    private final Sids sids;
    private final Forks<Siprec> running = new Forks<>();

    public Siprecs(
            Connectors connectors, SipStack sip, MediaEngine media, CallEvents events, Alerts alerts, Sids sids) {
        this.connectors = connectors;
        this.sip = sip;
        this.media = media;
        this.events = events;
        this.alerts = alerts;
        this.sids = sids;
    }

    /// Whether a recording server stands behind this name.
    public boolean knows(@Nullable String connector) {
        return connectors.find(connector).isPresent();
    }

    /// Whether there is any.
    public boolean offered() {
        return !connectors.servers().isEmpty();
    }

    /// Begins to record; what goes wrong is told by callback and in the call's error log, never here.
    public Siprec start(Leg leg, Background.Siprec wanted) {
        var siprec = new Siprec(sids.siprec(), leg, wanted, events, alerts);
        var server = connectors.find(wanted.connector());
        boolean room = running.tracks(leg) + siprec.tracks() <= TRACKS_MAX;
        running.add(leg, siprec);
        if (server.isEmpty()) {
            siprec.refused(SCHEMA, unknown(wanted.connector()));
        } else if (!room) {
            siprec.refused(Siprec.TROUBLE, "SIPREC records at most " + TRACKS_MAX + " tracks of a call at once");
        } else {
            call(siprec, leg, wanted, server.get());
        }
        return siprec;
    }

    /// Why there is no server of that name, and what to do about it.
    public String unknown(@Nullable String connector) {
        var name = connector == null || connector.isBlank() ? "default" : connector.strip();
        return "no SIPREC connector named '" + name + "' is set up: the setting siprec.connector." + name
                + " names the SIP address of its recording server";
    }

    private void call(Siprec siprec, Leg leg, Background.Siprec wanted, SipUri server) {
        boolean secure = server.secure()
                || server.transport().filter("tls"::equals).isPresent()
                || server.parameters().get("secure").filter("true"::equals).isPresent();
        var tracks = new ArrayList<RecordedTrack>();
        try {
            for (var label : labels(wanted.track())) {
                tracks.add(new RecordedTrack(media, label, secure, SESSIONS.incrementAndGet()));
            }
        } catch (IOException e) {
            tracks.forEach(RecordedTrack::close);
            siprec.refused(NO_PORT, "no audio port is free for a recording: " + e.getMessage());
            return;
        }
        siprec.start(sip, invite(wanted, server), tracks, metadata(siprec, leg, wanted));
    }

    private static List<String> labels(Verb.Track track) {
        return switch (track) {
            case INBOUND -> List.of(INBOUND);
            case OUTBOUND -> List.of(OUTBOUND);
            case BOTH -> List.of(INBOUND, OUTBOUND);
        };
    }

    private OutboundInvite invite(Background.Siprec wanted, SipUri server) {
        var headers = Headers.of("Require", "siprec");
        for (var parameter : wanted.parameters().entrySet()) {
            var header = header(parameter.getKey(), parameter.getValue());
            if (header.isPresent() && headers.size() < HEADERS_MAX) {
                headers = headers.with(header.get(), parameter.getValue());
            }
        }
        var target = server.withoutParameter("secure").withoutParameter("edge");
        return OutboundInvite.to(target, NameAddress.of(sip.contact(USER, Transport.UDP).bare()))
                .withHeaders(headers)
                .withFeatures(Parameters.of("+sip.src", ""));
    }

    /// The header that a parameter travels in besides the metadata; none for what cannot be one.
    private static Optional<String> header(String name, String value) {
        var header = name.regionMatches(true, 0, "X-", 0, 2) ? name : "X-" + name;
        boolean plain = header.matches("[A-Za-z0-9_.\\-]{3,64}")
                && value.length() <= 256
                && value.chars().noneMatch(c -> c < ' ' || c == 0x7F);
        return plain ? Optional.of(header) : Optional.empty();
    }

    private RecordingMetadata metadata(Siprec siprec, Leg leg, Background.Siprec wanted) {
        boolean calledUs = leg.direction() == Direction.INBOUND;
        return new RecordingMetadata(
                leg,
                siprec.sid(),
                uri(calledUs ? leg.from() : leg.to()),
                uri(calledUs ? leg.to() : leg.from()),
                wanted.track() == Verb.Track.OUTBOUND ? "" : INBOUND,
                wanted.track() == Verb.Track.INBOUND ? "" : OUTBOUND,
                events.now(),
                wanted.parameters());
    }

    /// An address of the API as a URI: a number or a page's name is a user of this house.
    private String uri(String shown) {
        if (shown.regionMatches(true, 0, "sip:", 0, 4) || shown.regionMatches(true, 0, "sips:", 0, 5)) {
            return shown;
        }
        var user = shown.startsWith("client:") ? shown.substring("client:".length()) : shown;
        var house = sip.contact(USER, Transport.UDP).host();
        return SipUri.of(user.isEmpty() ? "anonymous" : user, house, 0).toString();
    }

    /// Stops the recording of that SID or name; without a name all of the call.
    public void stop(Leg leg, @Nullable String sidOrName) {
        running.stop(leg, sidOrName);
    }

    public Optional<Siprec> find(Leg leg, String sidOrName) {
        return running.find(leg, sidOrName);
    }

    @Override
    public void close() {
        running.close();
    }
}
