package org.cordboard.voice.leg;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.voice.twiml.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The live legs of this node, and the threads their programs run on.
public final class Legs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Legs.class);
    private static final int TEMPORARILY_UNAVAILABLE = 480;
    private static final int REQUEST_TERMINATED = 487;
    private static final int SERVICE_UNAVAILABLE = 503;

    private final CallRecords records;
    private final CallEvents events;
    private final Map<CallSid, Leg> legs = new ConcurrentHashMap<>();
    private final Map<CallSid, ScheduledFuture<?>> limits = new ConcurrentHashMap<>();
    private final ScheduledExecutorService timers;

    public Legs(CallRecords records, CallEvents events) {
        this.records = records;
        this.events = events;
        var pool = new ScheduledThreadPoolExecutor(1, task -> {
            var thread = new Thread(task, "leg-timers");
            thread.setDaemon(true);
            return thread;
        });
        pool.setRemoveOnCancelPolicy(true);
        this.timers = pool;
    }

    /// Makes a leg and its call record.
    public Leg add(LegOrigin origin, CallStatus status, @Nullable Callback callback) {
        var leg = new Leg(origin, status, callback, records, events);
        legs.put(leg.sid(), leg);
        leg.atEnd(_ -> legs.remove(leg.sid()));
        leg.write();
        return leg;
    }

    public Optional<Leg> find(CallSid sid) {
        return Optional.ofNullable(legs.get(sid));
    }

    public Optional<Leg> find(String sid) {
        return CallSid.valid(sid) ? find(new CallSid(sid)) : Optional.empty();
    }

    public Collection<Leg> all() {
        return List.copyOf(legs.values());
    }

    /// What the line and the far end report of a leg.
    public Progress connect(Leg leg, Line line, @Nullable MediaEndpoint endpoint) {
        leg.connect(line, endpoint);
        return new Progress(leg);
    }

    /// The door for those who hold a leg's line.
    public record Progress(Leg leg) {
        public void initiated() {
            leg.initiated();
        }

        public void ringing() {
            leg.ringing();
        }

        public void answered() {
            leg.answeredNow();
        }

        public void ended(CallStatus unanswered, int code) {
            leg.end(unanswered, code);
        }
    }

    /// Runs the program on a thread of the leg's own, then those it is diverted to, then hangs up.
    public void run(Leg leg, Program first) {
        Thread.ofVirtual().name("leg-" + leg.sid()).start(() -> drive(leg, first));
    }

    /// Runs the action on the timer thread unless the leg has ended before. It must not block.
    public void after(Leg leg, long seconds, Runnable action) {
        after(leg, Duration.ofSeconds(seconds), action);
    }

    public void after(Leg leg, Duration time, Runnable action) {
        var timer = timers.schedule(
                () -> Thread.ofVirtual().start(action), time.toMillis(), TimeUnit.MILLISECONDS);
        leg.atEnd(_ -> timer.cancel(false));
    }

    /// Hangs up an answered leg that long after its answer; the latest word counts.
    public void limit(Leg leg, long seconds) {
        var timer = timers.schedule(
                () -> Thread.ofVirtual().start(() -> leg.release(CallStatus.COMPLETED, REQUEST_TERMINATED)),
                Math.max(0, seconds - leg.seconds()),
                TimeUnit.SECONDS);
        var before = limits.put(leg.sid(), timer);
        if (before != null) {
            before.cancel(false);
            return;
        }
        leg.atEnd(_ -> {
            var last = limits.remove(leg.sid());
            if (last != null) {
                last.cancel(false);
            }
        });
    }

    private static void drive(Leg leg, Program first) {
        var program = first;
        int end = TEMPORARILY_UNAVAILABLE;
        try {
            while (true) {
                try {
                    program.run(leg);
                    break;
                } catch (Diverted diverted) {
                    program = diverted.program();
                } catch (Departure _) {
                    // The leg is over, or something let go of it; either way nothing is left to run.
                    break;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("{} was interrupted", leg, e);
        } catch (RuntimeException e) {
            LOG.error("{} ends because of a fault of this server", leg, e);
            end = SERVICE_UNAVAILABLE;
        }
        leg.release(CallStatus.NO_ANSWER, end);
    }

    /// Hangs up everybody.
    @Override
    public void close() {
        timers.shutdownNow();
        for (var leg : all()) {
            leg.release(CallStatus.FAILED, SERVICE_UNAVAILABLE);
        }
    }
}
