package org.cordboard.server.flows;

import static org.cordboard.server.flows.FlowHouse.example;
import static org.cordboard.server.flows.FlowHouse.json;
import static org.cordboard.server.flows.FlowHouse.sid;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;
import org.cordboard.media.audio.Tones;
import org.cordboard.media.speech.InstalledSpeech;
import org.cordboard.media.speech.SpeechRequest;
import org.cordboard.server.flows.FlowHouse.Told;
import org.cordboard.server.phone.PhoneCall;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Every example flow as a real call: the flow is published over REST, a scripted phone calls or is called, presses keys
/// and listens.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class ExampleFlowsIT {
    private static final String WORKFLOW = "WW00000000000000000000000000000001";
    private static final String SECOND_WORKFLOW = "WW00000000000000000000000000000002";

    private FlowHouse house;
    private ScriptedPhone caller;
    private String support;
    private String sales;

    @BeforeAll
    void open(@TempDir Path data) throws Exception {
        house = FlowHouse.open(data);
        caller = new ScriptedPhone(Centre.CALLER);
        support = house.workflow("support-tests");
        sales = house.workflow("sales-tests");
    }

    @AfterAll
    void close() {
        caller.close();
        house.close();
    }

    private PhoneCall answered(String number) {
        var call = house.call(caller, number);
        assertEquals(200, call.awaitAnswer(PATIENCE));
        return call;
    }

    private static void hears(PhoneCall call) {
        assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "something is heard");
    }

    @Test
    void theWritersIvrPutsTheCallerInTheQueueInBothFormats() throws Exception {
        for (var file : List.of("writers-ivr.json", "writers-ivr-2017.json")) {
            var flow = house.published(file, example(file), Map.of(WORKFLOW, support));
            try (var call = answered(house.number(flow))) {
                hears(call);
                call.press("1");
                var execution = house.reaches(flow, "support");
                assertEquals(List.of("incomingCall", "keypress"), house.events(flow, execution));
                var callSid = house.context(flow, execution).at("/trigger/call/CallSid").asText();
                var task = house.task(support);
                assertEquals(callSid, json(task.path("attributes").asText()).path("call_sid").asText());
                assertEquals("active", house.newest(flow).path("status").asText());
                assertEquals(callSid, execution.path("initiated_by").asText());

                call.hangUp();
                house.ended(flow);
                assertEquals(List.of("incomingCall", "keypress", "callComplete"), house.events(flow, execution));
                assertEquals(
                        "hangup", house.context(flow, execution).at("/widgets/support/QueueResult").asText());
                Centre.untilIs("canceled", () -> house.api()
                        .get(house.workspace() + "/Tasks/" + sid(task))
                        .path("assignment_status")
                        .asText());
            }
        }
    }

    @Test
    void theMenuLeadsToSalesAndTheCallIsReportedAfterTheCallerHungUp() throws Exception {
        house.page("/calls", _ -> Told.json("{}"));
        var flow = house.published(
                "menu",
                example("two-team-menu.json"),
                Map.of(WORKFLOW, support, SECOND_WORKFLOW, sales, "https://crm.example.net", house.outside()));
        try (var call = answered(house.number(flow))) {
            hears(call);
            call.press("2");
            house.reaches(flow, "to_sales");
            assertEquals("sales", json(house.task(sales).path("attributes").asText()).path("team").asText());
            call.hangUp();
            var report = house.asked("/calls");
            var execution = house.ended(flow);
            assertEquals(
                    List.of("incomingCall", "keypress", "match", "callComplete", "success"),
                    house.events(flow, execution));
            assertEquals(
                    house.context(flow, execution).at("/trigger/call/CallSid").asText(),
                    report.json().path("call").asText());
            assertEquals(Centre.CALLER, report.json().path("from").asText());
        }
    }

    @Test
    void theCallBackRequestTakesAnotherNumberAndHangsUp() throws Exception {
        house.page("/call-backs", _ -> new Told(201, "application/json", "{\"id\": 7}"));
        var flow = house.published(
                "call back",
                example("call-back-request.json"),
                Map.of(WORKFLOW, support, "https://cc.example.net", house.outside()));
        try (var call = answered(house.number(flow))) {
            hears(call);
            call.press("1");
            house.reaches(flow, "number");
            call.ears().forget();
            hears(call);
            call.press("4930123456#");
            assertEquals("+4930123456", house.asked("/call-backs").json().path("number").asText());
            assertTrue(call.awaitEnd(PATIENCE), "the flow hangs up after its goodbye");
            var execution = house.ended(flow);
            assertEquals(7, house.context(flow, execution).at("/widgets/request/parsed/id").asInt());
            assertEquals("audioComplete", house.events(flow, execution).getLast());
        }
    }

    @Test
    void membersAreCheckedByTheSubFlow() throws Exception {
        house.page("/check-pin", asked -> Told.json(
                "{\"ok\": " + asked.body().contains("pin=1234") + ", \"customer\": \"C-7\"}"));
        var pin = house.published(
                "pin", example("check-pin.json"), Map.of("https://fn.example.net", house.outside()));
        var flow = house.published(
                "members",
                example("members-line.json"),
                Map.of("FW00000000000000000000000000000005", sid(pin), WORKFLOW, support));
        try (var call = answered(house.number(flow))) {
            hears(call);
            call.press("1111");
            house.asked("/check-pin");
            house.reaches(flow, "pin");
            call.ears().forget();
            hears(call);
            call.press("1234");
            var execution = house.reaches(flow, "queue");
            var steps = house.steps(flow, execution);
            assertEquals("completed", steps.get(steps.size() - 2).path("name").asText());
            var parent = sid(steps.get(steps.size() - 2));
            var inner = steps.stream()
                    .filter(step -> step.path("flow_sid").asText().equals(sid(pin)))
                    .toList();
            assertFalse(inner.isEmpty());
            inner.forEach(step -> assertEquals(parent, step.path("parent_step_sid").asText()));
            assertEquals("gather-input-on-call", inner.get(1).path("type").asText());
            assertEquals("run-subflow", steps.get(steps.size() - 2).path("type").asText());
            assertEquals("C-7", json(house.task(support).path("attributes").asText()).path("customer").asText());
        }
        house.ended(flow);
    }

    @Test
    void afterHoursAMessageCutOffByHangingUpIsKept() throws Exception {
        house.page("/voicemail", _ -> Told.json("{}"));
        var flow = house.published(
                "after hours",
                example("voicemail-after-hours.json"),
                Map.of(
                        "{{ \\\"now\\\" | date: \\\"%u\\\", \\\"Europe/Berlin\\\" }}", "7",
                        WORKFLOW, support,
                        "https://cc.example.net", house.outside()));
        try (var call = answered(house.number(flow))) {
            var execution = house.reaches(flow, "message");
            Centre.until("a recording", () -> recording());
            speaks(call);
            call.hangUp();
            var form = house.asked("/voicemail").body();
            assertTrue(form.contains("recording=http"), form);
            assertFalse(form.contains("seconds=0") || form.endsWith("seconds="), form);
            house.ended(flow);
            assertEquals(
                    List.of("incomingCall", "noMatch", "audioComplete", "hangup", "success", "hangup"),
                    house.events(flow, execution));
        }
    }

    /// The caller says something for a second and a half.
    private static void speaks(PhoneCall call) throws InterruptedException {
        var spoken = new CountDownLatch(75);
        var tone = new Tones(true, new Tones.Step(440, 0, 1_000, 0.3));
        call.play(frame -> {
            spoken.countDown();
            return tone.read(frame);
        });
        assertTrue(spoken.await(PATIENCE.toSeconds(), TimeUnit.SECONDS), "the caller has spoken");
    }

    private boolean recording() {
        return StreamSupport.stream(
                        house.api().get(house.api().accountPath("Recordings")).path("recordings").spliterator(), false)
                .anyMatch(recording -> recording.path("status").asText().equals("in-progress"));
    }

    @Test
    void aTaskThatTimesOutLeadsToTheVoicemail() throws Exception {
        house.page("/voicemail", _ -> Told.json("{}"));
        var flow = house.published(
                "nobody free",
                example("voicemail-after-hours.json"),
                Map.of(
                        "{{ \\\"now\\\" | date: \\\"%u\\\", \\\"Europe/Berlin\\\" }}", "2",
                        "{{ \\\"now\\\" | date: \\\"%H:%M\\\", \\\"Europe/Berlin\\\" }}", "12:00",
                        "300", "2",
                        WORKFLOW, support,
                        "https://cc.example.net", house.outside()));
        try (var call = answered(house.number(flow))) {
            var execution = house.reaches(flow, "message");
            assertTrue(house.events(flow, execution).contains("callComplete"), house.events(flow, execution).toString());
            Centre.until("a recording", () -> recording());
            speaks(call);
            call.press("#");
            assertTrue(house.asked("/voicemail").body().contains("recording=http"));
            assertTrue(call.awaitEnd(PATIENCE), "the flow hangs up after its thanks");
            house.ended(flow);
            assertTrue(house.events(flow, execution).contains("recordingComplete"));
        }
    }

    @Test
    void theReminderCallsTheCustomerWhoConfirms() throws Exception {
        house.page("/reminders", _ -> Told.json("{}"));
        var flow = house.published(
                "reminder",
                example("appointment-reminder.json"),
                Map.of("https://cc.example.net", house.outside(), "\"detect_answering_machine\": true", "\"detect_answering_machine\": false"));
        var from = house.number(flow);
        try (var customer = house.centre().phoneOf("charles")) {
            var started = house.api().post(
                    "/v2/Flows/" + sid(flow) + "/Executions",
                    Map.of("To", "client:charles", "From", from, "Parameters", "{\"name\":\"Ms Example\",\"when\":\"Monday\"}"));
            assertEquals("active", started.path("status").asText());
            assertTrue(started.path("initiated_by").asText().startsWith("RQ"));
            var call = customer.awaitRinging(PATIENCE).answer();
            hears(call);
            call.press("1");
            var body = house.asked("/reminders").json();
            assertEquals("1", body.path("digits").asText());
            assertEquals("in-progress", body.path("status").asText());
            assertTrue(call.awaitEnd(PATIENCE), "the flow hangs up at its end");
            var execution = house.ended(flow);
            assertEquals(
                    List.of("incomingRequest", "answered", "noMatch", "keypress", "noMatch", "success"),
                    house.events(flow, execution));
            assertEquals("Ms Example", house.context(flow, execution).at("/flow/data/name").asText());
        }
    }

    @Test
    void theReminderHearsThatAMachineAnswered() throws Exception {
        house.page("/reminders", _ -> Told.json("{}"));
        var flow = house.published(
                "reminder", example("appointment-reminder.json"), Map.of("https://cc.example.net", house.outside()));
        var from = house.number(flow);
        try (var customer = house.centre().phoneOf("charles");
                var speech = InstalledSpeech.find()) {
            var greeting = speech.say(SpeechRequest.english(
                    "Hello, you have reached the office of the writers. Nobody can take your call at the moment,"
                            + " but if you leave your name and number after the tone we will call you back."));
            house.api().post(
                    "/v2/Flows/" + sid(flow) + "/Executions",
                    Map.of("To", "client:charles", "From", from, "Parameters", "{\"name\":\"Ms Example\",\"when\":\"Monday\"}"));
            var call = customer.awaitRinging(PATIENCE).answer();
            call.play(greeting.once());
            var execution = house.ended(flow);
            assertTrue(
                    house.context(flow, execution).toString().contains("\"AnsweredBy\":\"machine_"),
                    () -> house.context(flow, execution).toString());
            house.asked("/reminders");
        }
    }
}
