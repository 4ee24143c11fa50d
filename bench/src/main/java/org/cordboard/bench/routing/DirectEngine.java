package org.cordboard.bench.routing;

import java.time.Instant;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Entry;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.StateMachine;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.event.Committed;

/// The state machine without threads around it, to measure it alone. One millisecond passes per command.
final class DirectEngine implements Engine {
    private final StateMachine machine;
    private final SplittableRandom random = new SplittableRandom(1);
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    DirectEngine(StateMachine machine) {
        this.machine = machine;
    }

    @Override
    public Outcome submit(Command command) {
        now = now.plusMillis(1);
        return machine.apply(new Entry(now, random.nextLong(), random.nextLong(), command));
    }

    @Override
    public <T> T read(Function<RoutingView, T> view) {
        return view.apply(machine.view());
    }

    @Override
    public Subscription follow(String name, long after, Consumer<Committed> consumer) {
        throw new UnsupportedOperationException("nobody follows");
    }

    @Override
    public void acknowledge(String name, long number) {}

    @Override
    public long position() {
        return machine.position();
    }

    @Override
    public void close() {}
}
