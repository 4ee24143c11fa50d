package org.cordboard.voice.flowrun;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.cordboard.flow.Action;
import org.cordboard.flow.CallTwiml;
import org.cordboard.flow.Execution;
import org.cordboard.flow.Input;
import org.cordboard.flow.Interpreter;
import org.cordboard.flow.MissingDefinition;
import org.cordboard.flow.Turn;
import org.cordboard.voice.leg.Leg;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One execution and its turns. Turns come one at a time; what needs no call is performed in between, on the thread that
/// brought the input. Only the end of the call, the end of the execution and the passing of time do not wait for such a
/// job: they take effect at once, and when they move the execution on, the job's result is dropped.
final class FlowRun {
    private static final Logger LOG = LoggerFactory.getLogger(FlowRun.class);

    private final Interpreter interpreter;
    private final InstantSource clock;
    private final FlowJobs jobs;
    private final FlowBook book;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition idle = lock.newCondition();
    private boolean working;
    private Execution execution;

    /// The newest turn that moved the execution: what the call is to do, or the job under way.
    private Turn last;

    FlowRun(Interpreter interpreter, InstantSource clock, FlowJobs jobs, FlowBook book, Turn first) {
        this.interpreter = interpreter;
        this.clock = clock;
        this.jobs = jobs;
        this.book = book;
        this.execution = first.execution();
        this.last = first;
        book.wrote(first);
    }

    Execution execution() {
        lock.lock();
        try {
            return execution;
        } finally {
            lock.unlock();
        }
    }

    /// The execution works on this call from now on.
    void adopt(Leg leg) {
        jobs.adopt(leg);
        book.adopt(leg);
    }

    /// Performs what the first turn wants; answers the document the call runs.
    String begin(String webhook) {
        return turn(() -> {}, webhook);
    }

    /// Brings an input and answers the document the call runs next. One that no widget waits for leaves the document as
    /// it was.
    String bring(Input input, String webhook) {
        return turn(() -> keep(step(input)), webhook);
    }

    /// The present document again.
    String again(String webhook) {
        return turn(() -> {}, webhook);
    }

    private String turn(Runnable input, String webhook) {
        lock.lock();
        try {
            while (working) {
                idle.awaitUninterruptibly();
            }
            input.run();
            settle();
            return CallTwiml.document(last, webhook);
        } finally {
            lock.unlock();
        }
    }

    /// Brings what does not wait for a job under way: the end of the call or of the execution, the passing of time.
    void interrupt(Input input) {
        lock.lock();
        try {
            if (!execution.active()) {
                return;
            }
            keep(step(input));
            if (!working) {
                settle();
            }
        } finally {
            lock.unlock();
        }
    }

    void wake(Instant now) {
        var due = execution().wakeAt();
        if (due != null && !now.isBefore(due)) {
            interrupt(new Input.TimePassed());
        }
    }

    /// Steps on until the execution waits for the call, or is over: each round writes a step, and steps are limited.
    private void settle() {
        while (true) {
            var ordered = last;
            var job = offCall(ordered.actions());
            if (job.isEmpty()) {
                return;
            }
            var result = perform(job.get(), execution);
            if (last == ordered) {
                keep(step(result));
            }
        }
    }

    private Input perform(Action.OffCall job, Execution now) {
        working = true;
        lock.unlock();
        try {
            return jobs.perform(job, now);
        } finally {
            lock.lock();
            working = false;
            idle.signalAll();
        }
    }

    private Turn step(Input input) {
        try {
            return interpreter.step(execution, input, clock.instant());
        } catch (MissingDefinition e) {
            LOG.info("{} ends: {}", execution.sid(), e.getMessage());
            return interpreter.step(execution, new Input.Stop(), clock.instant());
        }
    }

    private void keep(Turn turn) {
        execution = turn.execution();
        book.wrote(turn);
        if (!turn.steps().isEmpty() || !execution.active()) {
            last = turn;
        }
    }

    private static Optional<Action.OffCall> offCall(List<Action> actions) {
        return actions.stream()
                .filter(Action.OffCall.class::isInstance)
                .map(Action.OffCall.class::cast)
                .findFirst();
    }
}
