package org.cordboard.voice.script;

import static org.cordboard.voice.twiml.Context.CALL;
import static org.cordboard.voice.twiml.Context.WHISPER;

import java.util.List;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.twiml.Callback;
import org.cordboard.voice.twiml.Context;
import org.cordboard.voice.twiml.Document;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// Documents on a leg: how they begin, and what happens when they fail (Voice reference 3.8). What they say is performed
/// by the [Interpreter]. Lives on the leg's own thread.
public final class Script {
    private static final int DECLINED = 603;

    /// Who is asked when a document fails.
    public record Fallback(String url, HttpMethod method) {}

    private static final Document EMPTY = new Document(List.of(), List.of());

    private final Stage stage;
    private final @Nullable Fallback fallback;
    private final Actions actions;
    private final Interpreter interpreter;

    /// @param standing parameters that every request of this script carries
    Script(Stage stage, Context context, @Nullable Fallback fallback, Fields standing) {
        this.stage = stage;
        this.fallback = fallback;
        this.actions = new Actions(stage, context, standing);
        this.interpreter = new Interpreter(stage, context, actions);
    }

    /// A call's document, fetched.
    public static Program at(Stage stage, String url, HttpMethod method, Fields more, @Nullable Fallback fallback) {
        return leg -> {
            var script = new Script(stage, CALL, fallback, Fields.NONE);
            script.guarded(leg, () -> script.actions.fetch(leg, url, method, more));
        };
    }

    /// A call's document, given.
    public static Program of(Stage stage, String text, @Nullable Fallback fallback) {
        return leg -> {
            var script = new Script(stage, CALL, fallback, Fields.NONE);
            script.guarded(leg, () -> new Pages(stage.webhooks(), stage.alerts()).parse(leg, text, CALL));
        };
    }

    /// A document for a called party before the bridge; when it fails the party is dropped.
    static Program whisper(Stage stage, String url, HttpMethod method) {
        return leg -> {
            var script = new Script(stage, WHISPER, null, Fields.NONE);
            try {
                script.run(leg, script.actions.fetch(leg, url, method, Fields.NONE));
            } catch (PageFailure failure) {
                stage.alerts().error(leg, failure.code(), String.valueOf(failure.getMessage()), failure.url(), failure.exchange());
                leg.release(CallStatus.FAILED, DECLINED);
                throw new LegOver();
            }
        };
    }

    /// The first page of a script.
    @FunctionalInterface
    private interface First {
        Page get() throws PageFailure, Departure, InterruptedException;
    }

    /// Runs with the fallback document, then the spoken notice, behind it (3.8).
    private void guarded(Leg leg, First first) throws Departure, InterruptedException {
        try {
            run(leg, first.get());
        } catch (PageFailure failure) {
            report(leg, failure);
            if (fallback == null) {
                applicationError(leg);
                return;
            }
            var more = Fields.of("ErrorCode", Integer.toString(failure.code()), "ErrorUrl", failure.url());
            try {
                run(leg, actions.fetch(leg, fallback.url(), fallback.method(), more));
            } catch (PageFailure again) {
                report(leg, again);
                applicationError(leg);
            }
        }
    }

    private void report(Leg leg, PageFailure failure) {
        stage.alerts().error(leg, failure.code(), String.valueOf(failure.getMessage()), failure.url(), failure.exchange());
    }

    private void applicationError(Leg leg) throws Departure, InterruptedException {
        leg.answer();
        var notice = new Verb.Say("We are sorry. An application error has occurred. Goodbye.", "", "en-US", 1);
        stage.prompts().play(leg, notice, new Page(EMPTY, null, HttpMethod.POST));
    }

    /// Runs the page and those it leads to.
    void run(Leg leg, Page first) throws Departure, PageFailure, InterruptedException {
        interpreter.run(leg, first);
    }

    /// The callback with its address made absolute; none when that is impossible.
    static @Nullable Callback absolute(@Nullable Callback callback, Page page) {
        if (callback == null) {
            return null;
        }
        return page.resolve(callback.url())
                .map(url -> new Callback(url, callback.method(), callback.events()))
                .orElse(null);
    }
}
