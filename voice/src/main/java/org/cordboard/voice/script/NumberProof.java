package org.cordboard.voice.script;

import java.util.List;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.script.Prompts.PromptFailure;
import org.cordboard.voice.twiml.Document;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.HttpMethod;

/// Asks whoever answers a number for the digits that its owner was shown (Voice reference 15.1), three times at most. On
/// the leg's own thread.
public final class NumberProof implements Program {
    private static final int TRIES = 3;
    private static final int PATIENCE_SECONDS = 10;
    private static final int LONGEST_SECONDS = 60;
    private static final Page PAGE = new Page(new Document(List.of(), List.of()), null, HttpMethod.POST);

    private final Stage stage;
    private final String code;
    private final Outcome outcome;

    /// Called once on the leg's own thread, unless the leg ends before.
    @FunctionalInterface
    public interface Outcome {
        void known(Leg leg, boolean proved);
    }

    public NumberProof(Stage stage, String code, Outcome outcome) {
        this.stage = stage;
        this.code = code;
        this.outcome = outcome;
    }

    @Override
    public void run(Leg leg) throws Departure, InterruptedException {
        boolean proved = false;
        for (int i = 0; i < TRIES && !proved; i++) {
            proved = ask(leg).equals(code);
        }
        outcome.known(leg, proved);
        var end = proved ? "Thank you. This number is yours to show." : "Sorry, that was not right. Good bye.";
        stage.prompts().play(leg, speech(end), PAGE);
    }

    /// The digits pressed during the question and after it.
    private String ask(Leg leg) throws Departure, InterruptedException {
        leg.inbox().dropDigits();
        var digits = new StringBuilder();
        try {
            var question = speech("Please enter the " + code.length() + " digits that you were shown.");
            var playback = leg.media().play(stage.prompts().source(leg, question, PAGE));
            leg.inbox().tell(playback.ended(), playback);
            try {
                var end = Deadline.inSeconds(LONGEST_SECONDS);
                while (digits.length() < code.length()) {
                    switch (leg.inbox().take(end)) {
                        case Signal.Digit(var key) -> {
                            playback.stop();
                            digits.append(key);
                            end = Deadline.inSeconds(PATIENCE_SECONDS);
                        }
                        case Signal.Finished(var what, var _)
                        when what == playback -> end = Deadline.inSeconds(PATIENCE_SECONDS);
                        case Signal.TimeUp _ -> {
                            return digits.toString();
                        }
                        default -> {
                            // Nothing else is an answer.
                        }
                    }
                }
            } finally {
                playback.stop();
            }
        } catch (PromptFailure failure) {
            stage.alerts().error(leg, failure.code(), String.valueOf(failure.getMessage()));
        }
        return digits.toString();
    }

    private static Verb.Say speech(String text) {
        return new Verb.Say(text, "", "", 1);
    }
}
