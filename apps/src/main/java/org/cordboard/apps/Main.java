package org.cordboard.apps;

import com.twilio.exception.TwilioException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.logging.LogManager;
import org.cordboard.apps.amdforward.AmdForward;
import org.cordboard.apps.amdtaskrouter.AmdTaskRouter;
import org.cordboard.apps.callworkflow.CallWorkFlow;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.platform.MissingSetting;
import org.cordboard.apps.roundrobin.RoundRobin;
import org.cordboard.apps.simplecontactcentre.SimpleContactCentre;
import org.cordboard.apps.worker.WorkerApplication;

/// Lists the applications, or starts one and keeps it running.
public final class Main {
    private static final List<Application> APPLICATIONS = List.of(
            new Application(
                    "call-work-flow",
                    "a menu, two teams, a voicemail and business hours, set up as code",
                    (environment, _) -> CallWorkFlow.start(environment)),
            new Application(
                    "simple-contact-centre",
                    "a language menu, routing by skill and priority, wrap-up after each call",
                    (environment, _) -> SimpleContactCentre.start(environment)),
            new Application(
                    "worker",
                    "the workers' page: log in, go online, accept, reject, end; and its utilities",
                    WorkerApplication::start),
            new Application(
                    "amd-forward",
                    "forward a call with machine detection, with a live dashboard",
                    (environment, _) -> AmdForward.start(environment)),
            new Application(
                    "amd-taskrouter",
                    "route calls to agents' phones with machine detection, with a live dashboard",
                    (environment, _) -> AmdTaskRouter.start(environment)),
            new Application(
                    "round-robin",
                    "hand calls to several phone numbers in turn",
                    (environment, _) -> RoundRobin.start(environment)));

    private Main() {}

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            list();
            return;
        }
        var wanted = APPLICATIONS.stream()
                .filter(application -> application.name().equals(arguments[0]))
                .findFirst();
        if (wanted.isEmpty()) {
            System.err.println("There is no application " + arguments[0] + ".");
            list();
            System.exit(2);
        }
        try (var logging = Main.class.getResourceAsStream("logging.properties")) {
            LogManager.getLogManager().readConfiguration(logging);
            var rest = Arrays.asList(arguments).subList(1, arguments.length);
            var running = wanted.orElseThrow().starter().start(Environment.ofThisProcess(), rest);
            if (rest.isEmpty()) {
                waitForTheEnd(running);
            }
            System.exit(0);
        } catch (MissingSetting | TwilioException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(1);
        }
    }

    private static void list() {
        System.out.println("./dev app NAME starts one of these; apps/NAME/README.md tells more.");
        APPLICATIONS.forEach(
                application -> System.out.printf("  %-22s %s%n", application.name(), application.sentence()));
    }

    private static void waitForTheEnd(AutoCloseable running) throws InterruptedException {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            try {
                running.close();
            } catch (Exception e) {
                System.err.println("not closed cleanly: " + e.getMessage());
            }
        }));
        new CountDownLatch(1).await();
    }
}
