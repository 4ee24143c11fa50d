package org.cordboard.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.cordboard.server.config.ServerConfig;
import org.cordboard.server.wiring.Cordboard;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `cordboard up`: runs the server until it is told to end.
@Command(name = "up", mixinStandardHelpOptions = true, description = "start Cordboard")
final class Up implements Callable<Integer> {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        var out = spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut();
        var config = options.read();
        var ended = new CountDownLatch(1);
        var closed = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            ended.countDown();
            awaitClosing(closed);
        }));
        var broken = new AtomicBoolean();
        out.println("Starting Cordboard in " + config.data());
        out.flush();
        try (var server = Cordboard.start(config, cause -> {
            System.err.println("cordboard: the log cannot go on: " + cause);
            broken.set(true);
            ended.countDown();
        })) {
            tell(out, server, config);
            ended.await();
        } finally {
            closed.countDown();
        }
        return broken.get() ? 1 : 0;
    }

    private static void awaitClosing(CountDownLatch closed) {
        try {
            if (!closed.await(10, TimeUnit.SECONDS)) {
                System.err.println("cordboard: closing took longer than 10 s; the log is safe all the same");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void tell(PrintWriter out, Cordboard server, ServerConfig config) {
        var connection = server.connection();
        var demo = server.demo();
        out.printf("%nCordboard is ready.%n%n");
        out.printf("  Page            %s%n", connection.url());
        var secure = server.secureUrl();
        if (secure != null) {
            out.printf("  Over HTTPS      %s%s%n", secure, config.tls().selfSigned() ? "  (self-signed)" : "");
        }
        if (demo != null) {
            out.printf(
                    "  Log in as       %s, password %s%n",
                    String.join(" or ", demo.workers()), connection.tokenPassword());
        }
        out.printf("  Account SID     %s%n", connection.accountSid());
        out.printf("  Auth token      %s%n", connection.authToken());
        if (demo != null) {
            out.printf("%n  Call            %s, from any SIP phone: sip:%s@%s%n",
                    demo.number(), demo.number(), connection.sipAddress());
            out.printf("  Workers' phones register as %s at %s, domain %s,%n                  password %s%n",
                    String.join(" or ", demo.workers()), connection.sipAddress(), connection.sipDomain(),
                    connection.phonePassword());
            out.printf("  No phone?       ./dev demo plays the whole call%n");
        }
        var functions = server.functionsUrl();
        if (functions != null) {
            out.printf("%n  Functions       %s%n", functions);
        }
        if (!config.ephemeral()) {
            out.printf("%n  For scripts     %s%n", config.data().resolve("connection.env"));
        }
        out.printf("  Stop            Ctrl-C%n%n");
        out.flush();
    }
}
