package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.function.Consumer;
import java.util.function.Function;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.event.Committed;
import org.cordboard.voice.phone.Ears;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// A queue whose engine takes nothing: callers are told of it and go on (Voice reference 8.3).
@Timeout(60)
class QueueTroubleTest extends HouseTest {
    /// The house's engine, but for commands to queues.
    private record Deaf(Engine inner) implements Engine {
        @Override
        public Outcome submit(Command command) {
            if (command instanceof QueueCommand) {
                throw new EngineUnavailableException("no leader");
            }
            return inner.submit(command);
        }

        @Override
        public <T> T read(Function<RoutingView, T> view) {
            return inner.read(view);
        }

        @Override
        public Subscription follow(String name, long after, Consumer<Committed> consumer) {
            return inner.follow(name, after, consumer);
        }

        @Override
        public void acknowledge(String name, long number) {
            inner.acknowledge(name, number);
        }

        @Override
        public long position() {
            return inner.position();
        }

        @Override
        public void close() {}
    }

    @Test
    void aQueueThatTakesNobodyIsASystemErrorAndTheDocumentGoesOn() throws Exception {
        house.restartVoice(Deaf::new);
        house.page("/left", _ -> "<Response><Say>Afterwards</Say></Response>");
        house.answers("<Response><Enqueue action='/left'>support</Enqueue></Response>");
        var call = call();
        var left = house.next("/left");
        assertEquals("system-error", left.get("QueueResult"));
        assertEquals("in-progress", left.get("CallStatus"));
        assertTrue(Ears.within(House.PATIENCE, () -> call.ears.tone(House.SPEECH)));
        assertEquals(200, call.end(House.PATIENCE));
        assertEquals("0", logged(14222).log());
    }
}
