package org.cordboard.server.flows;

import static org.cordboard.server.story.Centre.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.studio.v2.Flow;
import com.twilio.rest.studio.v2.FlowValidate;
import com.twilio.rest.studio.v2.flow.Execution;
import com.twilio.rest.studio.v2.flow.FlowRevision;
import com.twilio.rest.studio.v2.flow.FlowTestUser;
import com.twilio.rest.studio.v2.flow.execution.ExecutionContext;
import com.twilio.rest.studio.v2.flow.execution.ExecutionStep;
import com.twilio.rest.studio.v2.flow.execution.executionstep.ExecutionStepContext;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.platform.Platform;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The official Java library on flows, executions, steps and contexts, with a real call in between.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class FlowLibraryIT {
    private FlowHouse house;
    private TwilioRestClient client;

    @BeforeAll
    void open(@TempDir Path data) throws Exception {
        house = FlowHouse.open(data);
        var connection = house.centre().connection();
        client = Platform.of(Environment.of(
                        Map.of(
                                "CORDBOARD_URL", connection.url(),
                                "TWILIO_ACCOUNT_SID", connection.accountSid(),
                                "TWILIO_AUTH_TOKEN", connection.authToken()),
                        Path.of("no such file")))
                .client();
    }

    @AfterAll
    void close() {
        house.close();
    }

    private static Map<String, Object> definition(String text) throws Exception {
        @SuppressWarnings("unchecked")
        Map<String, Object> map = new JsonMapper().readValue(text, Map.class);
        return map;
    }

    @Test
    void flowsAreValidatedMadeFetchedListedRevisedAndDeleted() throws Exception {
        var ivr = definition(FlowHouse.example("writers-ivr.json")
                .replace("WW00000000000000000000000000000001", house.workflow("ivr")));
        assertTrue(FlowValidate.updater("IVR", FlowValidate.Status.PUBLISHED, ivr).update(client).getValid());

        var made = Flow.creator("IVR", Flow.Status.PUBLISHED, ivr).setCommitMessage("first").create(client);
        assertEquals(1, made.getRevision());
        assertTrue(made.getWebhookUrl().toString().endsWith("/Flows/" + made.getSid()));
        assertEquals(definition(new JsonMapper().writeValueAsString(made.getDefinition())), ivr, "as it was posted");

        var revised = Flow.updater(made.getSid(), Flow.Status.DRAFT).setFriendlyName("IVR 2").update(client);
        assertEquals(2, revised.getRevision());
        assertEquals(Flow.Status.DRAFT, Flow.fetcher(made.getSid()).fetch(client).getStatus());
        assertEquals(1, FlowRevision.fetcher(made.getSid(), "LatestPublished").fetch(client).getRevision());
        var numbers = new ArrayList<Integer>();
        FlowRevision.reader(made.getSid()).read(client).forEach(revision -> numbers.add(revision.getRevision()));
        assertEquals(List.of(2, 1), numbers, "newest first");

        FlowTestUser.updater(made.getSid(), List.of("+15551112222", "client:agent7")).update(client);
        assertEquals(
                List.of("+15551112222", "client:agent7"),
                FlowTestUser.fetcher(made.getSid()).fetch(client).getTestUsers());

        var listed = new ArrayList<String>();
        Flow.reader().read(client).forEach(flow -> listed.add(flow.getSid()));
        assertTrue(listed.contains(made.getSid()));
        assertTrue(Flow.deleter(made.getSid()).delete(client));
        assertEquals(
                404,
                assertThrows(ApiException.class, () -> Flow.fetcher(made.getSid()).fetch(client)).getStatusCode());
    }

    @Test
    void allThatIsWrongWithAFlowIsSaidAtOnce() throws Exception {
        var broken = definition(FlowHouse.example("writers-ivr.json")
                .replace("\"enqueue-call\"", "\"enqueue\"")
                .replace("\"timeout\": 5", "\"timeout\": \"five\""));
        var refused = assertThrows(
                ApiException.class, () -> Flow.creator("broken", Flow.Status.PUBLISHED, broken).create(client));
        assertEquals(81022, refused.getCode());
        var errors = String.valueOf(refused.getDetails().get("errors"));
        assertTrue(errors.contains("#/states/1/properties/timeout") && errors.contains("#/states/2/type"), errors);
    }

    @Test
    void executionsStepsAndContextsOfARealCall() throws Exception {
        var workflow = house.workflow("library");
        var flow = house.published(
                "read by the library",
                FlowHouse.example("writers-ivr.json"),
                Map.of("WW00000000000000000000000000000001", workflow));
        var sid = FlowHouse.sid(flow);
        try (var caller = new ScriptedPhone(Centre.CALLER);
                var call = house.call(caller, house.number(flow))) {
            assertEquals(200, call.awaitAnswer(PATIENCE));
            call.ears().within(PATIENCE, call.ears()::sound);
            call.press("1");
            house.reaches(flow, "support");
            var running = Execution.reader(sid).setStatus(Execution.Status.ACTIVE).read(client).iterator().next();
            assertEquals(Centre.CALLER, running.getContactChannelAddress());
            assertTrue(running.getInitiatedBy().startsWith("CA"));
        }
        house.ended(flow);
        var execution = Execution.reader(sid).read(client).iterator().next();
        assertEquals(Execution.Status.ENDED, execution.getStatus());
        assertEquals(1, execution.getFlowVersion());
        assertFalse(execution.getDateCreated().isAfter(execution.getDateUpdated()));

        var steps = new ArrayList<ExecutionStep>();
        ExecutionStep.reader(sid, execution.getSid()).read(client).forEach(steps::add);
        assertEquals(
                List.of("callComplete", "keypress", "incomingCall"),
                steps.stream().map(ExecutionStep::getName).toList(),
                "newest first");
        assertEquals(
                List.of("enqueue-call", "gather-input-on-call", "trigger"),
                steps.stream().map(ExecutionStep::getType).toList());
        assertEquals("Ended", steps.getFirst().getTransitionedTo());
        assertEquals("Trigger", steps.getLast().getTransitionedFrom());

        var whole = new JsonMapper()
                .valueToTree(ExecutionContext.fetcher(sid, execution.getSid()).fetch(client).getContext());
        assertEquals("1", whole.at("/widgets/welcome/Digits").asText());
        assertEquals(execution.getSid(), whole.at("/flow/sid").asText());
        assertEquals(Centre.CALLER, whole.at("/contact/channel/address").asText());
        var early = new JsonMapper()
                .valueToTree(ExecutionStepContext.fetcher(sid, execution.getSid(), steps.getLast().getSid())
                        .fetch(client)
                        .getContext());
        assertTrue(early.at("/widgets/welcome").isMissingNode(), "the first step's context is of that moment");
        assertNotNull(ExecutionStep.fetcher(sid, execution.getSid(), steps.getFirst().getSid()).fetch(client).getUrl());

        assertTrue(Execution.deleter(sid, execution.getSid()).delete(client));
        assertFalse(Execution.reader(sid).read(client).iterator().hasNext());
    }
}
