package org.cordboard.voice.script;

/// What follows a verb.
sealed interface Step {
    record Next() implements Step {}

    record Go(Page page) implements Step {}
}
