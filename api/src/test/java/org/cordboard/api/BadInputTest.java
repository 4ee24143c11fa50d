package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Each parameter with a wrong type, range, reference or size: 400/20001, a message that names it, and no trace.
@Timeout(60)
class BadInputTest {
    private static Centre centre;
    private static Centre.Team team;
    private static String worker;
    private static String task;
    private static String reservation;

    @BeforeAll
    static void start() {
        centre = new Centre();
        team = centre.team();
        worker = team.worker("dave", "Available");
        task = team.task("{}");
        reservation = team.reservation(task);
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    static Stream<Arguments> inputs() {
        String long65 = "x".repeat(65);
        return Stream.of(
                in("", "FriendlyName", long65),
                in("", "EventCallbackUrl", "not a url"),
                in("", "EventCallbackUrl", "ftp://example.org/x"),
                in("", "PrioritizeQueueOrder", "RANDOM"),
                in("", "DefaultActivitySid", "WA1"),
                in("", "TimeoutActivitySid", "WA00000000000000000000000000000000"),
                in("/Activities", "FriendlyName", long65),
                in("/Activities", "Available", "true"),
                in("/TaskChannels", "FriendlyName", "x"),
                in("/TaskQueues", "FriendlyName", long65),
                in("/TaskQueues", "MaxReservedWorkers", "0", "FriendlyName", "q"),
                in("/TaskQueues", "MaxReservedWorkers", "51", "FriendlyName", "q"),
                in("/TaskQueues", "MaxReservedWorkers", "many", "FriendlyName", "q"),
                in("/TaskQueues", "TaskOrder", "fifo", "FriendlyName", "q"),
                in("/TaskQueues", "TargetWorkers", "skills HASS \"x\"", "FriendlyName", "q"),
                in("/TaskQueues", "ReservationActivitySid", "WQ1", "FriendlyName", "q"),
                in("/Workflows", "Configuration", "{", "FriendlyName", "w"),
                in("/Workflows", "Configuration", "[]", "FriendlyName", "w"),
                in("/Workflows", "TaskReservationTimeout", "0", "FriendlyName", "w", "Configuration", "{}"),
                in("/Workflows", "TaskReservationTimeout", "86401", "FriendlyName", "w", "Configuration", "{}"),
                in("/Workflows", "AssignmentCallbackUrl", "/relative", "FriendlyName", "w", "Configuration", "{}"),
                in("/Workers", "FriendlyName", long65),
                in("/Workers", "ActivitySid", "nope", "FriendlyName", "eve"),
                in("/Workers", "Attributes", "[1]", "FriendlyName", "eve"),
                in("/Workers", "Attributes", "{\"a\":", "FriendlyName", "eve"),
                in("/Workers", "Attributes", "{\"a\":\"" + "x".repeat(4096) + "\"}", "FriendlyName", "eve"),
                in("/Workers/WORKER", "RejectPendingReservations", "true"),
                in("/Workers/WORKER/Channels/voice", "Capacity", "-1"),
                in("/Workers/WORKER/Channels/voice", "Capacity", "two"),
                in("/Tasks", "Attributes", "not json"),
                in("/Tasks", "Attributes", "\"text\""),
                in("/Tasks", "Timeout", "0"),
                in("/Tasks", "Timeout", "1209601"),
                in("/Tasks", "Priority", "-1"),
                in("/Tasks", "Priority", "2147483648"),
                in("/Tasks", "TaskChannel", "telepathy"),
                in("/Tasks", "VirtualStartTime", "yesterday"),
                in("/Tasks", "WorkflowSid", "WW1"),
                in("/Tasks/TASK", "AssignmentStatus", "assigned"),
                in("/Tasks/TASK", "AssignmentStatus", "canceled", "Attributes", "{}"),
                in("/Tasks/TASK/Reservations/RESERVATION", "ReservationStatus", "done"),
                in("/Tasks/TASK/Reservations/RESERVATION", "ReservationStatus", "timeout"),
                in("/Tasks/TASK/Reservations/RESERVATION", "Instruction", "dance"),
                in("/Tasks/TASK/Reservations/RESERVATION", "Timeout", "1000", "Instruction", "conference"),
                in("/Tasks/TASK/Reservations/RESERVATION", "MaxParticipants", "1", "Instruction", "conference"),
                in("/Tasks/TASK/Reservations/RESERVATION", "Beep", "loud", "Instruction", "conference"),
                in("/Tasks/TASK/Reservations/RESERVATION", "WorkerActivitySid", "x", "ReservationStatus", "rejected"),
                in("/Tasks/TASK/Reservations/RESERVATION", "CallUrl", "x", "Instruction", "call", "CallFrom", "+1555"));
    }

    private static Arguments in(String path, String... form) {
        return Arguments.of(path, List.of(form));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("inputs")
    void isRefusedByName(String path, List<String> form) {
        boolean creatable = form.equals(List.of("FriendlyName", "x")) || form.equals(List.of("Available", "true"));
        String target = team.workspace()
                + path.replace("WORKER", worker).replace("TASK", task).replace("RESERVATION", reservation);
        int before = count();
        Centre.Reply reply = centre.post(target, form.toArray(String[]::new));
        assertEquals(400, reply.status(), reply.http().body());
        assertEquals(20001, reply.code());
        String named = creatable ? "Missing required parameter" : form.getFirst();
        if (!reply.text("message").contains(named)) {
            // Messages of the core speak of the value; they must still say more than "bad request".
            assertTrue(reply.text("message").length() > 15, reply.text("message"));
        }
        assertEquals(before, count(), "nothing was made");
    }

    private static int count() {
        int all = 0;
        for (String list : List.of("Activities", "TaskChannels", "TaskQueues", "Workflows", "Workers", "Tasks")) {
            var page = centre.get(team.workspace() + "/" + list).json();
            all += page.path(page.path("meta").path("key").asText()).size();
        }
        return all;
    }
}
