package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Workflow;
import org.junit.jupiter.api.Test;

/// Tasks moving through a workflow (TaskRouter reference 4).
class WorkflowPlacesTest {
    private final Centre centre = new Centre();
    private final TaskQueue q1 = centre.queue("Q1", "1==2");
    private final TaskQueue q2 = centre.queue("Q2", "1==2");
    private final TaskQueue q3 = centre.queue("Q3", "1==2");
    private final TaskQueue q9 = centre.queue("Q9", "1==2");

    private static final String VIP =
            """
            {"expression":"type == 'vip'","targets":[
              {"queue":"Q1","timeout":10,"priority":5 SKIP},{"queue":"Q2","timeout":20 SKIP}]}""";
    private static final String EVERYONE = """
            {"expression":"1==1","targets":[{"queue":"Q3","timeout":60}]}""";

    private Workflow workflow(String... filters) {
        var text = "{\"task_routing\":{\"filters\":[" + String.join(",", filters)
                + "],\"default_filter\":{\"queue\":\"Q9\"}}}";
        return centre.workflow(named(text));
    }

    private String named(String text) {
        return text.replace(" SKIP", "")
                .replace("\"Q1\"", '"' + q1.sid().value() + '"')
                .replace("\"Q2\"", '"' + q2.sid().value() + '"')
                .replace("\"Q3\"", '"' + q3.sid().value() + '"')
                .replace("\"Q9\"", '"' + q9.sid().value() + '"');
    }

    private String queue(Task task) {
        return centre.view().taskQueue(centre.now(task).taskQueue()).friendlyName();
    }

    @Test
    void aVipEscalatesThroughBothTargetsAndTheNextMatchingFilterAndIsThenCanceled() {
        workflow(VIP, EVERYONE);
        var task = centre.task("{\"type\":\"vip\"}");
        assertEquals("Q1", queue(task));
        assertEquals(5, centre.now(task).priority());
        centre.pass(9);
        assertEquals("Q1", queue(task));
        centre.pass(1);
        assertEquals("Q2", queue(task));
        assertEquals(
                List.of("task-queue.timeout", "task-queue.entered", "task-queue.moved", "workflow.target-matched"),
                centre.lastTypes());
        centre.pass(20);
        assertEquals("Q3", queue(task));
        centre.pass(59);
        assertEquals(TaskStatus.PENDING, centre.now(task).status());
        centre.pass(1);
        assertEquals(List.of("task-queue.timeout", "workflow.timeout", "task.canceled"), centre.lastTypes());
        assertEquals("Task canceled on Workflow timeout", centre.now(task).reason());
    }

    @Test
    void aTaskThatNoFilterTakesWaitsInTheDefaultQueueUntilItsLifetimeEnds() {
        workflow(VIP);
        var task = centre.task("{\"type\":\"x\"}");
        assertEquals("Q9", queue(task));
        centre.pass(86_400);
        assertEquals("Task TTL Exceeded", centre.now(task).reason());
    }

    @Test
    void withoutDefaultFilterATaskThatNoFilterTakesIsCanceledAtOnce() {
        centre.workflow(named("{\"task_routing\":{\"filters\":[" + VIP + "]}}"));
        var task = centre.task("{\"type\":\"x\"}");
        assertEquals(
                List.of("workflow.entered", "task.created", "workflow.timeout", "task.canceled"), centre.lastTypes());
        assertEquals("Task canceled on Workflow timeout", centre.now(task).reason());
    }

    @Test
    void twoSkippedTargetsLeadToTheDefaultQueueAtOnce() {
        workflow(VIP.replace(" SKIP", ",\"skip_if\":\"1==1\""));
        var task = centre.task("{\"type\":\"vip\"}");
        assertEquals("Q9", queue(task));
    }

    @Test
    void skippingOffTheEndCancels() {
        centre.workflow(
                named("{\"task_routing\":{\"filters\":[" + VIP.replace(" SKIP", ",\"skip_if\":\"1==1\"") + "]}}"));
        centre.task("{\"type\":\"vip\"}");
        assertTrue(centre.lastTypes().contains("workflow.skipped"), centre.lastTypes()::toString);
    }

    @Test
    void aFailedRoundInsideAnUnexpiredTargetStaysThere() {
        var open = centre.queue("open", "1==1");
        centre.workflow(
                named("""
                {"task_routing":{"filters":[{"expression":"1==1","targets":[
                  {"queue":"%s","timeout":30},{"queue":"Q2"}]}]}}""".formatted(open.sid())), 10);
        var ana = centre.worker("ana", "{}");
        var task = centre.task();
        centre.reject(centre.pending(task));
        assertEquals("open", queue(task));
        centre.pass(10);
        assertEquals("open", queue(task));
        assertEquals(centre.offline().sid(), centre.now(ana).activity());
        centre.pass(20);
        assertEquals("Q2", queue(task));
    }

    @Test
    void oneTargetAsLongAsItsReservationIsOverTogetherWithIt() {
        var open = centre.queue("open", "1==1");
        centre.workflow(
                """
                {"task_routing":{"filters":[{"expression":"1==1","targets":[{"queue":"%s","timeout":30}]}]}}"""
                        .formatted(open.sid()),
                30);
        centre.worker("ana", "{}");
        var task = centre.task();
        centre.pass(30);
        assertEquals(TaskStatus.CANCELED, centre.now(task).status());
        assertEquals(
                List.of(
                        "worker.activity.update",
                        "reservation.timeout",
                        "task-queue.timeout",
                        "workflow.timeout",
                        "task.canceled"),
                centre.lastTypes());
    }

    @Test
    void attributesOfAPendingTaskAreLookedAtAgain() {
        workflow(VIP, EVERYONE);
        var task = centre.task("{\"type\":\"x\"}");
        assertEquals("Q3", queue(task));
        centre.pass(5);
        update(task, "{\"type\":\"vip\"}");
        assertEquals("Q1", queue(task));
        centre.pass(9);
        update(task, "{\"type\":\"vip\",\"more\":1}");
        centre.pass(1);
        assertEquals("Q2", queue(task), "the same filter keeps target and deadline");
    }

    @Test
    void attributesOfAReservedTaskCountWhenTheRoundIsOver() {
        var open = centre.queue("open", "1==1");
        workflow(VIP, "{\"expression\":\"1==1\",\"targets\":[{\"queue\":\"" + open.sid() + "\"}]}");
        centre.worker("ana", "{}");
        var task = centre.task("{\"type\":\"x\"}");
        update(task, "{\"type\":\"vip\"}");
        assertEquals("open", queue(task));
        centre.reject(centre.pending(task));
        assertEquals("Q1", queue(task));
    }

    private void update(Task task, String attributes) {
        centre.run(new TaskCommand.Update(
                centre.workspace().sid(), task.sid(), attributes, null, null, null, null, null, null));
    }

    private void reconfigure(Workflow workflow, String configuration, boolean reEvaluate) {
        centre.run(new WorkflowCommand.Update(
                centre.workspace().sid(), workflow.sid(), null, configuration, null, null, null, reEvaluate));
    }

    @Test
    void tasksInsideKeepTheirPlanWhenTheWorkflowIsEdited() {
        var workflow = workflow(VIP, EVERYONE);
        var old = centre.task("{\"type\":\"vip\"}");
        reconfigure(workflow, named("{\"task_routing\":{\"default_filter\":{\"queue\":\"Q9\"}}}"), false);
        assertEquals("Q9", queue(centre.task("{\"type\":\"vip\"}")));
        var copy = new RoutingCore();
        copy.restore(centre.core.snapshot());
        centre.core = copy;
        centre.pass(10);
        assertEquals("Q2", queue(old), "by the old plan, even after a restart");
    }

    @Test
    void reEvaluationSendsPendingTasksThroughTheNewPlan() {
        var workflow = workflow(VIP, EVERYONE);
        var old = centre.task("{\"type\":\"vip\"}");
        reconfigure(workflow, named("{\"task_routing\":{\"default_filter\":{\"queue\":\"Q9\"}}}"), true);
        assertEquals("Q9", queue(old));
    }

    @Test
    void onlyTheKnownWorkerMayTakeTheTask() {
        var open = centre.queue("open", "1==1");
        centre.workflow(
                """
                {"task_routing":{"filters":[{"expression":"1==1","targets":[
                  {"queue":"%s","known_worker_friendly_name":"task.agent"}]}]}}""".formatted(open.sid()));
        centre.worker("ana", "{}");
        var task = centre.task("{\"agent\":\"Ben\"}");
        assertEquals("nobody", centre.offeredTo(task));
        var ben = centre.worker("ben", "{}");
        assertEquals("ben", centre.offeredTo(task));
        assertEquals(ben.sid().value(), centre.lastEvent("reservation.created").details().get("KnownWorkerSid"));
        assertEquals("nobody", centre.offeredTo(centre.task("{\"agent\":null}")));
    }

    @Test
    void aTargetThatReadsTheClockIsLookedAtAgainAsTimePasses() {
        var open = centre.queue("open", "1==1");
        centre.workflow(
                """
                {"task_routing":{"filters":[{"expression":"1==1","targets":[
                  {"queue":"%s","expression":"taskrouter.currentTime >= 930"}]}]}}""".formatted(open.sid()));
        centre.worker("ana", "{}");
        var task = centre.task();
        centre.pass(29 * 60);
        assertEquals("nobody", centre.offeredTo(task));
        centre.pass(60);
        assertEquals("ana", centre.offeredTo(task));
    }
}
