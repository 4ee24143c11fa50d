package org.cordboard.cluster;

import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.cordboard.routing.Engine;
import org.cordboard.routing.Entry;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.StateMachine;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.event.Committed;
import org.jspecify.annotations.Nullable;

/// An engine without a disk: the same state, loop and events, all gone when it is closed. For tests, and for a centre
/// that need not remember.
public final class MemoryEngine implements Engine {
    private final StateMachine machine;
    private final InstantSource clock;
    private final RandomGenerator seeds;
    private final StateLoop loop;
    private final EventTail tail;
    private final AutoCloseable timer;
    private final @Nullable DeadlineTimer deadlines;
    private volatile Optional<Instant> earliest;
    private volatile long position;

    /// An engine that makes deadlines happen by itself, on a real clock.
    public static MemoryEngine start(StateMachine machine, InstantSource clock) {
        return new MemoryEngine(machine, clock, new SecureRandom());
    }

    /// An engine on a clock that a test moves; the seed decides the SIDs.
    public static MemoryEngine start(StateMachine machine, ManualClock clock, long seed) {
        return new MemoryEngine(machine, clock, new SplittableRandom(seed));
    }

    private MemoryEngine(StateMachine machine, InstantSource clock, RandomGenerator seeds) {
        this.machine = machine;
        this.clock = clock;
        this.seeds = seeds;
        this.earliest = machine.earliestDeadline();
        this.position = machine.position();
        this.tail = new EventTail(Set.of(), EventTail.WINDOW * 5);
        this.tail.reset(java.util.List.of(), position, java.util.Map.of());
        this.loop = new StateLoop("memory", _ -> {});
        if (clock instanceof ManualClock manual) {
            var follower = new Deadlines();
            manual.add(follower);
            this.deadlines = null;
            this.timer = () -> manual.remove(follower);
        } else {
            this.deadlines = new DeadlineTimer("memory", clock, () -> submit(new ExpireDue()));
            this.deadlines.set(earliest);
            this.timer = deadlines;
        }
    }

    @Override
    public Outcome submit(Command command) {
        return loop.call(() -> {
            try {
                return apply(command);
            } catch (RuntimeException | Error e) {
                loop.fail(e);
                throw e;
            }
        });
    }

    private Outcome apply(Command command) {
        var stamped = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        var last = machine.view().now();
        var entry = new Entry(stamped.isBefore(last) ? last : stamped, seeds.nextLong(), seeds.nextLong(), command);
        var outcome = machine.apply(entry);
        if (outcome instanceof Outcome.Done done) {
            tail.append(done.events());
        }
        position = machine.position();
        earliest = machine.earliestDeadline();
        if (deadlines != null) {
            deadlines.set(earliest);
        }
        return outcome;
    }

    @Override
    public <T> T read(Function<RoutingView, T> view) {
        return loop.call(() -> view.apply(machine.view()));
    }

    @Override
    public Subscription follow(String name, long after, Consumer<Committed> consumer) {
        return tail.follow(name, after, consumer);
    }

    @Override
    public void acknowledge(String name, long number) {
        tail.acknowledge(name, number);
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public void close() {
        try {
            timer.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
        tail.close();
        loop.close();
    }

    private final class Deadlines implements ManualClock.Follower {
        @Override
        public Optional<Instant> earliest() {
            return earliest;
        }

        @Override
        public void expire() {
            submit(new ExpireDue());
        }
    }
}
