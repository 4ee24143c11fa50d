package org.cordboard.sip.sdp;

import org.jspecify.annotations.Nullable;

/// An `a=` line: a flag, or a name with a value.
public record Attribute(String name, @Nullable String value) {
    public Attribute {
        requireOneLine(name);
        if (value != null) {
            requireOneLine(value);
        }
    }

    public static Attribute flag(String name) {
        return new Attribute(name, null);
    }

    static void requireOneLine(String text) {
        if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
            throw new IllegalArgumentException("line break in SDP");
        }
    }

    @Override
    public String toString() {
        return value == null ? "a=" + name : "a=" + name + ":" + value;
    }
}
