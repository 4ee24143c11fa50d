package org.cordboard.voice.script;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.media.MediaListener;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.bridge.Patch;
import org.cordboard.voice.dial.Addresses;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOrigin;
import org.cordboard.voice.leg.Line;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.twiml.Target;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;

/// A dialled application: a leg of its own whose document is the application's, and whose far end is the caller's
/// bridge. Its audio is a pair of endpoints that talk to each other; the inner one belongs to the leg, the outer one to
/// the bridge. The caller is connected as soon as the application's document answers.
final class ApplicationCall implements Line {
    private final Leg leg;
    private final Patch patch;
    private final BiConsumer<Leg, ApplicationCall> answered;
    private volatile boolean screened;

    private ApplicationCall(Leg leg, Patch patch, BiConsumer<Leg, ApplicationCall> answered) {
        this.leg = leg;
        this.patch = patch;
        this.answered = answered;
    }

    /// What the caller's bridge takes in.
    MediaEndpoint outer() {
        return patch.outer();
    }

    /// Makes the leg and runs the application on it.
    ///
    /// @param made sees the leg before anything can happen to it
    /// @param answered told once the application answers
    static void dial(
            Stage stage,
            Leg parent,
            String from,
            Verb.Dial dial,
            Target.Endpoint endpoint,
            Page page,
            Consumer<Leg> made,
            BiConsumer<Leg, ApplicationCall> answered) {
        var wanted = (Address.Application) endpoint.address();
        var origin = new LegOrigin(
                stage.sids().call(),
                parent.account(),
                Direction.DIAL,
                from,
                wanted.copyParentTo() ? parent.to() : Addresses.shown(wanted),
                parent,
                null,
                extra(wanted));
        var callback = Script.absolute(endpoint.statusCallback(), page);
        var leg = stage.legs().add(origin, CallStatus.QUEUED, callback);
        made.accept(leg);
        var application = stage.engine().read(view -> view.record(Application.class, wanted.sid()));
        if (application == null
                || !application.account().equals(parent.account().sid())
                || application.settings().getOrDefault("voice_url", "").isBlank()) {
            stage.alerts().error(parent, 21218, "'" + wanted.sid() + "' is no application with a voice URL");
            stage.legs().connect(leg, Line.NONE, null).ended(CallStatus.FAILED, 404);
            return;
        }
        try {
            var call = open(stage, leg, answered);
            var progress = stage.legs().connect(leg, call, call.patch.inner());
            progress.initiated();
            progress.ringing();
            stage.legs().after(leg, dial.timeout(), () -> {
                if (!leg.answered()) {
                    leg.release(CallStatus.NO_ANSWER, 487);
                }
            });
            var program = stage.endings().apply(program(stage, application.settings()));
            stage.legs().run(leg, self -> {
                call.screen(stage, endpoint, page);
                program.run(self);
            });
        } catch (IOException e) {
            stage.alerts().error(parent, 12400, "no audio port is free: " + e.getMessage());
            stage.legs().connect(leg, Line.NONE, null).ended(CallStatus.FAILED, 503);
        }
    }

    /// The fields that the application's document sees besides the usual.
    private static Map<String, String> extra(Address.Application wanted) {
        var extra = new LinkedHashMap<>(wanted.parameters());
        extra.put("ApplicationSid", wanted.sid());
        return extra;
    }

    private void screen(Stage stage, Target.Endpoint endpoint, Page page) throws Departure, InterruptedException {
        var url = endpoint.url() == null ? null : page.resolve(endpoint.url()).orElse(null);
        if (url != null) {
            Script.whisper(stage, url, endpoint.method()).run(leg);
        }
        screened = true;
        if (leg.answered()) {
            answered.accept(leg, this);
        }
    }

    private static Program program(Stage stage, Map<String, String> settings) {
        var fallback = settings.getOrDefault("voice_fallback_url", "");
        return Script.at(
                stage,
                settings.getOrDefault("voice_url", ""),
                method(settings.getOrDefault("voice_method", "")),
                Fields.NONE,
                fallback.isBlank()
                        ? null
                        : new Script.Fallback(fallback, method(settings.getOrDefault("voice_fallback_method", ""))));
    }

    private static HttpMethod method(String word) {
        return word.equalsIgnoreCase("GET") ? HttpMethod.GET : HttpMethod.POST;
    }

    private static ApplicationCall open(Stage stage, Leg leg, BiConsumer<Leg, ApplicationCall> answered) throws IOException {
        var patch = Patch.open(stage.media(), Patch.ears(leg), new MediaListener() {});
        leg.atEnd(_ -> patch.close());
        return new ApplicationCall(leg, patch, answered);
    }

    @Override
    public void ring() {}

    @Override
    public boolean answer() {
        if (screened) {
            answered.accept(leg, this);
        }
        return true;
    }

    @Override
    public void close(int status, Map<String, String> headers) {
        patch.close();
    }
}
