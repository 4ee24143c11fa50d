package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.util.List;
import org.cordboard.api.Receiver.Received;
import org.cordboard.api.Receiver.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Event callbacks against a real receiver: F82 to F88.
@Timeout(60)
class WebhooksTest {
    private Centre centre;
    private Receiver receiver;

    @BeforeEach
    void start() throws IOException {
        centre = new Centre();
        receiver = new Receiver();
    }

    @AfterEach
    void stop() {
        receiver.close();
        centre.close();
    }

    private List<String> types() {
        return receiver.received.stream().map(r -> r.form().get("EventType")).toList();
    }

    @Test
    void everyEventArrivesInOrderSignedAndOnlyOnce() {
        Centre.Team team = centre.team();
        centre.post(team.workspace(), "EventCallbackUrl", receiver.url("/events?key=a%20b"));
        team.worker("dave", "Available");
        String task = team.task("{\"a\":1}");
        Centre.await("the reservation", () -> types().contains("reservation.created"));
        List<String> ofTask = receiver.received.stream()
                .filter(r -> task.equals(r.form().get("TaskSid")))
                .map(r -> r.form().get("EventType"))
                .toList();
        assertEquals(
                List.of(
                        "workflow.entered",
                        "task-queue.entered",
                        "task.created",
                        "workflow.target-matched",
                        "reservation.created"),
                ofTask.stream().distinct().toList());
        assertEquals(ofTask.size(), ofTask.stream().distinct().count());
        Received created = receiver.received.stream()
                .filter(r -> "task.created".equals(r.form().get("EventType")))
                .findFirst()
                .orElseThrow();
        assertTrue(
                new RequestValidator(Centre.TOKEN)
                        .validate(receiver.url("/events?key=a%20b"), created.form(), created.signature()),
                "the official validator accepts the signature");
        assertEquals("Task " + task + " created", created.form().get("EventDescription"));
        assertEquals("task", created.form().get("ResourceType"));
        assertEquals(task, created.form().get("ResourceSid"));
        assertEquals("{\"a\":1}", created.form().get("TaskAttributes"));
        assertEquals("support", created.form().get("TaskQueueName"));
        assertEquals("support", created.form().get("WorkflowName"));
        assertEquals(Centre.ACCOUNT, created.form().get("AccountSid"));
        assertTrue(created.form().get("Sid").matches("EV[0-9a-f]{32}"));
        assertEquals(Long.toString(Centre.START.toEpochMilli()), created.form().get("TimestampMs"));
    }

    @Test
    void aFilterLetsOnlyTheChosenEventsThrough() {
        Centre.Team team = centre.team();
        centre.post(
                team.workspace(), "EventCallbackUrl", receiver.url("/events"), "EventsFilter", "task.created, task.canceled");
        String task = team.task("{}");
        centre.post(team.workspace() + "/Tasks/" + task, "AssignmentStatus", "canceled", "Reason", "no need");
        Centre.await("two events", () -> receiver.received.size() >= 2);
        assertEquals(List.of("task.created", "task.canceled"), types());
        assertEquals("no need", receiver.received.getLast().form().get("TaskCanceledReason"));
    }

    @Test
    void aFailingReceiverIsAskedAgainAndTheOrderIsKept() {
        Centre.Team team = centre.team();
        receiver.answer = r -> new Reply(receiver.received.size() <= 2 ? 503 : 204, "", "");
        centre.post(team.workspace(), "EventCallbackUrl", receiver.url("/e"), "EventsFilter", "task.created,task.deleted");
        String task = team.task("{}");
        centre.delete(team.workspace() + "/Tasks/" + task);
        Centre.await("delivery", () -> types().contains("task.deleted"));
        assertEquals(List.of("task.created", "task.created", "task.created", "task.deleted"), types());
    }

    @Test
    void aDeadReceiverHoldsUpNobody() {
        Centre.Team team = centre.team();
        receiver.close();
        centre.post(team.workspace(), "EventCallbackUrl", receiver.url("/events"));
        team.worker("dave", "Available");
        for (int i = 0; i < 20; i++) {
            assertTrue(team.task("{}").startsWith("WT"));
        }
    }

    @Test
    void aKnownWorkerWhoIsNoneIsReported() {
        Centre.Team team = centre.team();
        String elsewhere = centre.workspace("FriendlyName", "elsewhere");
        String stranger = centre.post(elsewhere + "/Workers", "FriendlyName", "eve").sid();
        String nobody = centre.post(team.workspace() + "/TaskQueues", "FriendlyName", "nobody", "TargetWorkers", "1==2")
                .sid();
        String dave = team.worker("dave", "Offline");
        String flow = centre.post(
                        team.workspace() + "/Workflows",
                        "FriendlyName",
                        "known",
                        "Configuration",
                        "{\"task_routing\":{\"filters\":[{\"expression\":\"1==1\",\"targets\":[{\"queue\":\"" + nobody
                                + "\",\"known_worker_sid\":\"task.wanted\"}]}]}}")
                .sid();
        String tasks = team.workspace() + "/Tasks";
        centre.post(tasks, "WorkflowSid", flow, "Attributes", "{}").sid();
        centre.post(tasks, "WorkflowSid", flow, "Attributes", "{\"wanted\":\"" + dave + "\"}").sid();
        Centre.await("40152, not in the queue", () -> centre.hasAlert(40152));
        assertFalse(centre.hasAlert(40154), "a missing reference is no mistake");
        centre.post(tasks, "WorkflowSid", flow, "Attributes", "{\"wanted\":\"somebody\"}").sid();
        Centre.await("40154, no worker", () -> centre.hasAlert(40154));
        centre.post(tasks, "WorkflowSid", flow, "Attributes", "{\"wanted\":\"" + stranger + "\"}").sid();
        Centre.await("40155, of another workspace", () -> centre.hasAlert(40155));
    }
}
