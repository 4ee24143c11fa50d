package org.cordboard.voice.transcription;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.cordboard.media.AudioTap;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.recognition.Recogniser;
import org.cordboard.voice.recognition.Recogniser.Heard;
import org.cordboard.voice.track.Fork;
import org.cordboard.voice.twiml.Background;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One transcription of a call: an ear for each track, and the application told of each result in order. The monitor
/// guards the numbering of what is told.
public final class Transcription implements Fork, TrackText.Reader {
    private static final Logger LOG = LoggerFactory.getLogger(Transcription.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    /// The recogniser fails or refuses.
    private static final int PROVIDER = 32_651;
    /// So many utterances in a row without an answer end it.
    private static final int FAILURES_MAX = 3;

    /// One track while it is listened to.
    private record Side(TrackEar ear, TrackText text) {}

    private final String sid;
    private final Leg leg;
    private final Background.Transcription wanted;
    private final CallEvents events;
    private final Alerts alerts;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final List<Side> sides = new CopyOnWriteArrayList<>();
    private CompletableFuture<Void> told = CompletableFuture.completedFuture(null);
    private int sequence;
    private int failures;
    private volatile boolean stopped;

    Transcription(
            String sid, Leg leg, Background.Transcription wanted, CallEvents events, Alerts alerts) {
        this.sid = sid;
        this.leg = leg;
        this.wanted = wanted;
        this.events = events;
        this.alerts = alerts;
    }

    @Override
    public String sid() {
        return sid;
    }

    @Override
    public @Nullable String name() {
        return wanted.name();
    }

    @Override
    public int tracks() {
        return wanted.track() == Verb.Track.BOTH ? 2 : 1;
    }

    @Override
    public boolean running() {
        return !stopped;
    }

    @Override
    public CompletableFuture<Void> ended() {
        return ended;
    }

    void start(Recogniser recogniser) throws LegOver {
        var inbound = wanted.track() == Verb.Track.OUTBOUND ? null : side("inbound_track", recogniser);
        var outbound = wanted.track() == Verb.Track.INBOUND ? null : side("outbound_track", recogniser);
        var endpoint = leg.media();
        tell(started());
        var tap = endpoint.tap((said, answered) -> {
            if (inbound != null) {
                inbound.ear.ring().write(said);
            }
            if (outbound != null) {
                outbound.ear.ring().write(answered);
            }
        });
        listen(tap);
        if (stopped) {
            stop(); // by a call that ended meanwhile
        }
    }

    private Side side(String track, Recogniser recogniser) {
        var hints = wanted.hints() == null ? "" : wanted.hints();
        var text = new TrackText(track, recogniser, wanted.language(), hints, wanted.partialResults(), this);
        var side = new Side(new TrackEar(text), text);
        sides.add(side);
        return side;
    }

    /// One thread for each track; the last to end ends it all.
    private void listen(AudioTap.Handle tap) {
        var left = new CountDownLatch(sides.size());
        for (var side : sides) {
            Thread.ofVirtual().name("transcription-" + sid).start(() -> {
                try {
                    side.ear.listen();
                    side.text.answered().join();
                } catch (InterruptedException e) {
                    LOG.debug("{} interrupted", sid, e);
                } finally {
                    left.countDown();
                }
            });
        }
        Thread.ofVirtual().name("transcription-" + sid).start(() -> {
            try {
                left.await();
            } catch (InterruptedException e) {
                LOG.debug("{} interrupted", sid, e);
            }
            tap.close();
            tell(event("transcription-stopped"));
            ended.complete(null);
        });
    }

    /// What was said until now is still understood and told.
    @Override
    public void stop() {
        stopped = true;
        sides.forEach(side -> side.ear.stop());
    }

    /// What the application asked for cannot be had.
    void refused(int code, String why) {
        stopped = true;
        tell(error(code, why));
        ended.complete(null);
    }

    @Override
    public void understood(String track, Heard heard, boolean complete) {
        synchronized (this) {
            failures = 0;
        }
        var confidence = heard.confidence();
        var fields = event("transcription-content")
                .plus("LanguageCode", wanted.language())
                .plus("Track", track)
                .plus("TranscriptionData", data(heard))
                .plus("Final", Boolean.toString(complete));
        tell(complete || confidence == null ? fields : fields.plus("Stability", confidence.toString()));
    }

    private static String data(Heard heard) {
        var data = JSON.createObjectNode().put("transcript", heard.text());
        if (heard.confidence() != null) {
            data.put("confidence", heard.confidence());
        }
        return data.toString();
    }

    @Override
    public void failed(String why) {
        boolean first;
        boolean hopeless;
        synchronized (this) {
            failures++;
            first = failures == 1;
            hopeless = failures >= FAILURES_MAX;
        }
        if (first) {
            alerts.error(leg, PROVIDER, why);
            tell(error(PROVIDER, why));
        }
        if (hopeless && running()) {
            LOG.warn("{}: {} stops: {} utterances in a row were not understood: {}", leg, sid, FAILURES_MAX, why);
            stop();
        }
    }

    private Fields started() {
        return event("transcription-started")
                .plus("Name", wanted.name())
                .plus("LanguageCode", wanted.language())
                .plus("Track", switch (wanted.track()) {
                    case INBOUND -> "inbound_track";
                    case OUTBOUND -> "outbound_track";
                    case BOTH -> "both_tracks";
                })
                .plus("InboundTrackLabel", wanted.inboundLabel())
                .plus("OutboundTrackLabel", wanted.outboundLabel())
                .plus("PartialResults", Boolean.toString(wanted.partialResults()))
                .plus("TranscriptionEngine", wanted.engine())
                .plus("ProviderConfiguration", written(wanted.provider()));
    }

    private static String written(Map<String, String> provider) {
        try {
            return JSON.writeValueAsString(provider);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("words that are no JSON", e);
        }
    }

    private Fields error(int code, String why) {
        return event("transcription-error")
                .plus("TranscriptionErrorCode", Integer.toString(code))
                .plus("TranscriptionError", why);
    }

    private Fields event(String event) {
        return Fields.of(
                "AccountSid", leg.account().sid().value(),
                "CallSid", leg.sid().value(),
                "TranscriptionSid", sid,
                "TranscriptionEvent", event,
                "Timestamp", DateTimeFormatter.ISO_INSTANT.format(events.now()));
    }

    private synchronized void tell(Fields fields) {
        var callback = wanted.statusCallback();
        var numbered = fields.plus("SequenceId", Integer.toString(++sequence));
        if (callback != null) {
            told = events.sendAfter(told, leg, callback, numbered);
        }
    }
}
