package org.cordboard.voice;

import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.cordboard.media.MediaEngine;
import org.cordboard.media.speech.Speech;
import org.cordboard.routing.Engine;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.sip.Registrar;
import org.cordboard.sip.SipConfig;
import org.cordboard.sip.SipStack;
import org.cordboard.voice.browser.BrowserPhones;
import org.cordboard.voice.conference.Conferences;
import org.cordboard.voice.control.CallSiprecs;
import org.cordboard.voice.control.CallStreams;
import org.cordboard.voice.control.CallTranscriptions;
import org.cordboard.voice.control.FlowCalls;
import org.cordboard.voice.control.LiveCalls;
import org.cordboard.voice.control.LiveConferences;
import org.cordboard.voice.control.NumberProofs;
import org.cordboard.voice.control.PageMessages;
import org.cordboard.voice.control.QueuedCalls;
import org.cordboard.voice.control.WorkerLegs;
import org.cordboard.voice.dial.CallerId;
import org.cordboard.voice.dial.Carriers;
import org.cordboard.voice.dial.Dialer;
import org.cordboard.voice.dial.Entrance;
import org.cordboard.voice.dial.Evictions;
import org.cordboard.voice.dial.PhoneDomains;
import org.cordboard.voice.dial.Reception;
import org.cordboard.voice.flowrun.FlowRuns;
import org.cordboard.voice.instruction.Instructions;
import org.cordboard.voice.instruction.TaskLegs;
import org.cordboard.voice.instruction.Watch;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallEvents;
import org.cordboard.voice.leg.CallRecords;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.queue.Queues;
import org.cordboard.voice.recognition.Recogniser;
import org.cordboard.voice.recording.LostRecordings;
import org.cordboard.voice.recording.Recordings;
import org.cordboard.voice.script.Prompts;
import org.cordboard.voice.script.Stage;
import org.cordboard.voice.siprec.Connectors;
import org.cordboard.voice.siprec.Siprecs;
import org.cordboard.voice.stream.Streams;
import org.cordboard.voice.text.Texts;
import org.cordboard.voice.transcription.Transcriptions;
import org.cordboard.voice.webhook.Addresses;
import org.cordboard.voice.webhook.Webhooks;
import org.jspecify.annotations.Nullable;

/// The telephone side of the house: joined at start, closed with everybody hung up. Owns its SIP stack; engine, media,
/// speech and webhooks are lent.
public final class Voice implements AutoCloseable {
    private final ExecutorService background = Executors.newVirtualThreadPerTaskExecutor();
    private final Stage stage;
    private final Legs legs;
    private final Entrance entrance;
    private final SipStack sip;
    private final Evictions evictions;
    private final Carriers carriers;
    private final BrowserPhones browsers;
    private final FlowRuns flows;
    private final Streams streams;
    private final Siprecs siprecs;
    private final Transcriptions transcriptions;
    private final Instructions instructions;
    private final LiveCalls calls;
    private final LiveConferences conferences;
    private final QueuedCalls queues;
    private final CallStreams callStreams;
    private final CallSiprecs callSiprecs;
    private final CallTranscriptions callTranscriptions;
    private final PageMessages pageMessages;
    private final NumberProofs numberProofs;
    private final WorkerLegs workerLegs;
    private final FlowCalls flowCalls;
    private final Texts texts;
    private final Engine.Subscription subscription;

    /// What voice is joined from.
    ///
    /// @param webhooks for requests to applications; flows of our own are answered inside
    /// @param addresses where else voice may connect to: streams, requests of flows
    /// @param recogniser what understands callers' speech; null for keys only
    /// @param connectors recording servers outside, by the names documents give them
    public record Parts(
            Engine engine,
            MediaEngine media,
            Speech speech,
            Webhooks webhooks,
            Addresses addresses,
            InstantSource clock,
            @Nullable Recogniser recogniser,
            Connectors connectors) {}

    /// Closes what the last process left open, then answers calls.
    public static Voice start(VoiceConfig config, SipConfig sipConfig, Parts parts) {
        return new Voice(config, sipConfig, parts);
    }

    private Voice(VoiceConfig config, SipConfig sipConfig, Parts parts) {
        var engine = parts.engine;
        var records = new CallRecords(engine, parts.clock, config.node());
        var sids = new Sids();
        var alerts = new Alerts(records, sids);
        flows = new FlowRuns(
                config.publicUrl(), parts.webhooks, engine, parts.clock, records, alerts, sids, parts.addresses);
        var events = new CallEvents(flows, alerts, records, background);
        legs = new Legs(records, events);
        new Aftermath(engine, records, config, events).close();
        new LostRecordings(config, records, events).close();
        browsers = new BrowserPhones(legs, sids, parts.media, parts.clock);
        entrance = new Entrance(config, engine);
        var reception = new Reception(
                engine, legs, sids, parts.media, entrance, config.peering().countryCode());
        var phones = new PhoneDomains(entrance, PhoneDomains.Limits.PUBLISHED);
        sip = SipStack.start(sipConfig, reception, Registrar.Settings.of(phones, entrance::registrationSecret));
        evictions = new Evictions(engine, entrance, phones, sip.registrar(), background);
        carriers = Carriers.register(config.peering().carriers(), sip);
        var recordings = new Recordings(config, parts.media, records, events, alerts, sids);
        flows.join(legs, recordings);
        streams = new Streams(events, alerts, sids, parts.addresses);
        siprecs = new Siprecs(parts.connectors, sip, parts.media, events, alerts, sids);
        transcriptions = new Transcriptions(parts.recogniser, events, alerts, sids);
        stage = new Stage(
                config,
                engine,
                parts.media,
                legs,
                new Dialer(config, engine, legs, alerts, sids, parts.media, sip, entrance, browsers),
                new CallerId(engine, config.strictCallerId()),
                new Conferences(parts.media, records, events, recordings, sids),
                new Queues(engine, parts.clock, config.waitMillisMin()),
                recordings,
                streams,
                siprecs,
                transcriptions,
                flows,
                new Prompts(parts.speech, flows, alerts),
                events,
                alerts,
                sids,
                program -> Answers.withFlow(flows, program),
                parts.recogniser);
        var watch = new Watch(this::givenUp);
        var taskLegs = new TaskLegs();
        instructions = new Instructions(stage, watch, taskLegs);
        calls = new LiveCalls(stage);
        conferences = new LiveConferences(stage);
        queues = new QueuedCalls(stage);
        callStreams = new CallStreams(stage);
        callSiprecs = new CallSiprecs(stage);
        callTranscriptions = new CallTranscriptions(stage);
        pageMessages = new PageMessages(stage, browsers, sids);
        browsers.onMessage(pageMessages::said);
        numberProofs = new NumberProofs(stage);
        workerLegs = new WorkerLegs(stage, conferences, taskLegs);
        flowCalls = new FlowCalls(stage, flows, calls);
        texts = new Texts(config, records, alerts, sids, sip, flows, entrance, parts.clock, background);
        flows.texting(texts);
        subscription = engine.follow("voice", engine.position(), watch::committed);
        var answers = new Answers(stage, flows);
        reception.open(answers, sip);
        reception.texts(texts::received);
        browsers.open(answers);
    }

    /// The task of a waiting call was given up. A flow goes on with its caller, so that it can offer voicemail; other
    /// callers wait until their application, told by the event, redirects them.
    private void givenUp(CallSid call) {
        if (flows.drives(call)) {
            stage.queues().dismiss(call);
        }
    }

    public SipStack sip() {
        return sip;
    }

    /// The browser phones, for whoever accepts their sockets.
    public BrowserPhones browsers() {
        return browsers;
    }

    public Instructions instructions() {
        return instructions;
    }

    public LiveCalls calls() {
        return calls;
    }

    public LiveConferences conferences() {
        return conferences;
    }

    public QueuedCalls queues() {
        return queues;
    }

    public CallStreams callStreams() {
        return callStreams;
    }

    public CallSiprecs callSiprecs() {
        return callSiprecs;
    }

    public CallTranscriptions callTranscriptions() {
        return callTranscriptions;
    }

    public PageMessages pageMessages() {
        return pageMessages;
    }

    public NumberProofs numberProofs() {
        return numberProofs;
    }

    public WorkerLegs workerLegs() {
        return workerLegs;
    }

    public FlowCalls flowCalls() {
        return flowCalls;
    }

    /// Texts to and from numbers.
    public Texts texts() {
        return texts;
    }

    /// The flows' webhooks, for those who ask them over HTTP.
    public FlowRuns flows() {
        return flows;
    }

    /// The parts, for the packages of voice that control live calls.
    public Stage stage() {
        return stage;
    }

    @Override
    public void close() {
        subscription.close();
        legs.close();
        browsers.close();
        streams.close();
        siprecs.close();
        transcriptions.close();
        carriers.close();
        evictions.close();
        sip.close();
        entrance.close();
        flows.close();
        background.shutdownNow();
    }
}
