package org.cordboard.voice.script;

import org.cordboard.media.Playback;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.Deadline;
import org.cordboard.voice.leg.Departure;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Signal;
import org.cordboard.voice.script.Prompts.PromptFailure;
import org.cordboard.voice.twiml.Verb;
import org.cordboard.voice.webhook.Fields;
import org.jspecify.annotations.Nullable;

/// Gather: prompts that the first key cuts off, then keys until one of the ends. One object per run, on the leg's own
/// thread.
final class Gathering {
    private final Prompts prompts;
    private final Alerts alerts;
    private final Leg leg;
    private final Verb.Gather gather;
    private final StringBuilder digits = new StringBuilder();
    private @Nullable String finishedBy;

    Gathering(Prompts prompts, Alerts alerts, Leg leg, Verb.Gather gather) {
        this.prompts = prompts;
        this.alerts = alerts;
        this.leg = leg;
        this.gather = gather;
    }

    VerbEnd perform(Page page) throws Departure, InterruptedException {
        leg.inbox().dropDigits();
        if (!playPrompts(page)) {
            collect();
        }
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

    /// @return true when the input is complete already
    private boolean playPrompts(Page page) throws Departure, InterruptedException {
        for (var prompt : gather.prompts()) {
            if (prompt instanceof Verb.Pause(var seconds)) {
                if (listen(null, Deadline.inSeconds(seconds))) {
                    return finishedBy != null || full();
                }
                continue;
            }
            try {
                var playback = leg.media().play(prompts.source(leg, prompt, page));
                leg.inbox().tell(playback.ended(), playback);
                try {
                    if (listen(playback, Deadline.NEVER)) {
                        return finishedBy != null || full();
                    }
                } finally {
                    playback.stop();
                }
            } catch (PromptFailure failure) {
                alerts.error(leg, failure.code(), String.valueOf(failure.getMessage()));
            }
        }
        return finishedBy != null || full();
    }

    /// Waits for the prompt's end or a key.
    ///
    /// @return true when a key cuts the prompts off
    private boolean listen(@Nullable Playback playback, Deadline end) throws Departure, InterruptedException {
        while (true) {
            switch (leg.inbox().take(end)) {
                case Signal.Digit(var key) -> {
                    if (gather.input().contains("dtmf")) {
                        press(key);
                        if (gather.bargeIn() || finishedBy != null || full()) {
                            return true;
                        }
                    }
                }
                case Signal.Finished(var what, var _)
                when what == playback -> {
                    return false;
                }
                case Signal.TimeUp _ -> {
                    return false;
                }
                default -> {
                    // Nothing else ends a prompt.
                }
            }
        }
    }

    private void collect() throws Departure, InterruptedException {
        var end = Deadline.inSeconds(gather.timeout());
        while (true) {
            switch (leg.inbox().take(end)) {
                case Signal.Digit(var key)
                when gather.input().contains("dtmf") -> {
                    press(key);
                    if (finishedBy != null || full()) {
                        return;
                    }
                    end = Deadline.inSeconds(gather.timeout());
                }
                case Signal.TimeUp _ -> {
                    return;
                }
                default -> {
                    // Nothing else is input.
                }
            }
        }
    }

    private void press(char key) {
        var text = String.valueOf(key);
        if (gather.finishOnKey().equals(text)) {
            finishedBy = text;
        } else if ("0123456789*#".contains(text)) {
            digits.append(key);
        }
    }

    private boolean full() {
        return gather.numDigits() > 0 && digits.length() >= gather.numDigits();
    }
}
