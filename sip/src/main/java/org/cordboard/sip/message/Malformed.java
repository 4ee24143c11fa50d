package org.cordboard.sip.message;

/// Text that is not what the grammar of RFC 3261 section 25 allows, with the place where reading stopped.
/// Carries no stack trace: it is a parse result, thrown only inside the parsers and by the `parse` methods
/// of the header types.
public final class Malformed extends Exception {
    private final int position;

    public Malformed(String problem, int position) {
        super(problem + " at " + position, null, false, false);
        this.position = position;
    }

    /// Offset in characters from the start of the text that was being read.
    public int position() {
        return position;
    }
}
