package org.cordboard.voice.twiml;

/// What stands inside an element.
sealed interface Content permits Element, Content.Text {
    record Text(String text) implements Content {}
}
