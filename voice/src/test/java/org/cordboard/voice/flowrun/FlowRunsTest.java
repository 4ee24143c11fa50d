package org.cordboard.voice.flowrun;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.routing.sid.StepSid;
import org.cordboard.voice.House;
import org.cordboard.voice.leg.CallRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Executions asked through their webhook, without a phone: what happens while a web request is under way, and in time.
@Timeout(60)
class FlowRunsTest {
    private static final FlowSid FLOW = new FlowSid("FW" + "1".repeat(32));
    private static final String CALL = "CA" + "5".repeat(32);

    private House house;
    private FlowRuns flows;

    @BeforeEach
    void open() throws Exception {
        house = new House();
        flows = house.voice.flows();
    }

    @AfterEach
    void close() {
        house.close();
    }

    private FlowAddress flow(String states) {
        var definition = "{\"initial_state\": \"Trigger\", \"flags\": {\"allow_concurrent_calls\": true}, \"states\": [" + states + "]}";
        var now = Instant.now();
        house.put(
                new Flow(FLOW, house.account.sid(), "test", 1, 1, List.of(), now, now),
                new FlowRevision(FLOW, 1, "test", "published", definition, null, true, now, now));
        return new FlowAddress(house.account.sid(), FLOW);
    }

    private static String trigger(String next) {
        return """
                {"name": "Trigger", "type": "trigger", "properties": {}, "transitions": [
                  {"event": "incomingCall", "next": "NEXT"}, {"event": "incomingRequest", "next": "NEXT"}]}"""
                .replace("NEXT", next);
    }

    private String request(String name, String path, String next) {
        return """
                ,{"name": "NAME", "type": "make-http-request", "properties": {"method": "GET", "url": "URL"},
                  "transitions": [{"event": "success", "next": "NEXT"}, {"event": "failed"}]}"""
                .replace("NAME", name)
                .replace("URL", house.url(path))
                .replace("NEXT", next);
    }

    private static String say(String name) {
        return """
                ,{"name": "NAME", "type": "say-play", "properties": {"say": "Hello"}, "transitions": [{"event": "audioComplete"}]}"""
                .replace("NAME", name);
    }

    private static Map<String, String> asked(String status, String... more) {
        var parameters = new HashMap<>(
                Map.of("CallSid", CALL, "From", "+15550002222", "To", House.NUMBER, "CallStatus", status));
        for (int i = 0; i < more.length; i += 2) {
            parameters.put(more[i], more[i + 1]);
        }
        return parameters;
    }

    private List<String> steps() {
        return house.engine.read(view -> view.records(ExecutionStep.class)).stream()
                .sorted(Comparator.comparing(ExecutionStep::dateCreated))
                .map(step -> step.name() + " " + step.transitionedFrom() + " " + step.transitionedTo())
                .toList();
    }

    private boolean notified(String code) {
        return house.engine.read(view -> view.records(Notification.class)).stream()
                .anyMatch(notification -> notification.errorCode().equals(code));
    }

    @Test
    void hangingUpDuringAWebRequestIsNotedAndTheRequestsAfterItStillRun() throws Exception {
        var held = new CountDownLatch(1);
        house.page("/slow", _ -> await(held));
        house.page("/report", _ -> "<ok/>");
        var address = flow(trigger("slow") + request("slow", "/slow", "report") + request("report", "/report", "bye") + say("bye"));
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var document = CompletableFuture.supplyAsync(() -> flows.answer(address, asked("ringing")), threads);
            house.next("/slow");
            assertEquals("<Response/>", flows.answer(address, asked("completed")).orElseThrow(), "answered at once");
            assertTrue(notified("81002"));
            assertEquals(List.of("incomingCall Trigger slow"), steps(), "the hang-up itself moves nothing");
            held.countDown();
            assertTrue(document.get(20, TimeUnit.SECONDS).orElseThrow().contains("<Response/>"));
        }
        house.next("/report");
        assertEquals(
                List.of("incomingCall Trigger slow", "success slow report", "success report bye", "hangup bye Ended"),
                steps());
    }

    private static String await(CountDownLatch held) {
        try {
            held.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return "<ok/>";
    }

    @Test
    void anExecutionIsEndedAtOnceWhileItsWebRequestIsUnderWay() throws Exception {
        var held = new CountDownLatch(1);
        house.page("/slow", _ -> await(held));
        flow(trigger("slow") + request("slow", "/slow", "again") + request("again", "/again", "slow"));
        house.page("/again", _ -> "<ok/>");
        var sid = flows.start(house.account, FLOW, 1, "+15550002222", House.NUMBER, Map.of());
        house.next("/slow");
        assertTrue(flows.end(sid));
        assertEquals("ended", house.engine.read(v -> v.record(Execution.class, sid.value())).status());
        assertEquals(0, flows.active());
        held.countDown();
        assertEquals(List.of("incomingRequest Trigger slow"), steps(), "the late answer changes nothing");
    }

    @Test
    void aRequestNobodyWaitsForGetsTheSameDocumentAgain() {
        var address = flow(trigger("hello") + say("hello"));
        var first = flows.answer(address, asked("ringing")).orElseThrow();
        assertTrue(first.contains("<Say"), first);
        assertEquals(first, flows.answer(address, asked("in-progress")).orElseThrow());
        assertTrue(notified("81002"));
        assertEquals(first, flows.answer(address, asked("in-progress", "FlowEvent", "gather")).orElseThrow());
        assertTrue(flows.answer(address, asked("in-progress", "FlowEvent", "audioComplete")).orElseThrow().contains("<Response/>"));
        assertEquals(List.of("incomingCall Trigger hello", "audioComplete hello Ended"), steps());
    }

    @Test
    void stepsOfOneTurnAreInOrderByTheirDates() {
        var states = new StringBuilder(trigger("s0"));
        for (int i = 0; i < 20; i++) {
            states.append("""
                    ,{"name": "sI", "type": "set-variables", "properties": {"variables": [{"key": "n", "value": "1"}]},
                      "transitions": [{"event": "next", "next": "sJ"}]}"""
                    .replace("sI", "s" + i)
                    .replace("sJ", i == 19 ? "" : "s" + (i + 1)));
        }
        flows.answer(flow(states.toString()), asked("ringing"));
        var dates = house.engine.read(v -> v.records(ExecutionStep.class)).stream()
                .map(ExecutionStep::dateCreated)
                .distinct()
                .count();
        assertEquals(21, dates);
        assertEquals("next s4 s5", steps().get(5));
        assertEquals("next s19 Ended", steps().getLast());
    }

    @Test
    void aLoopOfTwoWidgetsStopsAfterAThousandStepsAndIsReported() {
        var loop = """
                ,{"name": "A", "type": "set-variables", "properties": {"variables": [{"key": "n", "value": "1"}]}, "transitions": [{"event": "next", "next": "B"}]}
                ,{"name": "B", "type": "set-variables", "properties": {"variables": [{"key": "n", "value": "2"}]}, "transitions": [{"event": "next", "next": "A"}]}""";
        flows.answer(flow(trigger("A") + loop), asked("ringing"));
        assertEquals(1_000, steps().size());
        assertTrue(notified("81000"));
        assertEquals(0, flows.active());
    }

    private static String message(String name, String to, String body, String sent, String failed) {
        return """
                ,{"name": "NAME", "type": "send-message", "properties": {
                    "from": "{{flow.channel.address}}", "to": "TO", "body": "BODY"},
                  "transitions": [{"event": "sent", "next": "SENT"}, {"event": "failed", "next": "FAILED"}]}"""
                .replace("NAME", name)
                .replace("TO", to)
                .replace("BODY", body)
                .replace("SENT", sent)
                .replace("FAILED", failed);
    }

    @Test
    void aTextStartsTheFlowOfItsNumberAndIsAnsweredByIt() throws Exception {
        var texted = trigger("").replace("incomingRequest", "incomingMessage").replace("\"next\": \"\"}]", "\"next\": \"answer\"}]");
        var address = flow(texted
                + message("answer", "{{contact.channel.address}}", "You said {{trigger.message.Body}}", "outside", "")
                + message("outside", "+14155550000", "hello", "", ""));
        house.number(House.NUMBER, Map.of("sms_url", address.url("http://cordboard.test")));
        try (var phone = house.registered("dave")) {
            assertEquals(200, phone.text(house.sip(), House.NUMBER, "good morning", House.PASSWORD));
            assertEquals("You said good morning", phone.text().text());
        }
        var execution = house.eventually(Execution.class, e -> e.status().equals("ended"));
        assertEquals("sip:dave@127.0.0.1", execution.contactChannelAddress());
        assertEquals(
                List.of("incomingMessage Trigger answer", "sent answer outside", "failed outside Ended"),
                steps(),
                "nothing leads outside");
        assertTrue(execution.context().contains("\"Status\":\"queued\""), execution.context());
        assertTrue(execution.context().contains("21612"), execution.context());
        house.eventually(Notification.class, notification -> notification.errorCode().equals("81011"));
    }

    @Test
    void dataOfExecutionsGoesThirtyDaysAfterTheirStart() {
        var old = Instant.now().minus(Duration.ofDays(31));
        var young = Instant.now().minus(Duration.ofDays(29));
        for (var each : List.of(Map.entry("a", old), Map.entry("b", young))) {
            var sid = new ExecutionSid("FN" + each.getKey().repeat(32));
            var at = each.getValue();
            house.put(
                    new Execution(sid, house.account.sid(), FLOW, 1, "+1", "ended", null, "{}", at, at),
                    new ExecutionStep(
                            new StepSid("FT" + each.getKey().repeat(32)),
                            sid, FLOW, house.account.sid(), "incomingCall", "Trigger", "Ended", null, "{}", at, at));
        }
        try (var keeper = new FlowKeeper(
                new CallRecords(house.engine, java.time.InstantSource.system(), "local"), () -> {})) {
            keeper.sweep();
        }
        assertEquals(
                List.of("FN" + "b".repeat(32)),
                house.engine.read(v -> v.records(Execution.class)).stream().map(Execution::key).toList());
        assertEquals(1, steps().size());
    }

    @Test
    void aFlowTakesAHundredNewCallsASecondAndNoMore() {
        var rate = new StartRate();
        var now = Instant.parse("2026-03-02T12:00:00Z");
        for (int i = 0; i < 100; i++) {
            assertTrue(rate.admits(house.account.sid(), 100, now));
        }
        assertFalse(rate.admits(house.account.sid(), 100, now.plusMillis(900)));
        assertTrue(rate.admits(house.account.sid(), 100, now.plusSeconds(1)));
    }
}
