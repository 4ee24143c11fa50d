package org.cordboard.apps.worker;

import com.twilio.exception.ApiException;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.platform.Platform;
import org.cordboard.apps.setup.Json;
import org.cordboard.apps.web.Site;
import org.cordboard.apps.web.WebServer;

/// The worker page and its four server programs, under the names the document gives them. Programs that change
/// something want the token their worker got at log-in.
public final class WorkerApplication {
    private static final int USUAL_PORT = 8000;

    private final Platform platform;
    private final Programs programs;
    private final WorkerToken tokens;
    private final String tokenPassword;

    WorkerApplication(Platform platform, String workspaceSid, String tokenPassword) {
        this.platform = platform;
        this.programs = new Programs(platform.client(), workspaceSid);
        this.tokens = new WorkerToken(platform, workspaceSid);
        this.tokenPassword = tokenPassword;
    }

    /// Without arguments serves the page; with the name of a utility runs that one instead.
    public static AutoCloseable start(Environment environment, List<String> arguments) {
        if (!arguments.isEmpty()) {
            Utilities.run(environment, arguments.getFirst(), System.out);
            return () -> {};
        }
        var site = Site.of(environment, USUAL_PORT);
        var application = new WorkerApplication(
                site.platform(),
                environment.need("the workspace whose workers log in", "WORKSPACE_SID"),
                environment.need("the password workers log in with; any text", "TOKEN_PASSWORD"));
        var server = site.started(application.routes(site.server()));
        System.out.printf("""
                The worker page works with %s.
                  1. Open %sindex.html
                  2. Enter a worker's name (./dev app worker workerStatus lists them) and the token password.
                  3. Get access token, Go online; then call the number of the centre.
                Utilities: ./dev app worker %s
                """, site.platform().name(), site.page(), String.join(" | ", Utilities.names()));
        return server;
    }

    WebServer routes(WebServer server) {
        server.open("/", context -> context.redirect("/index.html"))
                .open("/bridge.json", this::bridge)
                .open("/getTrActivites.php", context -> context.result(programs.activities()))
                .open("/generateTrToken.php", this::token)
                .open("/conferenceEndFn.php", context -> authorized(context, "conferenceName", programs::endConference))
                .open("/taskReservationTaskFix.php", context -> authorized(context, "taskSid", programs::fixWrapping));
        server.text("/index.html", WorkerApplication.class, "index.html", "text/html")
                .text("/tfptaskrouter/index.html", WorkerApplication.class, "index.html", "text/html");
        for (var script : List.of("bridge.js", "worker.js")) {
            server.text("/" + script, WorkerApplication.class, script, "text/javascript");
        }
        return server.text("/worker.css", WorkerApplication.class, "worker.css", "text/css");
    }

    /// Where the page finds the worker bridge.
    private void bridge(Context context) {
        context.contentType("application/json").result(Json.text(new Bridge(platform.bridge().toString())));
    }

    record Bridge(String bridge) {}

    private void token(Context context) {
        var password = parameter(context, "tokenPassword");
        if (!MessageDigest.isEqual(
                password.getBytes(StandardCharsets.UTF_8), tokenPassword.getBytes(StandardCharsets.UTF_8))) {
            context.status(HttpStatus.FORBIDDEN).result("Invalid password.");
            return;
        }
        var worker = programs.worker(parameter(context, "clientid"));
        if (worker.isEmpty()) {
            context.status(HttpStatus.NOT_FOUND).result("No worker has this name.");
            return;
        }
        context.header("Cache-Control", "no-store").result(tokens.of(worker.orElseThrow()));
    }

    private interface Program {
        String run(String argument);
    }

    private void authorized(Context context, String parameter, Program program) {
        var authorization = context.header("Authorization");
        if (authorization == null || !tokens.good(authorization.replaceFirst("^Bearer ", ""))) {
            context.status(HttpStatus.UNAUTHORIZED).result("Refresh TaskRouter token.");
            return;
        }
        try {
            context.result(program.run(parameter(context, parameter)));
        } catch (ApiException e) {
            context.status(HttpStatus.BAD_GATEWAY).result(e.getMessage());
        }
    }

    private static String parameter(Context context, String name) {
        var value = context.queryParam(name);
        return value == null ? "" : value;
    }
}
