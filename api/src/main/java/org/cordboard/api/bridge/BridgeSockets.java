package org.cordboard.api.bridge;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Json;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Request;
import org.cordboard.api.http.Socket;
import org.cordboard.api.http.SocketEndpoint;
import org.cordboard.api.http.SocketListener;
import org.cordboard.api.http.Values;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;
import org.cordboard.routing.Outcome;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the event sockets of both protocols (11.1, 11.4).
final class BridgeSockets implements SocketEndpoint {
    private static final Logger LOG = LoggerFactory.getLogger(BridgeSockets.class);
    static final String PATH = "/v1/wschannels";
    private static final Pattern CAPABILITY_PATH =
            Pattern.compile("/v1/wschannels/(AC[0-9a-fA-F]{32})/((?:WK|WS|WQ)[0-9a-fA-F]{32})/?");
    private final Engine engine;
    private final Tokens tokens;
    private final Channels channels;
    private final BridgeTiming timing;
    private final InstantSource clock;

    BridgeSockets(Engine engine, Tokens tokens, Channels channels, BridgeTiming timing, InstantSource clock) {
        this.engine = engine;
        this.tokens = tokens;
        this.channels = channels;
        this.timing = timing;
        this.clock = clock;
    }

    @Override
    public boolean owns(String path) {
        return path.equals(PATH) || path.startsWith(PATH + "/");
    }

    @Override
    public SocketListener accept(Request request) {
        Values query = Values.ofForm(request.query(), 50);
        Matcher capability = CAPABILITY_PATH.matcher(request.path());
        if (capability.matches()) {
            return capability(new AccountSid(capability.group(1)), capability.group(2), request.path(), query);
        }
        if (!request.path().equals(PATH)) {
            throw Problem.notFound(request.path());
        }
        return access(query);
    }

    private SocketListener capability(AccountSid account, String channel, String path, Values query) {
        Tokens.Capability token = tokens.capability(query.first("token"), account);
        if (!token.channel().equalsIgnoreCase(channel)
                || !Policy.allows(token.policies(), "GET", Policy.pathOf(path), Map.of())) {
            throw new Problem(ErrorCode.FORBIDDEN, "The token's policies do not allow this channel");
        }
        String activity = query.first("disconnectActivitySid");
        Runnable whenLast = activity != null && ActivitySid.valid(activity) && WorkerSid.valid(channel)
                ? () -> move(new WorkerSid(channel), new ActivitySid(activity))
                : () -> {};
        return new Connection(
                channel, Channels.Protocol.CAPABILITY, query, null, timing.disconnect(), whenLast);
    }

    private SocketListener access(Values query) {
        Tokens.Grant grant = tokens.grant(query.first("token"));
        WorkerSid sid = grant.worker();
        if (sid == null) {
            throw new Problem(ErrorCode.FORBIDDEN, "Events are sent to workers, and the token is for none");
        }
        Worker worker = engine.read(view -> view.worker(sid));
        if (worker == null || !worker.workspace().equals(grant.workspace())) {
            throw new Problem(ErrorCode.FORBIDDEN, "The token's worker does not exist");
        }
        boolean offline = "true".equals(query.first("setWorkerOfflineIfDisconnected"));
        Runnable whenLast = offline ? () -> moveOffline(sid, grant.workspace()) : () -> {};
        return new Connection(
                sid.value(), Channels.Protocol.ACCESS, query, init(sid, grant), timing.offline(), whenLast);
    }

    private String init(WorkerSid worker, Tokens.Grant grant) {
        var payload = Json.MAPPER
                .createObjectNode()
                .put("channel_id", worker.value())
                .put("account_sid", grant.caller().account().sid().value())
                .put("workspace_sid", grant.workspace().value())
                .put(
                        "token_lifetime",
                        Duration.between(clock.instant(), grant.expires()).toMillis());
        return Json.MAPPER
                .createObjectNode()
                .put("event_type", "init")
                .<ObjectNode>set("payload", payload)
                .toString();
    }

    /// Tells one token from another without being of use to anyone.
    private static String signature(@Nullable String token) {
        return token == null ? "" : token.substring(token.lastIndexOf('.') + 1);
    }

    private void moveOffline(WorkerSid worker, WorkspaceSid workspace) {
        List<Activity> activities = engine.read(view -> view.activities(workspace));
        activities.stream()
                .filter(a -> a.friendlyName().equals("Offline"))
                .findFirst()
                .ifPresent(offline -> move(worker, offline.sid()));
    }

    private void move(WorkerSid sid, ActivitySid activity) {
        Worker worker = engine.read(view -> view.worker(sid));
        if (worker == null || worker.activity().equals(activity)) {
            return;
        }
        try {
            Outcome outcome =
                    engine.submit(new WorkerCommand.Update(worker.workspace(), sid, null, activity, null, null, null));
            if (outcome instanceof Outcome.Refused(var refusal, var message)) {
                LOG.info("{} stays in its activity after disconnecting: {} {}", sid, refusal, message);
            }
        } catch (EngineUnavailableException stopping) {
            LOG.info("{} stays in its activity after disconnecting: {}", sid, stopping.getMessage());
        }
    }

    /// One browser; its socket only ever sends, for clients of both protocols ask by POST.
    private final class Connection implements SocketListener {
        private final String channel;
        private final Channels.Protocol protocol;
        private final boolean closeOthers;
        private final String session;
        private final @Nullable String greeting;
        private final Duration grace;
        private final Runnable whenLast;
        private Channels.@Nullable Entry entry;

        Connection(
                String channel,
                Channels.Protocol protocol,
                Values query,
                @Nullable String greeting,
                Duration grace,
                Runnable whenLast) {
            this.channel = channel;
            this.protocol = protocol;
            this.closeOthers = "true".equals(query.first("closeExistingSessions"));
            this.session = signature(query.first("token"));
            this.greeting = greeting;
            this.grace = grace;
            this.whenLast = whenLast;
        }

        @Override
        public synchronized void opened(Socket socket) {
            if (greeting != null) {
                socket.send(greeting);
            }
            Channels.Entry made = new Channels.Entry(socket, protocol, session, grace, whenLast);
            entry = made;
            channels.add(channel, made, closeOthers);
        }

        @Override
        public void received(String text) {
            // Neither protocol has frames from the browser; an unknown one is not worth a lost connection.
        }

        @Override
        public synchronized void closed(int code, String reason) {
            Channels.Entry known = entry;
            if (known != null) {
                channels.remove(channel, known);
            }
        }
    }
}
