package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.exception.ApiException;
import com.twilio.http.HttpClient;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.IncomingPhoneNumber;
import com.twilio.rest.api.v2010.account.Key;
import com.twilio.rest.api.v2010.account.NewKey;
import com.twilio.rest.studio.v2.Flow;
import com.twilio.rest.taskrouter.v1.Workspace;
import com.twilio.rest.taskrouter.v1.workspace.Activity;
import com.twilio.rest.taskrouter.v1.workspace.Task;
import com.twilio.rest.taskrouter.v1.workspace.TaskQueue;
import com.twilio.rest.taskrouter.v1.workspace.Worker;
import com.twilio.rest.taskrouter.v1.workspace.Workflow;
import com.twilio.rest.taskrouter.v1.workspace.task.Reservation;
import com.twilio.rest.taskrouter.v1.workspace.worker.WorkerChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The official Java SDK, unchanged but for the host it talks to.
@Timeout(120)
class JavaSdkTest {
    private Centre centre;
    private TwilioRestClient twilio;

    /// Sends to our host whatever the SDK believes to send to `*.twilio.com`.
    private static final class Redirected extends HttpClient {
        private final HttpClient network = new NetworkHttpClient();
        private final String base;

        Redirected(String base) {
            this.base = base;
        }

        @Override
        public Response makeRequest(Request request) {
            String url = request.getUrl().replaceFirst("^https?://[^/]+", base);
            Request moved = new Request(request.getMethod(), url);
            moved.setAuth(request.getUsername(), request.getPassword());
            request.getQueryParams().forEach((name, values) -> values.forEach(v -> moved.addQueryParam(name, v)));
            request.getPostParams().forEach((name, values) -> values.forEach(v -> moved.addPostParam(name, v)));
            request.getHeaderParams().forEach((name, values) -> values.forEach(v -> moved.addHeaderParam(name, v)));
            if (request.getContentType() != null) {
                moved.setContentType(request.getContentType());
            }
            if (request.getBody() != null) {
                moved.setBody(request.getBody());
            }
            return network.makeRequest(moved);
        }
    }

    @BeforeEach
    void start() {
        centre = new Centre();
        twilio = client(centre);
    }

    static TwilioRestClient client(Centre centre) {
        return new TwilioRestClient.Builder(Centre.ACCOUNT, Centre.TOKEN)
                .httpClient(new Redirected(centre.face.localAddress().toString()))
                .build();
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    @Test
    void aTaskLivesItsLifeThroughTheSdk() {
        Workspace workspace = Workspace.creator("writers")
                .setMultiTaskEnabled(true)
                .setTemplate("NONE")
                .create(twilio);
        String ws = workspace.getSid();
        assertEquals("Offline", workspace.getDefaultActivityName());
        List<Activity> activities = all(Activity.reader(ws).read(twilio));
        assertEquals(3, activities.size());
        String available = activities.stream()
                .filter(Activity::getAvailable)
                .findFirst()
                .orElseThrow()
                .getSid();
        TaskQueue queue = TaskQueue.creator(ws, "support")
                .setTargetWorkers("skills HAS \"support\"")
                .create(twilio);
        Workflow workflow = Workflow.creator(
                        ws,
                        "support",
                        "{\"task_routing\":{\"filters\":[{\"filter_friendly_name\":\"all\",\"expression\":\"1==1\","
                                + "\"targets\":[{\"queue\":\"" + queue.getSid() + "\"}]}]}}")
                .setTaskReservationTimeout(10)
                .create(twilio);
        assertEquals(10, workflow.getTaskReservationTimeout());
        Worker worker = Worker.creator(ws, "dave")
                .setAttributes("{\"skills\":[\"support\"]}")
                .setActivitySid(available)
                .create(twilio);
        assertTrue(worker.getAvailable());
        WorkerChannel channel = WorkerChannel.updater(ws, worker.getSid(), "default")
                .setCapacity(2)
                .update(twilio);
        assertEquals(2, channel.getConfiguredCapacity());
        Task task = Task.creator(ws)
                .setWorkflowSid(workflow.getSid())
                .setAttributes("{\"a\":1}")
                .setPriority(5)
                .create(twilio);
        assertEquals(Task.Status.PENDING, task.getAssignmentStatus());
        Reservation reservation =
                Reservation.reader(ws, task.getSid()).read(twilio).iterator().next();
        assertEquals("dave", reservation.getWorkerName());
        assertEquals(
                Reservation.Status.ACCEPTED,
                Reservation.updater(ws, task.getSid(), reservation.getSid())
                        .setReservationStatus(Reservation.Status.ACCEPTED)
                        .update(twilio)
                        .getReservationStatus());
        Task completed = Task.updater(ws, task.getSid())
                .setAssignmentStatus(Task.Status.COMPLETED)
                .setReason("sold")
                .update(twilio);
        assertEquals("sold", completed.getReason());
        assertTrue(Task.deleter(ws, task.getSid()).delete(twilio));
        assertTrue(Workspace.deleter(ws).delete(twilio));
        ApiException gone =
                assertThrows(ApiException.class, () -> Workspace.fetcher(ws).fetch(twilio));
        assertEquals(20404, gone.getCode());
        assertEquals(404, gone.getStatusCode());
    }

    @Test
    void pagesAreFollowedToTheEndInBothStyles() {
        for (int i = 0; i < 7; i++) {
            Workspace.creator("w" + i).create(twilio);
            IncomingPhoneNumber.creator(new com.twilio.type.PhoneNumber("+1555000100" + i))
                    .create(twilio);
        }
        assertEquals(7, all(Workspace.reader().pageSize(3).read(twilio)).size());
        assertEquals(
                7, all(IncomingPhoneNumber.reader().pageSize(2).read(twilio)).size());
    }

    @Test
    void keysSecretsAndFlowsAreUnderstood() {
        NewKey key = NewKey.creator().setFriendlyName("ci").create(twilio);
        assertEquals(32, key.getSecret().length());
        assertEquals("ci", Key.fetcher(key.getSid()).fetch(twilio).getFriendlyName());
        Flow flow = Flow.creator(
                        "ivr",
                        Flow.Status.DRAFT,
                        java.util.Map.of(
                                "description",
                                "x",
                                "initial_state",
                                "Trigger",
                                "states",
                                List.of(java.util.Map.of(
                                        "name",
                                        "Trigger",
                                        "type",
                                        "trigger",
                                        "transitions",
                                        List.of(),
                                        "properties",
                                        java.util.Map.of()))))
                .create(twilio);
        assertEquals(1, flow.getRevision());
        assertTrue(flow.getValid());
        assertFalse(all(Flow.reader().read(twilio)).isEmpty());
    }

    @Test
    void aWrongTokenIsTheSdksAuthenticationError() {
        TwilioRestClient wrong = new TwilioRestClient.Builder(Centre.ACCOUNT, "wrong")
                .httpClient(new Redirected(centre.face.localAddress().toString()))
                .build();
        ApiException refused =
                assertThrows(ApiException.class, () -> Workspace.creator("x").create(wrong));
        assertEquals(20003, refused.getCode());
    }

    private static <T> List<T> all(Iterable<T> rows) {
        List<T> all = new ArrayList<>();
        rows.forEach(all::add);
        return all;
    }
}
