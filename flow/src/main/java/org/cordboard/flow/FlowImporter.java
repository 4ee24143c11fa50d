package org.cordboard.flow;

/// Reads definitions in the current and in the 2017 format, and says everything that is wrong with one at once.
public final class FlowImporter {

    /// How forgiving, and what for.
    public enum Mode {
        /// REST: wrong types are errors; nothing is repaired.
        STRICT,
        /// Our own pages and commands: what can be repaired is, and each repair is a warning.
        REPAIR
    }

    /// A draft may reach widgets that cannot run here; a published flow may not.
    public enum Purpose {
        DRAFT,
        PUBLISH
    }

    private FlowImporter() {}

    public static Imported read(String text, Mode mode, Purpose purpose) {
        throw new UnsupportedOperationException("being written: " + text + mode + purpose);
    }
}
