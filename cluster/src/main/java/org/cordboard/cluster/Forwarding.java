package org.cordboard.cluster;

import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.ratis.client.RaftClient;
import org.apache.ratis.conf.RaftProperties;
import org.apache.ratis.protocol.Message;
import org.apache.ratis.protocol.RaftClientReply;
import org.apache.ratis.protocol.RaftGroup;
import org.apache.ratis.retry.RetryPolicies;
import org.apache.ratis.util.TimeDuration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A follower's way to the leader. A client of Ratis refuses everything after its first failure; so each failure is
/// followed by a new client. Used by the sender thread and closed by another.
final class Forwarding implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Forwarding.class);
    private static final int RETRIES = 2;
    private static final TimeDuration PAUSE = TimeDuration.valueOf(100, TimeUnit.MILLISECONDS);

    private final RaftGroup group;
    private final RaftProperties properties;
    private @Nullable RaftClient client;
    private boolean closed;

    Forwarding(RaftGroup group, RaftProperties properties) {
        this.group = group;
        this.properties = properties;
    }

    CompletableFuture<RaftClientReply> send(Message message) throws IOException {
        var used = client();
        return used.async().send(message).whenComplete((_, failure) -> {
            if (failure != null) {
                drop(used);
            }
        });
    }

    private synchronized RaftClient client() throws IOException {
        if (closed) {
            throw new IOException("the log is closed");
        }
        if (client == null) {
            client = RaftClient.newBuilder()
                    .setRaftGroup(group)
                    .setProperties(properties)
                    .setRetryPolicy(RetryPolicies.retryUpToMaximumCountWithFixedSleep(RETRIES, PAUSE))
                    .build();
        }
        return client;
    }

    private void drop(RaftClient failed) {
        synchronized (this) {
            if (client == failed) {
                client = null;
            }
        }
        // On a thread of its own: this one belongs to the client that is being closed.
        Thread.startVirtualThread(() -> close(failed));
    }

    private static void close(RaftClient client) {
        try {
            client.close();
        } catch (IOException e) {
            LOG.debug("A client was not closed in order", e);
        }
    }

    @Override
    public void close() {
        RaftClient last;
        synchronized (this) {
            closed = true;
            last = client;
            client = null;
        }
        if (last != null) {
            close(last);
        }
    }
}
