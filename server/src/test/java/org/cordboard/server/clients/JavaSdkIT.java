package org.cordboard.server.clients;

import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.base.Page;
import com.twilio.base.Reader;
import com.twilio.base.Resource;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.taskrouter.v1.Workspace;
import com.twilio.rest.taskrouter.v1.workspace.Activity;
import com.twilio.rest.taskrouter.v1.workspace.Event;
import com.twilio.rest.taskrouter.v1.workspace.Task;
import com.twilio.rest.taskrouter.v1.workspace.TaskChannel;
import com.twilio.rest.taskrouter.v1.workspace.TaskQueue;
import com.twilio.rest.taskrouter.v1.workspace.Worker;
import com.twilio.rest.taskrouter.v1.workspace.Workflow;
import com.twilio.rest.taskrouter.v1.workspace.WorkspaceCumulativeStatistics;
import com.twilio.rest.taskrouter.v1.workspace.WorkspaceRealTimeStatistics;
import com.twilio.rest.taskrouter.v1.workspace.WorkspaceStatistics;
import com.twilio.rest.taskrouter.v1.workspace.task.Reservation;
import com.twilio.rest.taskrouter.v1.workspace.taskqueue.TaskQueueBulkRealTimeStatistics;
import com.twilio.rest.taskrouter.v1.workspace.taskqueue.TaskQueueCumulativeStatistics;
import com.twilio.rest.taskrouter.v1.workspace.taskqueue.TaskQueueRealTimeStatistics;
import com.twilio.rest.taskrouter.v1.workspace.taskqueue.TaskQueueStatistics;
import com.twilio.rest.taskrouter.v1.workspace.taskqueue.TaskQueuesStatistics;
import com.twilio.rest.taskrouter.v1.workspace.worker.WorkerChannel;
import com.twilio.rest.taskrouter.v1.workspace.worker.WorkerStatistics;
import com.twilio.rest.taskrouter.v1.workspace.worker.WorkersCumulativeStatistics;
import com.twilio.rest.taskrouter.v1.workspace.worker.WorkersRealTimeStatistics;
import com.twilio.rest.taskrouter.v1.workspace.worker.WorkersStatistics;
import com.twilio.rest.taskrouter.v1.workspace.workflow.WorkflowCumulativeStatistics;
import com.twilio.rest.taskrouter.v1.workspace.workflow.WorkflowRealTimeStatistics;
import com.twilio.rest.taskrouter.v1.workspace.workflow.WorkflowStatistics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Every operation of TaskRouter through the official Java library, one row for each, named as the published contract
/// names it; then what applications lean on beyond single operations: pages, filters, versions and errors.
@Timeout(180)
class JavaSdkIT {
    private static final int OPERATIONS = 61;
    private static final String BOGUS = "0123456789abcdef0123456789abcdef";

    @TempDir
    static Path data;

    private static Centre centre;
    private static TwilioRestClient client;
    private static String ws;
    private static String activity;
    private static String available;
    private static String offline;
    private static String channel;
    private static String queue;
    private static String workflow;
    private static String worker;
    private static String task;
    private static String reservation;
    private static String event;

    @BeforeAll
    static void start() throws IOException {
        centre = new Centre(data);
        client = Sdk.of(centre);
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    /// Ordered by life: what a later row needs, an earlier one has made.
    private static Map<String, Executable> rows() {
        var rows = new LinkedHashMap<String, Executable>();
        making(rows);
        working(rows);
        counting(rows);
        ending(rows);
        return rows;
    }

    private static void making(Map<String, Executable> rows) {
        rows.put("CreateWorkspace", () -> {
            var made = Workspace.creator("clients").setTemplate("FIFO").setMultiTaskEnabled(true).create(client);
            ws = made.getSid();
            assertEquals("clients", made.getFriendlyName());
            assertEquals("Offline", made.getDefaultActivityName());
            assertEquals(Workspace.QueueOrder.FIFO, made.getPrioritizeQueueOrder());
            assertTrue(made.getLinks().containsKey("task_queues"));
        });
        rows.put("ListWorkspace", () -> assertEquals(
                List.of(ws), all(Workspace.reader().setFriendlyName("clients"), Workspace::getSid)));
        rows.put("FetchWorkspace", () -> {
            var found = Workspace.fetcher(ws).fetch(client);
            assertEquals(ws, found.getSid());
            assertEquals(centre.connection().accountSid(), found.getAccountSid());
            assertNotNull(found.getDateCreated());
        });
        rows.put("UpdateWorkspace", () -> assertEquals(
                "clients 2", Workspace.updater(ws).setFriendlyName("clients 2").update(client).getFriendlyName()));
        rows.put("CreateActivity", () -> {
            var made = Activity.creator(ws, "Lunch").setAvailable(false).create(client);
            activity = made.getSid();
            assertFalse(made.getAvailable());
        });
        rows.put("ListActivity", () -> {
            var all = list(Activity.reader(ws));
            assertEquals(List.of("Offline", "Unavailable", "Available", "Lunch").stream().sorted().toList(), all.stream()
                    .map(Activity::getFriendlyName)
                    .sorted()
                    .toList());
            available = sidOf(all, "Available");
            offline = sidOf(all, "Offline");
            assertEquals(List.of(available), all(Activity.reader(ws).setAvailable("true"), Activity::getSid));
        });
        rows.put("FetchActivity", () -> assertEquals(
                "Lunch", Activity.fetcher(ws, activity).fetch(client).getFriendlyName()));
        rows.put("UpdateActivity", () -> assertEquals(
                "Dinner", Activity.updater(ws, activity).setFriendlyName("Dinner").update(client).getFriendlyName()));
        rows.put("CreateTaskChannel", () -> {
            var made = TaskChannel.creator(ws, "Letters", "letters").setChannelOptimizedRouting(true).create(client);
            channel = made.getSid();
            assertEquals("letters", made.getUniqueName());
            assertTrue(made.getChannelOptimizedRouting());
        });
        rows.put("ListTaskChannel", () -> assertEquals(
                List.of("chat", "default", "letters", "sms", "video", "voice"),
                all(TaskChannel.reader(ws), TaskChannel::getUniqueName).stream().sorted().toList()));
        rows.put("FetchTaskChannel", () -> {
            assertEquals("Letters", TaskChannel.fetcher(ws, channel).fetch(client).getFriendlyName());
            assertEquals(channel, TaskChannel.fetcher(ws, "letters").fetch(client).getSid());
        });
        rows.put("UpdateTaskChannel", () -> assertEquals(
                "Post", TaskChannel.updater(ws, channel).setFriendlyName("Post").update(client).getFriendlyName()));
        rows.put("CreateTaskQueue", () -> {
            var made = TaskQueue.creator(ws, "Orders")
                    .setTargetWorkers("skills HAS \"orders\"")
                    .setMaxReservedWorkers(2)
                    .setTaskOrder(TaskQueue.TaskOrder.LIFO)
                    .create(client);
            queue = made.getSid();
            assertEquals("skills HAS \"orders\"", made.getTargetWorkers());
            assertEquals(2, made.getMaxReservedWorkers());
            assertEquals(TaskQueue.TaskOrder.LIFO, made.getTaskOrder());
            assertNull(made.getReservationActivitySid());
        });
        rows.put("ListTaskQueue", () -> assertEquals(
                List.of("Orders", "Sample Queue"),
                all(TaskQueue.reader(ws), TaskQueue::getFriendlyName).stream().sorted().toList()));
        rows.put("FetchTaskQueue", () -> assertEquals(
                "Orders", TaskQueue.fetcher(ws, queue).fetch(client).getFriendlyName()));
        rows.put("UpdateTaskQueue", () -> {
            var updated = TaskQueue.updater(ws, queue)
                    .setMaxReservedWorkers(1)
                    .setTaskOrder(TaskQueue.TaskOrder.FIFO)
                    .update(client);
            assertEquals(1, updated.getMaxReservedWorkers());
            assertEquals("skills HAS \"orders\"", updated.getTargetWorkers());
        });
        rows.put("CreateWorkflow", () -> {
            var configuration = "{\"task_routing\":{\"filters\":[{\"filter_friendly_name\":\"all\",\"expression\":"
                    + "\"kind=='order'\",\"targets\":[{\"queue\":\"" + queue + "\",\"priority\":7}]}],"
                    + "\"default_filter\":{\"queue\":\"" + queue + "\"}}}";
            var made = Workflow.creator(ws, "Orders", configuration).setTaskReservationTimeout(60).create(client);
            workflow = made.getSid();
            assertEquals(configuration, made.getConfiguration());
            assertEquals(60, made.getTaskReservationTimeout());
            assertEquals("application/json", made.getDocumentContentType());
        });
        rows.put("ListWorkflow", () -> assertEquals(
                List.of(workflow), all(Workflow.reader(ws).setFriendlyName("Orders"), Workflow::getSid)));
        rows.put("FetchWorkflow", () -> assertEquals(
                "Orders", Workflow.fetcher(ws, workflow).fetch(client).getFriendlyName()));
        rows.put("UpdateWorkflow", () -> assertEquals(
                90, Workflow.updater(ws, workflow).setTaskReservationTimeout(90).update(client).getTaskReservationTimeout()));
    }

    private static void working(Map<String, Executable> rows) {
        rows.put("CreateWorker", () -> {
            var made = Worker.creator(ws, "desk-7").setAttributes("{\"skills\":[\"orders\"]}").create(client);
            worker = made.getSid();
            assertEquals("Offline", made.getActivityName());
            assertFalse(made.getAvailable());
        });
        rows.put("ListWorker", () -> {
            assertEquals(List.of(worker), all(Worker.reader(ws).setTaskQueueSid(queue), Worker::getSid));
            assertEquals(
                    List.of(worker),
                    all(Worker.reader(ws).setTargetWorkersExpression("skills HAS 'orders'"), Worker::getSid));
            assertEquals(List.of(), all(Worker.reader(ws).setActivityName("Available"), Worker::getSid));
        });
        rows.put("FetchWorker", () -> assertEquals(
                "{\"skills\":[\"orders\"]}", Worker.fetcher(ws, worker).fetch(client).getAttributes()));
        rows.put("CreateTask", () -> {
            var made = Task.creator(ws)
                    .setWorkflowSid(workflow)
                    .setAttributes("{\"kind\":\"order\"}")
                    .setTimeout(3_600)
                    .setTaskChannel("letters")
                    .create(client);
            task = made.getSid();
            assertEquals(Task.Status.PENDING, made.getAssignmentStatus());
            assertEquals(7, made.getPriority(), "the target's priority");
            assertEquals(queue, made.getTaskQueueSid());
            assertEquals("letters", made.getTaskChannelUniqueName());
            assertEquals("Orders", made.getWorkflowFriendlyName());
            assertNotNull(made.getTaskQueueEnteredDate());
            assertNotNull(made.getVirtualStartTime());
        });
        rows.put("ListTask", () -> {
            assertEquals(List.of(task), all(Task.reader(ws).setAssignmentStatus(List.of("pending", "reserved")), Task::getSid));
            assertEquals(List.of(task), all(Task.reader(ws).setEvaluateTaskAttributes("kind=='order'"), Task::getSid));
            assertEquals(List.of(), all(Task.reader(ws).setPriority(3), Task::getSid));
        });
        rows.put("FetchTask", () -> assertEquals(3_600, Task.fetcher(ws, task).fetch(client).getTimeout()));
        rows.put("UpdateTask", () -> {
            var updated = Task.updater(ws, task).setPriority(9).setAttributes("{\"kind\":\"order\",\"n\":2}").update(client);
            assertEquals(9, updated.getPriority());
            assertEquals("{\"kind\":\"order\",\"n\":2}", updated.getAttributes());
        });
        rows.put("UpdateWorker", () -> {
            var updated = Worker.updater(ws, worker).setActivitySid(available).update(client);
            assertTrue(updated.getAvailable());
            assertEquals("Available", updated.getActivityName());
        });
        rows.put("ListWorkerChannel", () -> assertEquals(
                List.of("chat", "default", "letters", "sms", "video", "voice"),
                all(WorkerChannel.reader(ws, worker), WorkerChannel::getTaskChannelUniqueName).stream()
                        .sorted()
                        .toList()));
        rows.put("FetchWorkerChannel", () -> {
            var own = all(WorkerChannel.reader(ws, worker), x -> x.getTaskChannelUniqueName() + "=" + x.getSid());
            var sid = own.stream().filter(text -> text.startsWith("letters=")).findFirst().orElseThrow().substring(8);
            assertEquals(worker, WorkerChannel.fetcher(ws, worker, sid).fetch(client).getWorkerSid());
        });
        rows.put("UpdateWorkerChannel", () -> {
            var updated = WorkerChannel.updater(ws, worker, "letters").setCapacity(3).setAvailable(true).update(client);
            assertEquals(3, updated.getConfiguredCapacity());
            assertEquals(66, updated.getAvailableCapacityPercentage(), "one of three is taken by the reservation");
        });
        rows.put("ListTaskReservation", () -> {
            untilIs(1, () -> list(Reservation.reader(ws, task)).size());
            var only = list(Reservation.reader(ws, task).setReservationStatus(Reservation.Status.PENDING)).getFirst();
            reservation = only.getSid();
            assertEquals("desk-7", only.getWorkerName());
        });
        rows.put("FetchTaskReservation", () -> assertEquals(
                worker, Reservation.fetcher(ws, task, reservation).fetch(client).getWorkerSid()));
        rows.put("ListWorkerReservation", () -> assertEquals(
                List.of(reservation),
                all(
                        com.twilio.rest.taskrouter.v1.workspace.worker.Reservation.reader(ws, worker),
                        com.twilio.rest.taskrouter.v1.workspace.worker.Reservation::getSid)));
        rows.put("FetchWorkerReservation", () -> {
            var found = com.twilio.rest.taskrouter.v1.workspace.worker.Reservation.fetcher(ws, worker, reservation)
                    .fetch(client);
            assertEquals(task, found.getTaskSid());
            assertTrue(found.getUrl().getPath().contains("/Workers/" + worker + "/"), "the path it was asked by");
        });
        rows.put("UpdateTaskReservation", () -> assertEquals(
                Reservation.Status.ACCEPTED,
                Reservation.updater(ws, task, reservation)
                        .setReservationStatus(Reservation.Status.ACCEPTED)
                        .update(client)
                        .getReservationStatus()));
        rows.put("UpdateWorkerReservation", () -> {
            var updated = com.twilio.rest.taskrouter.v1.workspace.worker.Reservation.updater(ws, worker, reservation)
                    .setReservationStatus(com.twilio.rest.taskrouter.v1.workspace.worker.Reservation.Status.WRAPPING)
                    .update(client);
            assertEquals("wrapping", updated.getReservationStatus().toString());
            assertEquals(Task.Status.WRAPPING, Task.fetcher(ws, task).fetch(client).getAssignmentStatus());
        });
    }

    private static void counting(Map<String, Executable> rows) {
        rows.put("ListEvent", () -> {
            Centre.until("the acceptance in the list of events", () -> all(
                            Event.reader(ws).setTaskSid(task).setMinutes(5), Event::getEventType)
                    .contains("reservation.accepted"));
            var created = list(Event.reader(ws).setTaskSid(task).setEventType("task.created"));
            assertEquals(1, created.size());
            event = created.getFirst().getSid();
        });
        rows.put("FetchEvent", () -> {
            var found = Event.fetcher(ws, event).fetch(client);
            assertEquals("task.created", found.getEventType());
            assertEquals(task, member(found.getEventData(), "task_sid"));
            assertTrue(found.getEventDateMs() > 0);
        });
        rows.put("FetchWorkspaceStatistics", () -> {
            var figures = WorkspaceStatistics.fetcher(ws).setMinutes(15).fetch(client);
            assertEquals(1, number(figures.getCumulative(), "tasks_created"));
            assertEquals(1, number(figures.getRealtime(), "total_tasks"));
        });
        rows.put("FetchWorkspaceRealTimeStatistics", () -> {
            var figures = WorkspaceRealTimeStatistics.fetcher(ws).fetch(client);
            assertEquals(1, figures.getTotalWorkers());
            assertEquals(1, number(figures.getTasksByStatus(), "wrapping"));
            assertEquals(1, number(figures.getTasksByPriority(), "9"));
        });
        rows.put("FetchWorkspaceCumulativeStatistics", () -> {
            var figures = WorkspaceCumulativeStatistics.fetcher(ws).setSplitByWaitTime("5,30").fetch(client);
            assertEquals(1, figures.getTasksCreated());
            assertEquals(1, figures.getReservationsAccepted());
            assertEquals(0, figures.getReservationsTimedOut());
            assertEquals(Set.of("5", "30"), ((Map<?, ?>) figures.getSplitByWaitTime()).keySet());
        });
        rows.put("FetchTaskQueueStatistics", () -> assertEquals(
                1,
                number(TaskQueueStatistics.fetcher(ws, queue).fetch(client).getCumulative(), "reservations_created")));
        rows.put("FetchTaskQueueRealTimeStatistics", () -> {
            var figures = TaskQueueRealTimeStatistics.fetcher(ws, queue).setTaskChannel("letters").fetch(client);
            assertEquals(1, figures.getTotalTasks());
            assertEquals(1, figures.getTotalEligibleWorkers());
            assertEquals(1, figures.getTotalAvailableWorkers());
            assertEquals(4, figures.getActivityStatistics().size());
        });
        rows.put("FetchTaskQueueCumulativeStatistics", () -> assertEquals(
                1, TaskQueueCumulativeStatistics.fetcher(ws, queue).fetch(client).getTasksEntered()));
        rows.put("ListTaskQueuesStatistics", () -> {
            assertEquals(2, list(TaskQueuesStatistics.reader(ws)).size());
            assertEquals(
                    List.of(queue),
                    all(TaskQueuesStatistics.reader(ws).setFriendlyName("Orders"), TaskQueuesStatistics::getTaskQueueSid));
        });
        rows.put("CreateTaskQueueBulkRealTimeStatistics", () -> {
            var bulk = TaskQueueBulkRealTimeStatistics.creator(ws)
                    .setBody(Map.of("TaskQueueSids", List.of(queue)))
                    .create(client);
            assertEquals(1, bulk.getTaskQueueResponseCount());
            assertEquals(queue, member(bulk.getTaskQueueData().getFirst(), "task_queue_sid"));
        });
        rows.put("FetchWorkflowStatistics", () -> assertEquals(
                1, number(WorkflowStatistics.fetcher(ws, workflow).fetch(client).getRealtime(), "total_tasks")));
        rows.put("FetchWorkflowRealTimeStatistics", () -> assertEquals(
                1, WorkflowRealTimeStatistics.fetcher(ws, workflow).fetch(client).getTotalTasks()));
        rows.put("FetchWorkflowCumulativeStatistics", () -> assertEquals(
                1, WorkflowCumulativeStatistics.fetcher(ws, workflow).fetch(client).getTasksEntered()));
        rows.put("FetchWorkerStatistics", () -> assertEquals(
                1, number(WorkersStatistics.fetcher(ws).fetch(client).getRealtime(), "total_workers")));
        rows.put("FetchWorkersRealTimeStatistics", () -> assertEquals(
                1, WorkersRealTimeStatistics.fetcher(ws).fetch(client).getTotalWorkers()));
        rows.put("FetchWorkersCumulativeStatistics", () -> {
            var figures = WorkersCumulativeStatistics.fetcher(ws).fetch(client);
            assertEquals(1, figures.getReservationsAccepted());
            assertEquals(4, figures.getActivityDurations().size());
        });
        rows.put("FetchWorkerInstanceStatistics", () -> assertEquals(
                1,
                number(WorkerStatistics.fetcher(ws, worker).fetch(client).getCumulative(), "reservations_accepted")));
    }

    private static void ending(Map<String, Executable> rows) {
        rows.put("DeleteTask", () -> {
            assertTrue(Task.deleter(ws, task).delete(client));
            gone(() -> Task.fetcher(ws, task).fetch(client));
        });
        rows.put("DeleteWorker", () -> {
            Worker.updater(ws, worker).setActivitySid(offline).update(client);
            assertTrue(Worker.deleter(ws, worker).delete(client));
            gone(() -> Worker.fetcher(ws, worker).fetch(client));
        });
        rows.put("DeleteWorkflow", () -> {
            assertTrue(Workflow.deleter(ws, workflow).delete(client));
            gone(() -> Workflow.fetcher(ws, workflow).fetch(client));
        });
        rows.put("DeleteTaskQueue", () -> {
            assertTrue(TaskQueue.deleter(ws, queue).delete(client));
            gone(() -> TaskQueue.fetcher(ws, queue).fetch(client));
        });
        rows.put("DeleteTaskChannel", () -> {
            assertTrue(TaskChannel.deleter(ws, "letters").delete(client));
            gone(() -> TaskChannel.fetcher(ws, channel).fetch(client));
        });
        rows.put("DeleteActivity", () -> {
            assertTrue(Activity.deleter(ws, activity).delete(client));
            gone(() -> Activity.fetcher(ws, activity).fetch(client));
        });
        rows.put("DeleteWorkspace", () -> {
            assertTrue(Workspace.deleter(ws).delete(client));
            gone(() -> Workspace.fetcher(ws).fetch(client));
        });
    }

    @TestFactory
    Stream<DynamicTest> everyOperation() {
        var rows = rows();
        assertEquals(OPERATIONS, rows.size(), "one row for each operation");
        return rows.entrySet().stream().map(row -> DynamicTest.dynamicTest(row.getKey(), row.getValue()));
    }

    @Test
    void pagesFollowEachOtherForwardAndBack() {
        var own = workspace("pages");
        var names = IntStream.range(0, 7).mapToObj(n -> "worker " + n).toList();
        names.forEach(name -> Worker.creator(own, name).create(client));
        assertEquals(names, all(Worker.reader(own).setPageSize(3L), Worker::getFriendlyName), "read() over all pages");

        var reader = Worker.reader(own).setPageSize(3L).setActivityName("Offline");
        var seen = new ArrayList<Integer>();
        var sids = new HashSet<String>();
        Page<Worker> page = reader.firstPage(client);
        Page<Worker> second = null;
        while (true) {
            seen.add(page.getRecords().size());
            page.getRecords().forEach(record -> sids.add(record.getSid()));
            if (seen.size() == 2) {
                second = page;
            }
            if (!page.hasNextPage()) {
                break;
            }
            page = reader.nextPage(page, client);
        }
        assertEquals(List.of(3, 3, 1), seen);
        assertEquals(7, sids.size());
        var first = reader.previousPage(second, client);
        assertEquals(
                names.subList(0, 3), first.getRecords().stream().map(Worker::getFriendlyName).toList());
        var nobody = Worker.reader(own).setFriendlyName("nobody").firstPage(client);
        assertTrue(nobody.getRecords().isEmpty());
        assertFalse(nobody.hasNextPage());
    }

    @Test
    void aVersionOnceSeenGuardsAnUpdate() {
        var own = workspace("versions");
        var made = Worker.creator(own, "ann").createWithResponse(client);
        var version = made.getHeaders().entrySet().stream()
                .filter(header -> header.getKey().equalsIgnoreCase("ETag"))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElseThrow()
                .toString()
                .replaceAll("[\\[\\]]", "");
        var sid = made.getContent().getSid();
        Worker.updater(own, sid).setIfMatch(version).setFriendlyName("anna").update(client);
        var refusal = assertThrows(
                ApiException.class,
                () -> Worker.updater(own, sid).setIfMatch(version).setFriendlyName("annabel").update(client));
        assertEquals(412, refusal.getStatusCode());
        assertEquals("anna", Worker.fetcher(own, sid).fetch(client).getFriendlyName(), "the refused change left no trace");
        assertThrows(ApiException.class, () -> Worker.deleter(own, sid).setIfMatch(version).delete(client));
        assertTrue(Worker.deleter(own, sid).setIfMatch("1").delete(client));
    }

    @Test
    void errorsCarryCodeMessageAndMore() {
        var own = workspace("errors");
        refused(401, 20003, () -> Workspace.reader().read(Sdk.withToken(centre, BOGUS)).iterator());
        var missing = refused(404, 20404, () -> Worker.fetcher(own, "WK" + BOGUS).fetch(client));
        assertTrue(missing.getMessage().contains("/Workers/WK" + BOGUS), missing.getMessage());
        refused(400, 20001, () -> Task.creator(own).setWorkflowSid("WW" + BOGUS).create(client));
        refused(400, 20001, () -> TaskQueue.creator(own, "bad").setTargetWorkers("a HASS 1").create(client));
        Worker.creator(own, "twin").create(client);
        var twin = refused(400, 20001, () -> Worker.creator(own, "Twin").create(client));
        assertEquals("Worker with the same friendly name already exists", twin.getMessage());
    }

    private static ApiException refused(int status, int code, Executable request) {
        var refusal = assertThrows(ApiException.class, request);
        assertEquals(status, refusal.getStatusCode(), refusal.getMessage());
        assertEquals(code, refusal.getCode(), refusal.getMessage());
        assertEquals("https://www.twilio.com/docs/errors/" + code, refusal.getMoreInfo());
        assertFalse(refusal.getMessage().isBlank());
        return refusal;
    }

    private static void gone(Executable fetch) {
        refused(404, 20404, fetch);
    }

    private static String workspace(String name) {
        return Workspace.creator(name).create(client).getSid();
    }

    private static String sidOf(List<Activity> activities, String name) {
        return activities.stream()
                .filter(one -> one.getFriendlyName().equals(name))
                .findFirst()
                .orElseThrow()
                .getSid();
    }

    private static <T extends Resource> List<T> list(Reader<T> reader) {
        var found = new ArrayList<T>();
        reader.read(client).forEach(found::add);
        return found;
    }

    private static <T extends Resource, R> List<R> all(Reader<T> reader, java.util.function.Function<T, R> what) {
        return list(reader).stream().map(what).toList();
    }

    private static Object member(Object object, String name) {
        return ((Map<?, ?>) object).get(name);
    }

    private static int number(Object figures, String name) {
        return ((Number) member(figures, name)).intValue();
    }
}
