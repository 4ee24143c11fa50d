package org.cordboard.voice.script;

import org.cordboard.media.Playback;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.LegOver;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.recognition.Recogniser.Heard;
import org.cordboard.voice.script.Prompts.PromptFailure;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// Gather: prompts that the first key or word cuts off, then keys or speech until one of the ends. The first kind of
/// input shuts out the other. One object per run, on the leg's own thread.
final class Gathering {
    private static final int NOT_PERFORMED = 12200;
    /// Speech ends by itself; this only guards against a listener that died.
    private static final int SPEECH_SECONDS_MAX = 70;

    private final Stage stage;
    private final Leg leg;
    private final Verb.Gather gather;
    private final StringBuilder digits = new StringBuilder();
    private @Nullable String finishedBy;
    private @Nullable Hearing hearing;
    private boolean speaking;

    Gathering(Stage stage, Leg leg, Verb.Gather gather) {
        this.stage = stage;
        this.leg = leg;
        this.gather = gather;
    }

    VerbEnd perform(Page page) throws Departure, InterruptedException {
        if (gather.spoken() != null && stage.recogniser() == null) {
            stage.alerts().warn(leg, NOT_PERFORMED, "no recogniser is configured: speech is not understood");
        }
        try {
            if (gather.bargeIn()) {
                listen(page);
            }
            playPrompts(page);
            listen(page);
            if (!complete() && !speaking) {
                collect();
            }
            return speaking ? spoken() : pressed();
        } finally {
            deafen();
        }
    }

    private void listen(Page page) throws LegOver {
        var spoken = gather.spoken();
        if (spoken == null || hearing != null || !digits.isEmpty()) {
            return;
        }
        var recogniser = stage.recogniser();
        if (recogniser != null) {
            hearing = new Hearing(stage, leg, spoken, recogniser, page);
        }
    }

    private void deafen() {
        if (hearing != null) {
            hearing.close();
            hearing = null;
        }
    }

    private VerbEnd pressed() {
        boolean empty = digits.isEmpty();
        if (empty && !gather.actionOnEmptyResult()) {
            return VerbEnd.nothing();
        }
        var fields = Fields.of(
                "Digits",
                digits.toString(),
                "msg",
                "Gather End",
                "FinishedOnKey",
                finishedBy == null ? "" : finishedBy);
        return VerbEnd.with(empty ? fields.plus("SpeechResult", "") : fields);
    }

    /// Waits for the caller to finish and asks what he said.
    private VerbEnd spoken() throws Departure, InterruptedException {
        var heard = understood();
        if (heard == null) {
            return pressed();
        }
        var confidence = heard.confidence();
        return VerbEnd.with(Fields.of("SpeechResult", heard.text())
                .plus("Confidence", confidence == null ? null : confidence.toString()));
    }

    private @Nullable Heard understood() throws Departure, InterruptedException {
        var ears = hearing;
        if (ears == null) {
            return null;
        }
        var end = Deadline.inSeconds(SPEECH_SECONDS_MAX);
        Signal signal;
        do {
            signal = leg.inbox().take(end);
        } while (!ears.ended(signal) && !(signal instanceof Signal.TimeUp));
        var heard = ears.understood();
        leg.inbox().check();
        return heard.orElse(null);
    }

    private void playPrompts(Page page) throws Departure, InterruptedException {
        for (var prompt : gather.prompts()) {
            if (cut()) {
                return;
            }
            if (prompt instanceof Verb.Pause(var seconds)) {
                await(null, Deadline.inSeconds(seconds));
                continue;
            }
            try {
                var playback = leg.media().play(stage.prompts().source(leg, prompt, page));
                leg.inbox().tell(playback.ended(), playback);
                try {
                    await(playback, Deadline.NEVER);
                } finally {
                    playback.stop();
                }
            } catch (PromptFailure failure) {
                stage.alerts().error(leg, failure.code(), String.valueOf(failure.getMessage()));
            }
        }
    }

    /// Whether the rest of the prompts is not to be heard.
    private boolean cut() {
        return complete() || speaking || (gather.bargeIn() && !digits.isEmpty());
    }

    /// Waits for the prompt's end or input that cuts it off.
    private void await(@Nullable Playback playback, Deadline end) throws Departure, InterruptedException {
        while (!cut()) {
            switch (leg.inbox().take(end)) {
                case Signal.Finished(var what, var _)
                when what == playback -> {
                    return;
                }
                case Signal.TimeUp _ -> {
                    return;
                }
                case Signal signal -> hear(signal);
            }
        }
    }

    /// The time begins anew with every key.
    private void collect() throws Departure, InterruptedException {
        var end = Deadline.inSeconds(gather.timeout());
        while (!complete() && !speaking) {
            var signal = leg.inbox().take(end);
            if (signal instanceof Signal.TimeUp) {
                return;
            }
            if (hear(signal)) {
                end = Deadline.inSeconds(gather.timeout());
            }
        }
    }

    /// @return whether it was input
    private boolean hear(Signal signal) {
        if (signal instanceof Signal.Digit(var key) && gather.keys()) {
            deafen();
            press(key);
            return true;
        }
        if (hearing != null && hearing.began(signal)) {
            speaking = true;
            return true;
        }
        return false;
    }

    private void press(char key) {
        var text = String.valueOf(key);
        if (gather.finishOnKey().equals(text)) {
            finishedBy = text;
        } else if ("0123456789*#".contains(text)) {
            digits.append(key);
        }
    }

    private boolean complete() {
        return finishedBy != null || (gather.numDigits() > 0 && digits.length() >= gather.numDigits());
    }
}
