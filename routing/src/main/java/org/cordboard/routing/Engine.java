package org.cordboard.routing;

import java.util.function.Consumer;
import java.util.function.Function;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.event.Committed;

/// The port through which everyone else changes and reads the state: one ordered, durable log behind it.
///
/// All methods are safe from any thread. [#submit] and [#read] block; call them from virtual threads, never from a
/// media or transport thread.
public interface Engine extends AutoCloseable {

    /// Appends the command and answers once it is durable and applied. A refusal is an answer too.
    ///
    /// @throws EngineUnavailableException if the command cannot be taken now (inbox full, no leader, stopping);
    /// nothing
    ///     is known to have changed
    Outcome submit(Command command);

    /// Reads the state between two commands. The function must be short, must not block and must not keep the view.
    <T> T read(Function<RoutingView, T> view);

    /// Delivers every event numbered above `after`, in order, on a thread of its own. A consumer that throws is logged
    /// and gets the event again after a pause; one that is slow delays nobody else.
    ///
    /// @param name names the consumer; durable ones acknowledge what they have stored
    Subscription follow(String name, long after, Consumer<Committed> consumer);

    /// The consumer has stored everything up to this event: the log may be cut behind it.
    void acknowledge(String name, long number);

    /// The number of the last committed event.
    long position();

    @Override
    void close();

    /// Ends the delivery when closed; a call in progress is waited for.
    interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
