package org.cordboard.voice.twiml;

import java.util.ArrayList;
import java.util.List;

/// Where a document runs; it restricts what it may do.
public enum Context {
    CALL,
    /// The waitUrl of a queue.
    QUEUE_WAIT,
    /// The waitUrl, holdUrl or announceUrl of a conference.
    CONFERENCE_WAIT,
    /// The url of a dialled noun, on the new leg before the bridge.
    WHISPER,
    /// The url of a dialled queue, on the caller who waited.
    DEQUEUED;

    /// Keeps what may run here and reports the rest.
    Document restrict(Document document) throws TwimlFailure {
        var problems = new ArrayList<>(document.problems());
        var kept = new ArrayList<Verb>();
        for (var verb : document.verbs()) {
            if (allows(verb)) {
                kept.add(verb);
            } else if (this == CONFERENCE_WAIT) {
                var what = "<" + verb.getClass().getSimpleName() + "> is not allowed while a conference waits";
                throw new TwimlFailure(TwimlFailure.FORBIDDEN_IN_WAIT, what);
            } else {
                int code = verb instanceof Verb.Dial ? 13201 : Attributes.SCHEMA;
                var name = verb.getClass().getSimpleName();
                problems.add(Problem.of(code, "<" + name + "> is not allowed in this document and was skipped"));
            }
        }
        return new Document(List.copyOf(kept), List.copyOf(problems));
    }

    private boolean allows(Verb verb) {
        return switch (this) {
            case CALL -> true;
            case QUEUE_WAIT ->
                switch (verb) {
                    case Verb.Prompt _,
                            Verb.PlayDigits _,
                            Verb.Gather _,
                            Verb.Redirect _,
                            Verb.Leave _,
                            Verb.Hangup _ -> true;
                    default -> false;
                };
            case CONFERENCE_WAIT, DEQUEUED ->
                verb instanceof Verb.Prompt || verb instanceof Verb.PlayDigits || verb instanceof Verb.Redirect;
            case WHISPER ->
                switch (verb) {
                    case Verb.Prompt _, Verb.PlayDigits _, Verb.Gather _, Verb.Redirect _, Verb.Hangup _ -> true;
                    default -> false;
                };
        };
    }
}
