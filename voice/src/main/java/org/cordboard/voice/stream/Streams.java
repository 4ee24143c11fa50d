package org.cordboard.voice.stream;

import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Addresses;
import org.jspecify.annotations.Nullable;

/// The running media streams of this node. Any thread.
public final class Streams implements AutoCloseable {
    private static final int TRACKS_MAX = 4;
    private static final int SCHEMA = 12200;
    private static final int ENDED_MAX = 16;

    private final HttpClient client =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final CallEvents events;
    private final Alerts alerts;
    private final Sids sids;
    private final Addresses addresses;
    private final Map<CallSid, List<MediaStream>> streams = new ConcurrentHashMap<>();
    private final Map<CallSid, Deque<MediaStream>> ended = new ConcurrentHashMap<>();

    public Streams(CallEvents events, Alerts alerts, Sids sids, Addresses addresses) {
        this.events = events;
        this.alerts = alerts;
        this.sids = sids;
        this.addresses = addresses;
    }

    /// Starts a one-way copy.
    public MediaStream start(Leg leg, Background.Stream wanted) throws LegOver {
        return open(leg, wanted, false);
    }

    /// Talks with the application until it closes the socket or the leg departs.
    public MediaStream connect(Leg leg, Background.Stream wanted) throws Departure, InterruptedException {
        if (wanted.track() != Verb.Track.INBOUND) {
            alerts.warn(leg, SCHEMA, "a two-way <Stream> has the inbound_track and no other");
        }
        var stream = open(leg, inbound(wanted), true);
        try {
            leg.inbox().tell(stream.ended(), stream);
            while (true) {
                switch (leg.inbox().take(Deadline.NEVER)) {
                    case Signal.Digit(var key) -> stream.digit(key);
                    case Signal.Finished(var what, var _)
                    when what == stream -> {
                        return stream;
                    }
                    default -> {
                        // Nothing else concerns the application.
                    }
                }
            }
        } finally {
            stream.stop();
        }
    }

    private static Background.Stream inbound(Background.Stream wanted) {
        return new Background.Stream(
                wanted.url(), wanted.name(), Verb.Track.INBOUND, wanted.statusCallback(), wanted.parameters());
    }

    private MediaStream open(Leg leg, Background.Stream wanted, boolean twoWay) throws LegOver {
        var running = streams.computeIfAbsent(leg.sid(), _ -> new CopyOnWriteArrayList<>());
        var stream = new MediaStream(sids.stream(), leg, wanted, twoWay, events, alerts);
        if (running.stream().mapToInt(MediaStream::tracks).sum() + stream.tracks() > TRACKS_MAX) {
            stream.refused("a call streams at most " + TRACKS_MAX + " tracks");
            return stream;
        }
        running.add(stream);
        stream.ended().whenComplete((_, _) -> over(leg, running, stream));
        leg.atEnd(_ -> {
            stream.stop();
            streams.remove(leg.sid());
        });
        stream.open(client, addresses);
        return stream;
    }

    /// One that is over is remembered as long as its call, the latest of many, so that stopping it again is no mistake.
    private void over(Leg leg, List<MediaStream> running, MediaStream stream) {
        running.remove(stream);
        var past = ended.computeIfAbsent(leg.sid(), _ -> new ConcurrentLinkedDeque<>());
        past.addFirst(stream);
        if (past.size() > ENDED_MAX) {
            past.pollLast();
        }
        leg.atEnd(_ -> ended.remove(leg.sid()));
    }

    /// Stops the stream of that SID or name; without a name all of the call.
    public void stop(Leg leg, @Nullable String sidOrName) {
        for (var stream : streams.getOrDefault(leg.sid(), List.of())) {
            if (sidOrName == null || stream.is(sidOrName)) {
                stream.stop();
            }
        }
    }

    /// One that runs, else the latest that did.
    public Optional<MediaStream> find(Leg leg, String sidOrName) {
        return Stream.concat(
                        streams.getOrDefault(leg.sid(), List.of()).stream(),
                        ended.getOrDefault(leg.sid(), new ConcurrentLinkedDeque<>()).stream())
                .filter(stream -> stream.is(sidOrName))
                .findFirst();
    }

    @Override
    public void close() {
        streams.values().forEach(list -> list.forEach(MediaStream::stop));
        client.shutdownNow();
    }
}
