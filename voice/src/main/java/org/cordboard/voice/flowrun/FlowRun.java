package org.cordboard.voice.flowrun;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.cordboard.flow.Action;
import org.cordboard.flow.CallTwiml;
import org.cordboard.flow.Execution;
import org.cordboard.flow.Input;
import org.cordboard.flow.Interpreter;
import org.cordboard.flow.Turn;
import org.jspecify.annotations.Nullable;

/// One execution and its turns. Turns come one at a time; what needs no call is performed in between, on the thread
/// that
/// brought the input.
final class FlowRun {
    private static final int OFF_CALL_MAX = 1_000;

    private final Interpreter interpreter;
    private final InstantSource clock;
    private final FlowJobs jobs;
    private final FlowBook book;
    private Execution execution;
    private @Nullable Turn last;

    FlowRun(Interpreter interpreter, InstantSource clock, FlowJobs jobs, FlowBook book, Turn first) {
        this.interpreter = interpreter;
        this.clock = clock;
        this.jobs = jobs;
        this.book = book;
        this.execution = first.execution();
        this.last = first;
        book.wrote(first);
    }

    synchronized Execution execution() {
        return execution;
    }

    /// Performs what the first turn wants.
    synchronized String begin(String webhook) {
        var first = last;
        return first == null ? "" : document(settle(first), webhook);
    }

    /// Brings an input and answers the document the call runs next.
    synchronized String bring(Input input, String webhook) {
        if (!execution.active()) {
            return "<Response/>";
        }
        return document(settle(interpreter.step(execution, input, clock.instant())), webhook);
    }

    /// The present document again.
    synchronized String again(String webhook) {
        var turn = last;
        return turn == null ? "<Response/>" : document(turn, webhook);
    }

    private static String document(Turn turn, String webhook) {
        return CallTwiml.document(turn, webhook);
    }

    /// Steps on until the execution waits for the call, or is over.
    private Turn settle(Turn first) {
        var turn = first;
        for (int round = 0; round < OFF_CALL_MAX; round++) {
            execution = turn.execution();
            last = turn;
            book.wrote(turn);
            var job = offCall(turn.actions());
            if (job.isEmpty()) {
                return turn;
            }
            turn = interpreter.step(execution, jobs.perform(job.get(), execution), clock.instant());
        }
        turn = interpreter.step(execution, new Input.Stop(), clock.instant());
        execution = turn.execution();
        book.wrote(turn);
        return turn;
    }

    private static Optional<Action.OffCall> offCall(List<Action> actions) {
        return actions.stream()
                .filter(Action.OffCall.class::isInstance)
                .map(Action.OffCall.class::cast)
                .findFirst();
    }
}
