package org.cordboard.voice.script;

import org.cordboard.media.MediaEngine;
import org.cordboard.routing.Engine;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.conference.Conferences;
import org.cordboard.voice.dial.CallerId;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.queue.Queues;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.stream.Streams;
import org.cordboard.voice.webhook.Webhooks;

/// Everything verbs need, made once.
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
        Webhooks webhooks,
        Prompts prompts,
        CallEvents events,
        Alerts alerts) {}
