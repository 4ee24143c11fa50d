package org.cordboard.apps.web;

import com.twilio.security.RequestValidator;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The HTTP server of one application. Each request has a virtual thread; handlers may block.
///
/// Webhooks are refused unless their `X-Twilio-Signature` is right for this application's public address.
public final class WebServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(WebServer.class);
    private static final int BODY_BYTES_MAX = 256 * 1024;

    private final List<Consumer<JavalinConfig>> routes = new ArrayList<>();
    private final RequestValidator validator;
    private final URI publicAddress;
    private final PageGuard guard;
    private @Nullable Javalin server;

    /// @param authToken what the platform signs webhooks with
    public WebServer(URI publicAddress, String authToken, PageGuard guard) {
        this.validator = new RequestValidator(authToken);
        this.publicAddress = publicAddress;
        this.guard = guard;
    }

    public URI publicAddress() {
        return publicAddress;
    }

    /// Address of one of this application's routes, for the platform.
    public String url(String path) {
        return publicAddress + path;
    }

    /// Answers GET and POST alike, as the platform may be told to use either.
    public WebServer webhook(String path, Webhook webhook) {
        Handler handler = context -> signed(context, webhook);
        routes.add(config -> config.routes.get(path, handler).post(path, handler));
        return this;
    }

    /// A page, script or picture that anybody may see who is let in by the guard.
    public WebServer page(String path, Handler handler) {
        routes.add(config -> config.routes.get(path, context -> {
            if (guard.lets(context.header("Host"), context.header("Authorization"))) {
                handler.handle(context);
            } else {
                guard.refuse(context);
            }
        }));
        return this;
    }

    /// A text beside a class, as a page or part of one that asks for a password itself.
    public WebServer text(String path, Class<?> beside, String name, String type) {
        return open(
                path, context -> context.contentType(type + "; charset=utf-8").result(Resources.text(beside, name)));
    }

    public WebServer board(String path, LiveBoard board) {
        routes.add(config -> config.routes.ws(path, socket -> board.attach(socket, guard)));
        return this;
    }

    /// A route that checks its callers itself.
    public WebServer open(String path, Handler handler) {
        routes.add(config -> config.routes.get(path, handler));
        return this;
    }

    /// @param port 0 for any free one
    public WebServer start(String bind, int port) {
        var starting = Javalin.create(config -> {
            config.startup.showJavalinBanner = false;
            config.concurrency.useVirtualThreads = true;
            config.http.maxRequestSize = BODY_BYTES_MAX;
            routes.forEach(route -> route.accept(config));
            config.routes.exception(Exception.class, (e, context) -> {
                log.error("{} failed", context.path(), e);
                context.status(HttpStatus.INTERNAL_SERVER_ERROR).result("the application failed; see its log");
            });
        });
        server = starting.start(bind, port);
        return this;
    }

    /// The port it listens on; 0 before it does.
    public int port() {
        var running = server;
        return running == null ? 0 : running.port();
    }

    private void signed(Context context, Webhook webhook) {
        var form = single(context.method() == HandlerType.POST ? context.formParamMap() : Map.of());
        var query = context.queryString();
        var asked = publicAddress + context.req().getRequestURI() + (query == null ? "" : "?" + query);
        var signature = context.header("X-Twilio-Signature");
        if (signature == null || !validator.validate(asked, form, signature)) {
            log.warn("{} refused: the signature does not fit {}", context.path(), publicAddress);
            context.status(HttpStatus.FORBIDDEN).result("wrong signature");
            return;
        }
        var parameters = single(context.queryParamMap());
        parameters.putAll(form);
        var answer = webhook.answer(new Webhook.Parameters(parameters));
        context.contentType(answer.type()).result(answer.body());
    }

    private static Map<String, String> single(Map<String, List<String>> parameters) {
        var single = new LinkedHashMap<String, String>();
        parameters.forEach((name, values) -> single.put(name, values.getFirst()));
        return single;
    }

    @Override
    public void close() {
        var running = server;
        if (running != null) {
            running.stop();
        }
    }
}
