package org.cordboard.voice.leg;

/// The leg is to run another program from now on.
public final class Diverted extends Departure {
    private static final long serialVersionUID = 1L;

    /// What diverted it decides what the interrupted verb tells its application.
    public enum Why {
        /// REST gave the leg other instructions: the verb's action is told, its answer discarded.
        REDIRECTED,
        /// TaskRouter moved the caller on: the document it ran is over without a word.
        TAKEN_OVER
    }

    private final transient Program program;
    private final Why why;

    public Diverted(Program program, Why why) {
        super("diverted");
        this.program = program;
        this.why = why;
    }

    public Program program() {
        return program;
    }

    public Why why() {
        return why;
    }
}
