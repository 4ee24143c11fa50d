package org.cordboard.voice.script;

import java.util.function.UnaryOperator;
import org.cordboard.media.MediaEngine;
import org.cordboard.routing.Engine;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.conference.Conferences;
import org.cordboard.voice.dial.CallerId;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.queue.Queues;
import org.cordboard.voice.recognition.Recogniser;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.siprec.Siprecs;
import org.cordboard.voice.stream.Streams;
import org.cordboard.voice.transcription.Transcriptions;
import org.cordboard.voice.webhook.Webhooks;
import org.jspecify.annotations.Nullable;

/// Everything verbs need, made once.
///
/// @param endings wraps the program of a new call, so that a flow in it hears of the call's end
/// @param recogniser null when callers' speech is not understood
public record Stage(
        VoiceConfig config,
        Engine engine,
        MediaEngine media,
        Legs legs,
        Dialer dialer,
        CallerId callerId,
        Conferences conferences,
        Queues queues,
        Recordings recordings,
        Streams streams,
        Siprecs siprecs,
        Transcriptions transcriptions,
        Webhooks webhooks,
        Prompts prompts,
        CallEvents events,
        Alerts alerts,
        Sids sids,
        UnaryOperator<Program> endings,
        @Nullable Recogniser recogniser) {}
