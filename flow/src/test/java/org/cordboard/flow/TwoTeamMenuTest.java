package org.cordboard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.FlowImporter.Purpose;
import org.junit.jupiter.api.Test;

class TwoTeamMenuTest {

    private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
    private static final Map<String, Object> CALL = Map.of(
            "CallSid", "CA00000000000000000000000000000001", "From", "+15550002222", "To", "+15550001000", "CallStatus", "ringing");

    @Test
    void pressingTwoReachesSalesAndReportsAfterTheCall() throws Exception {
        var definition = FlowImporter.read(Examples.text("two-team-menu"), Mode.STRICT, Purpose.PUBLISH)
                .flow()
                .orElseThrow();
        var flow = new Interpreter(Definitions.of("FW1", 7, definition));
        var first = flow.start(
                new Start("FN1", "AC1", "FW1", 7, false, "CA1", new Start.Origin.IncomingCall(CALL)), NOON);
        var gather = assertInstanceOf(Action.Gather.class, first.actions().getFirst());
        assertEquals(new Action.Say("For support, press 1. For sales, press 2.", "", "en-US", 1), gather.prompt());

        var pressed = flow.step(
                Execution.fromJson(first.execution().toJson()),
                new Input.GatherFinished(Map.of("Digits", "2", "CallStatus", "in-progress")),
                NOON.plusSeconds(5));
        var enqueue = assertInstanceOf(Action.Enqueue.class, pressed.actions().getFirst());
        assertEquals("WW00000000000000000000000000000002", enqueue.workflowSid());
        assertEquals("{\"team\": \"sales\"}", enqueue.attributes());

        var left = flow.step(
                pressed.execution(),
                new Input.EnqueueFinished(Map.of("QueueResult", "bridged", "CallStatus", "completed")),
                NOON.plusSeconds(60));
        assertInstanceOf(Action.HttpRequest.class, left.actions().getFirst());

        var ended = flow.step(
                left.execution(),
                new Input.Responded(200, "text/plain", "ok", Map.of()),
                NOON.plusSeconds(61));
        assertEquals(List.of(new Action.End(Execution.EndReason.FLOW_END)), ended.actions());
        assertEquals(
                List.of(
                        "incomingCall trigger Trigger menu",
                        "keypress gather-input-on-call menu route",
                        "match split-based-on route to_sales",
                        "callComplete enqueue-call to_sales report",
                        "success make-http-request report Ended"),
                ended.execution().steps().stream()
                        .map(step -> step.name() + " " + step.type() + " " + step.from() + " " + step.to())
                        .toList());
        assertEquals(ended.execution(), Execution.fromJson(ended.execution().toJson()));
        assertEquals(5, ended.execution().steps().stream().map(Step::sid).distinct().count());
    }
}
