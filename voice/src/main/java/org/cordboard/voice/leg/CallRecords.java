package org.cordboard.voice.leg;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Entity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Writes what voice does into the log. A record that cannot be written is reported and does not end the call: people
/// talking matters more than the record of it.
public final class CallRecords {
    private static final Logger LOG = LoggerFactory.getLogger(CallRecords.class);

    private final Engine engine;
    private final InstantSource clock;
    private final String node;

    public CallRecords(Engine engine, InstantSource clock, String node) {
        this.engine = engine;
        this.clock = clock;
        this.node = node;
    }

    public Engine engine() {
        return engine;
    }

    public Instant now() {
        return clock.instant();
    }

    /// Name of this node, as kept with every call it holds.
    public String node() {
        return node;
    }

    public void put(Entity... records) {
        submit(new RecordCommand.Put(List.of(records)));
    }

    public void remove(Entity... records) {
        submit(new RecordCommand.Remove(List.of(records)));
    }

    private void submit(RecordCommand command) {
        try {
            if (engine.submit(command) instanceof Outcome.Refused(var refusal, var message)) {
                LOG.debug("record not kept: {} {}", refusal, message);
            }
        } catch (EngineUnavailableException e) {
            LOG.warn("the engine took no record: {}", e.getMessage());
        }
    }
}
