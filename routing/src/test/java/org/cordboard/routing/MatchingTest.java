package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.TaskOrder;
import org.junit.jupiter.api.Test;

/// Who gets which task (TaskRouter reference 6).
class MatchingTest {
    private final Centre centre = new Centre();

    private String filters(String... filters) {
        return "{\"task_routing\":{\"filters\":[" + String.join(",", filters) + "]}}";
    }

    @Test
    void higherPriorityFirstThenTheOlderStartThenCreation() {
        centre.simple(centre.queue("all", "1==1"));
        var late = centre.task(task -> task.priority(1));
        centre.pass(10);
        var early = centre.task(task -> task.priority(1).start(centre.now().minusSeconds(60)));
        var urgent = centre.task(task -> task.priority(2));
        centre.worker("ana", "{}");
        assertEquals("ana", centre.offeredTo(urgent));
        centre.worker("ben", "{}");
        assertEquals("ben", centre.offeredTo(early));
        centre.worker("cleo", "{}");
        assertEquals("cleo", centre.offeredTo(late));
    }

    @Test
    void aTaskThatAWorkerCannotServeBlocksNobody() {
        var french = centre.queue("fr", "languages HAS 'fr'");
        var all = centre.queue("all", "1==1");
        centre.workflow(filters(
                "{\"expression\":\"l == 'fr'\",\"targets\":[{\"queue\":\"%s\",\"priority\":9}]}".formatted(french.sid()),
                "{\"expression\":\"1==1\",\"targets\":[{\"queue\":\"%s\"}]}".formatted(all.sid())));
        var important = centre.task("{\"l\":\"fr\"}");
        var plain = centre.task("{\"l\":\"en\"}");
        centre.worker("ana", "{\"languages\":[\"en\"]}");
        assertEquals("nobody", centre.offeredTo(important));
        assertEquals("ana", centre.offeredTo(plain));
    }

    @Test
    void theWorkspaceSaysWhichClassOfQueuesIsServedFirst() {
        var stack = centre.queue("stack", "1==1", 1, TaskOrder.LIFO);
        var line = centre.queue("line", "1==1");
        centre.workflow(filters(
                "{\"expression\":\"l == 1\",\"targets\":[{\"queue\":\"%s\"}]}".formatted(stack.sid()),
                "{\"expression\":\"1==1\",\"targets\":[{\"queue\":\"%s\"}]}".formatted(line.sid())));
        var stacked = centre.task("{\"l\":1}");
        var lined = centre.task("{\"l\":2}");
        centre.worker("ana", "{}");
        assertEquals("ana", centre.offeredTo(lined));
        var again = centre.task("{\"l\":2}");
        centre.run(new WorkspaceCommand.Update(
                centre.workspace().sid(), null, null, null, null, TaskOrder.LIFO, null, null));
        centre.worker("ben", "{}");
        assertEquals("ben", centre.offeredTo(stacked));
        assertEquals("nobody", centre.offeredTo(again));
    }

    @Test
    void aRejectedTaskDoesNotOvertakeAMoreImportantOne() {
        centre.simple(centre.queue("all", "1==1"));
        centre.worker("ana", "{}");
        var first = centre.task(task -> task.priority(1));
        var important = centre.task(task -> task.priority(5));
        centre.reject(centre.pending(first));
        assertEquals("ana", centre.offeredTo(important));
        assertEquals("nobody", centre.offeredTo(first));
    }

    @Test
    void orderByPrefersWorkersAndThoseWithoutTheAttributeComeLast() {
        var all = centre.queue("all", "1==1");
        centre.workflow(filters(
                "{\"expression\":\"1==1\",\"targets\":[{\"queue\":\"%s\",\"order_by\":\"worker.level DESC\"}]}"
                        .formatted(all.sid())));
        centre.worker("none", "{}");
        centre.worker("low", "{\"level\":4}");
        centre.worker("high", "{\"level\":9}");
        assertEquals("high", centre.offeredTo(centre.task()));
        assertEquals("low", centre.offeredTo(centre.task()));
        assertEquals("none", centre.offeredTo(centre.task()));
    }

    @Test
    void aCapacityOfThreeTakesThreeAtOnce() {
        centre.simple(centre.queue("all", "1==1"));
        var tasks = List.of(centre.task(), centre.task(), centre.task(), centre.task());
        var ana = centre.worker("ana", "{}", centre.offline());
        centre.capacity(ana, "default", 3);
        centre.activity(ana, centre.available());
        assertEquals(3, tasks.stream().filter(task -> centre.offeredTo(task).equals("ana")).count());
    }

    @Test
    void aChannelSwitchedOffOrWithoutCapacityTakesNothing() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        centre.capacity(ana, "default", 0);
        var task = centre.task();
        assertEquals("nobody", centre.offeredTo(task));
        assertEquals("ana", centre.offeredTo(centre.task(other -> other.on("chat"))), "channels are independent");
        centre.capacity(ana, "default", 1);
        assertEquals("ana", centre.offeredTo(task));
    }

    @Test
    void newAttributesAndNewExpressionsBringWorkersAndTasksTogether() {
        var queue = centre.queue("fr", "languages HAS 'fr'");
        centre.simple(queue);
        var ana = centre.worker("ana", "{}");
        var task = centre.task();
        centre.pass(1);
        var second = centre.task();
        centre.run(new WorkerCommand.Update(
                centre.workspace().sid(), ana.sid(), null, null, "{\"languages\":[\"fr\"]}", null, null));
        assertEquals("ana", centre.offeredTo(task));
        centre.worker("ben", "{\"languages\":[\"de\"]}");
        centre.run(new TaskQueueCommand.Update(
                centre.workspace().sid(), queue.sid(), null, "languages HAS 'de'", null, null, null, null));
        assertEquals(List.of("task-queue.expression.updated", "reservation.created"), centre.lastTypes());
        assertEquals("ben", centre.offeredTo(second));
        assertEquals("ana", centre.offeredTo(task), "an edit cancels no reservation");
    }

    @Test
    void aHigherPriorityGivenLaterCountsAtOnce() {
        centre.simple(centre.queue("all", "1==1"));
        centre.task();
        var raised = centre.task();
        centre.run(new TaskCommand.Update(
                centre.workspace().sid(), raised.sid(), null, null, null, 7, null, null, null));
        centre.worker("ana", "{}");
        assertEquals("ana", centre.offeredTo(raised));
    }

    @Test
    void aTaskForAQueueWaitsThereWithoutFilters() {
        var queue = centre.queue("vip", "1==1");
        centre.simple(centre.queue("all", "1==1"));
        var task = centre.task(create -> create.target(queue.sid()));
        assertEquals(queue.sid(), task.taskQueue());
        assertEquals(List.of("task-queue.entered", "task.created"), centre.lastTypes());
        centre.worker("ana", "{}");
        assertEquals("ana", centre.offeredTo(task));
    }

    @Test
    void aTaskForAWorkerWhoDoesNotTakeItIsCanceled() {
        centre.simple(centre.queue("all", "1==1"));
        var ana = centre.worker("ana", "{}");
        centre.worker("ben", "{}");
        var task = centre.task(create -> create.target(ana.sid()));
        centre.reject(centre.pending(task));
        assertEquals(List.of("reservation.rejected", "task.canceled"), centre.lastTypes());
        assertEquals(
                "RoutingTarget not available for Reservation acceptance: " + ana.sid(), centre.now(task).reason());
    }

    @Test
    void aTaskForAWorkerWhoDoesNotExistFailsAfterTenSeconds() {
        centre.simple(centre.queue("all", "1==1"));
        var task = centre.task(create -> create.target("WK" + "f".repeat(32)));
        centre.pass(9);
        assertEquals("nobody", centre.offeredTo(task));
        centre.pass(1);
        assertEquals(List.of("reservation.failed", "task.canceled"), centre.lastTypes());
        assertEquals("RoutingTarget SLA for Reservation creation was not met", centre.now(task).reason());
    }
}
