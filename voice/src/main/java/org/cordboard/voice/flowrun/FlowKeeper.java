package org.cordboard.voice.flowrun;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cordboard.flow.Limits;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.voice.leg.CallRecords;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps time for the executions: once a second what is due wakes, once an hour the data of executions that began 30 days
/// ago goes (Studio reference 3.8). Its one virtual thread ends with it.
final class FlowKeeper implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(FlowKeeper.class);
    private static final Duration TICK = Duration.ofSeconds(1);
    private static final int TICKS_PER_SWEEP = 3_600;
    private static final int REMOVED_AT_ONCE = 500;

    private final CallRecords records;
    private final Runnable tick;
    private final Thread thread;

    FlowKeeper(CallRecords records, Runnable tick) {
        this.records = records;
        this.tick = tick;
        this.thread = Thread.ofVirtual().name("flow-keeper").start(this::run);
    }

    private void run() {
        int ticks = 0;
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(TICK);
                tick.run();
                if (++ticks % TICKS_PER_SWEEP == 0) {
                    sweep();
                }
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.warn("the executions' time keeper stumbled", e);
            }
        }
    }

    /// Removes ended executions whose time is over, with their steps.
    void sweep() {
        var limit = records.now().minus(Limits.STANDARD.life());
        var old = records.engine().read(view -> {
            var executions = view.records(Execution.class).stream()
                    .filter(execution -> execution.status().equals("ended"))
                    .filter(execution -> execution.dateCreated().isBefore(limit))
                    .toList();
            var sids = executions.stream().map(Execution::sid).collect(Collectors.toSet());
            var found = new ArrayList<Entity>();
            view.records(ExecutionStep.class).stream()
                    .filter(step -> sids.contains(step.execution()))
                    .forEach(found::add);
            found.addAll(executions);
            return found;
        });
        for (int from = 0; from < old.size(); from += REMOVED_AT_ONCE) {
            List<Entity> some = old.subList(from, Math.min(old.size(), from + REMOVED_AT_ONCE));
            records.remove(some.toArray(Entity[]::new));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
