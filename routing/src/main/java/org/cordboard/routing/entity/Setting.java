package org.cordboard.routing.entity;

/// A named durable value of the installation, such as the demo centre's state.
public record Setting(String name, String value) implements VoiceRecord {

    @Override
    public String key() {
        return name;
    }
}
