package org.cordboard.server.metrics;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Credentials;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.api.http.Request;
import org.cordboard.routing.Engine;
import org.cordboard.routing.EngineUnavailableException;

/// What operators and their tools ask: `/metrics`, `/health` (the process answers) and `/ready` (the engine takes
/// commands). Figures are for this machine and for whoever knows an account's token or key; the other two tell nothing.
public final class OperatorEndpoints {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    private final Metrics metrics;
    private final Engine engine;
    private final Credentials credentials;

    public OperatorEndpoints(Metrics metrics, Engine engine) {
        this.metrics = metrics;
        this.engine = engine;
        this.credentials = new Credentials(engine);
    }

    public List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("cordboard", "/metrics", "FetchMetrics").open(Access.ANYONE).by(this::figures),
                Endpoint.get("cordboard", "/health", "FetchHealth")
                        .open(Access.ANYONE)
                        .by(x -> Answer.json(200, "{\"status\":\"up\"}")),
                Endpoint.get("cordboard", "/ready", "FetchReadiness").open(Access.ANYONE).by(x -> ready()));
    }

    private Answer figures(Exchange x) {
        if (!isLocal(x.request()) && !isKnown(x.request())) {
            throw new Problem(ErrorCode.NOT_AUTHENTICATED, "Authenticate with an account's SID and token, or a key");
        }
        return Answer.of(200, TEXT, metrics.text().getBytes(StandardCharsets.UTF_8));
    }

    private boolean isKnown(Request request) {
        var given = request.basicCredentials();
        return given != null && credentials.check(given.user(), given.password()) != null;
    }

    /// A proxy on this machine speaks for others.
    private static boolean isLocal(Request request) {
        try {
            return request.header("x-forwarded-for") == null
                    && request.header("forwarded") == null
                    && InetAddress.getByName(request.remote()).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    private Answer ready() {
        try {
            engine.read(view -> view.accounts().size());
            return Answer.json(200, "{\"status\":\"ready\"}");
        } catch (EngineUnavailableException e) {
            return Answer.json(503, "{\"status\":\"not ready\"}");
        }
    }
}
