package org.cordboard.voice.recording;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.media.AudioTap;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.recording.RecordingSettings;
import org.cordboard.media.recording.RecordingSettings.Channels;
import org.cordboard.media.recording.RecordingSettings.Track;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.CallRecords;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Verb;
import org.jspecify.annotations.Nullable;

/// The running recordings of this node. Any thread.
public final class Recordings {
    private static final Duration MAX = Duration.ofHours(4);

    private final VoiceConfig config;
    private final MediaEngine media;
    private final CallRecords records;
    private final CallEvents events;
    private final Alerts alerts;
    private final Sids sids;
    private final Renderings renderings;
    private final Map<RecordingSid, RunningRecording> running = new ConcurrentHashMap<>();

    public Recordings(
            VoiceConfig config, MediaEngine media, CallRecords records, CallEvents events, Alerts alerts, Sids sids) {
        this.config = config;
        this.media = media;
        this.records = records;
        this.events = events;
        this.alerts = alerts;
        this.sids = sids;
        this.renderings = new Renderings(config.recordings());
    }

    /// What is to be recorded and how.
    ///
    /// @param leg the leg whose account, callbacks and record it belongs to
    /// @param conference set when a conference's mix is recorded
    /// @param source as the API names it, such as `RecordVerb`
    public record Wish(
            Leg leg,
            @Nullable ConferenceSid conference,
            String source,
            boolean dual,
            Verb.Track track,
            boolean trimSilence,
            Duration maxLength,
            Duration silence,
            @Nullable Callback callback) {
        public static Wish of(Leg leg, String source, boolean dual, boolean trimSilence, @Nullable Callback callback) {
            return new Wish(leg, null, source, dual, Verb.Track.BOTH, trimSilence, MAX, Duration.ZERO, callback);
        }
    }

    /// Where the audio comes from.
    @FunctionalInterface
    public interface Source {
        AudioTap.Handle tap(AudioTap tap);
    }

    /// Starts recording.
    ///
    /// @throws IOException when the file cannot be made
    public RunningRecording start(Wish wish, Source source) throws IOException {
        var sid = sids.recording();
        Files.createDirectories(config.recordings());
        var file = config.recordings().resolve(sid + ".wav");
        var settings = new RecordingSettings(
                file,
                wish.dual && wish.track == Verb.Track.BOTH ? Channels.DUAL : Channels.MONO,
                track(wish.track),
                wish.trimSilence,
                wish.maxLength,
                wish.silence);
        var recording = media.record(settings);
        var run = new RunningRecording(sid, wish, recording, this, records.now());
        running.put(sid, run);
        run.begin(source);
        return run;
    }

    void ended(RunningRecording run) {
        running.remove(run.sid());
    }

    CallRecords records() {
        return records;
    }

    CallEvents events() {
        return events;
    }

    Alerts alerts() {
        return alerts;
    }

    /// Other forms of what is recorded.
    public Renderings renderings() {
        return renderings;
    }

    Instant now() {
        return records.now();
    }

    public Optional<RunningRecording> find(RecordingSid sid) {
        return Optional.ofNullable(running.get(sid));
    }

    /// The recording that runs on a call, the latest when there are several.
    public Optional<RunningRecording> current(CallSid call) {
        return running.values().stream()
                .filter(run ->
                        run.wish().conference == null && run.wish().leg.sid().equals(call))
                .max((a, b) -> a.started().compareTo(b.started()));
    }

    public Optional<RunningRecording> current(ConferenceSid conference) {
        return running.values().stream()
                .filter(run -> conference.equals(run.wish().conference))
                .findFirst();
    }

    /// Absolute address of a recording, without extension.
    public String url(Account account, RecordingSid sid) {
        return url(config, account, sid);
    }

    static String url(VoiceConfig config, Account account, RecordingSid sid) {
        return config.publicUrl().get() + "/2010-04-01/Accounts/" + account.sid() + "/Recordings/" + sid;
    }

    public Path file(String name) {
        return config.recordings().resolve(name);
    }

    private static Track track(Verb.Track track) {
        return switch (track) {
            case INBOUND -> Track.INBOUND;
            case OUTBOUND -> Track.OUTBOUND;
            case BOTH -> Track.BOTH;
        };
    }
}
