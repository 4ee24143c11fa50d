package org.cordboard.voice.script;

import static org.cordboard.voice.twiml.Context.CALL;
import static org.cordboard.voice.twiml.Context.QUEUE_WAIT;

import java.util.Map;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.LeftQueue;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.twiml.Action;
import org.cordboard.voice.twiml.Context;
import org.cordboard.voice.twiml.Target;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;

/// The table of verbs: performs a document's verbs one after another and goes where they lead. On the leg's own thread.
final class Interpreter {
    private static final int DECLINED = 603;
    private static final int BUSY_HERE = 486;
    /// What a domain's callers are told instead of a refusal (5.4).
    private static final int NOT_FOUND = 404;
    private static final int NO_URL = 11100;
    private static final int BAD_ENQUEUE_ACTION = 14203;
    private static final Step NEXT = new Step.Next();

    private final Stage stage;
    private final Context context;
    private final Actions actions;

    Interpreter(Stage stage, Context context, Actions actions) {
        this.stage = stage;
        this.context = context;
        this.actions = actions;
    }

    /// Runs the page and those it leads to.
    void run(Leg leg, Page first) throws Departure, PageFailure, InterruptedException {
        var page = first;
        while (true) {
            switch (perform(leg, page)) {
                case Step.Go(var next) -> page = next;
                case Step.Next _ -> {
                    unanswered(leg);
                    return;
                }
            }
        }
    }

    private Step perform(Leg leg, Page page) throws Departure, PageFailure, InterruptedException {
        leg.inbox().check();
        if (page.document().verbs().isEmpty() && context == CALL) {
            leg.answer();
        }
        var verbs = page.document().verbs();
        for (int i = 0; i < verbs.size(); i++) {
            if (i + 1 < verbs.size()) {
                stage.prompts().prepare(verbs.get(i + 1));
            }
            var step = perform(leg, verbs.get(i), page);
            if (!(step instanceof Step.Next)) {
                return step;
            }
        }
        return NEXT;
    }

    /// The table of verbs.
    private Step perform(Leg leg, Verb verb, Page page) throws Departure, PageFailure, InterruptedException {
        return switch (verb) {
            case Verb.Pause(var seconds) -> pause(leg, seconds);
            case Verb.Prompt prompt -> prompt(leg, prompt, page);
            case Verb.PlayDigits(var digits, var loop) -> digits(leg, digits, loop);
            case Verb.Gather gather -> gather(leg, gather, page);
            case Verb.Record record -> record(leg, record, page);
            case Verb.Dial dial -> actions.follow(leg, dial(leg, dial, page), dial.action(), page, false);
            case Verb.Enqueue enqueue -> enqueue(leg, enqueue, page);
            case Verb.Leave _ -> leave();
            case Verb.Hangup(var headers) -> hangup(leg, headers);
            case Verb.Reject(var busy, var headers) -> reject(leg, busy, headers);
            case Verb.Redirect redirect -> actions.go(leg, redirect.url(), redirect.method(), Fields.NONE, page);
            case Verb.Refer refer -> refer(leg, refer, page);
            case Verb.Start start -> start(leg, start, page);
            case Verb.Stop stop -> stop(leg, stop, page);
            case Verb.Connect connect -> connect(leg, connect, page);
            case Verb.Echo _ -> echo(leg);
            case Verb.Pay(var action) -> pay(leg, action, page);
            case Verb.Unsupported _ -> NEXT;
        };
    }

    private Step pause(Leg leg, int seconds) throws Departure, InterruptedException {
        stage.prompts().pause(leg, seconds);
        return NEXT;
    }

    private Step prompt(Leg leg, Verb.Prompt prompt, Page page) throws Departure, PageFailure, InterruptedException {
        leg.answer();
        if (prompt instanceof Verb.Sound sound) {
            stage.prompts().once(leg, sound, page);
            return NEXT;
        }
        boolean heard = stage.prompts().play(leg, prompt, page);
        if (!heard
                && prompt instanceof Verb.Play(var url, var _)
                && stage.config().playFailureFatal()) {
            throw new PageFailure(11200, url, "<Play> failed");
        }
        return NEXT;
    }

    private Step digits(Leg leg, String digits, int loop) throws Departure, InterruptedException {
        leg.answer();
        for (int i = 0; i < loop; i++) {
            var sending = leg.media().sendDigits(digits);
            leg.inbox().tell(sending.ended(), sending);
            while (!(leg.inbox().take(Deadline.NEVER) instanceof Signal.Finished(var what, var _) && what == sending)) {
                leg.inbox().check();
            }
        }
        return NEXT;
    }

    private Step gather(Leg leg, Verb.Gather gather, Page page) throws Departure, PageFailure, InterruptedException {
        // Before the answer: a key pressed at once is input already.
        leg.inbox().dropDigits();
        leg.answer();
        var end = new Gathering(stage, leg, gather).perform(page);
        return actions.follow(leg, end, gather.action(), page, true);
    }

    private Step record(Leg leg, Verb.Record record, Page page) throws Departure, PageFailure, InterruptedException {
        leg.answer();
        var callback = Script.absolute(record.recordingCallback(), page);
        if (record.action().url() == null && page.url() == null) {
            // There is no document to ask again, so that nobody would hear of the recording.
            throw new PageFailure(NO_URL, "", "<Record> has no action, and its document has no address");
        }
        var wanted = new Verb.Record(
                record.action(),
                record.timeout(),
                record.finishOnKey(),
                record.maxLength(),
                record.playBeep(),
                record.trimSilence(),
                callback);
        return actions.follow(leg, new Recorder(stage).perform(leg, wanted), record.action(), page, true);
    }

    private VerbEnd dial(Leg leg, Verb.Dial dial, Page page) throws Departure, InterruptedException {
        return switch (dial.target()) {
            case Target.Endpoints endpoints -> new Dialing(stage, leg, dial, page).perform(endpoints);
            case Target.Conference conference -> new Meeting(stage).perform(leg, dial, conference, page);
            case Target.Queue queue -> new QueueDial(stage).perform(leg, dial, queue, page);
            case Target.Nothing _ -> VerbEnd.with(Fields.of("DialCallStatus", "failed", "DialBridged", "false"));
        };
    }

    private Step enqueue(Leg leg, Verb.Enqueue enqueue, Page page) throws Departure, PageFailure, InterruptedException {
        leg.answer();
        var action = enqueue.action().url();
        if (action != null && page.resolve(action).isEmpty()) {
            throw new PageFailure(BAD_ENQUEUE_ACTION, action, "'" + action + "' is not an address of an action");
        }
        var end = new Enqueueing(stage).perform(leg, enqueue, page);
        return actions.follow(leg, end, enqueue.action(), page, false);
    }

    private Step leave() throws LeftQueue {
        if (context == QUEUE_WAIT) {
            throw new LeftQueue("leave");
        }
        return NEXT;
    }

    private Step hangup(Leg leg, Map<String, String> headers) throws LegOver {
        if (context == CALL) {
            leg.answer();
        }
        leg.release(CallStatus.COMPLETED, DECLINED, headers);
        throw new LegOver();
    }

    private Step reject(Leg leg, boolean busy, Map<String, String> headers) throws LegOver {
        boolean ofDomain = leg.parameters().first("SipDomain").isPresent();
        int refusal = ofDomain ? NOT_FOUND : DECLINED;
        leg.release(busy ? CallStatus.BUSY : CallStatus.NO_ANSWER, busy ? BUSY_HERE : refusal, headers);
        throw new LegOver();
    }

    private Step pay(Leg leg, Action action, Page page) throws Departure, PageFailure, InterruptedException {
        leg.answer();
        var end = VerbEnd.with(Fields.of("Result", "payment-connector-error"));
        return actions.follow(leg, end, action, page, false);
    }

    private Step refer(Leg leg, Verb.Refer refer, Page page) throws Departure, PageFailure, InterruptedException {
        leg.answer();
        return actions.follow(leg, Referral.perform(stage, leg, refer), refer.action(), page, false);
    }

    private Step start(Leg leg, Verb.Start start, Page page) throws LegOver {
        new Backgrounds(stage).start(leg, start, page);
        return NEXT;
    }

    private Step stop(Leg leg, Verb.Stop stop, Page page) {
        new Backgrounds(stage).stop(leg, stop, page);
        return NEXT;
    }

    private Step connect(Leg leg, Verb.Connect connect, Page page) throws Departure, PageFailure, InterruptedException {
        leg.answer();
        return actions.follow(leg, new Backgrounds(stage).connect(leg, connect, page), connect.action(), page, false);
    }

    private Step echo(Leg leg) throws Departure, InterruptedException {
        leg.answer();
        var echo = new Echoing();
        try (var _ = leg.media().tap(echo)) {
            stage.prompts().forever(leg, echo);
        }
        return NEXT;
    }

    /// A document that ends on a call which nobody answered declines it (4.4).
    private void unanswered(Leg leg) {
        if (context == CALL && !leg.answered()) {
            leg.release(CallStatus.NO_ANSWER, 480, Map.of());
        }
    }
}
