package org.cordboard.flow;

import static org.cordboard.flow.Execution.EndReason.ERROR;
import static org.cordboard.flow.Execution.EndReason.EXPIRED;
import static org.cordboard.flow.Execution.EndReason.FLOW_END;
import static org.cordboard.flow.Execution.EndReason.HANGUP;
import static org.cordboard.flow.Execution.EndReason.STEP_LIMIT;
import static org.cordboard.flow.Execution.EndReason.STOPPED_BY_API;
import static org.cordboard.flow.Play.flow;
import static org.cordboard.flow.Play.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The life of an execution: starts, the end of the call in every widget, limits, sub-flows.
class ExecutionsTest {

    private static final String HTTP = "http make-http-request {\"url\":\"https://e.net/\"} success failed";
    private static final String SUB = "FW00000000000000000000000000000005";

    // ---- the end of the call

    @Test
    void aHangUpDuringSpeechInputOrForeignTwimlEndsTheExecution() {
        for (var widget : List.of(
                "say-play {\"say\":\"x\"} audioComplete>http",
                "gather-input-on-call {} keypress>http speech>http timeout>http",
                "add-twiml-redirect {\"url\":\"https://e.net/\"} return>http timeout>http fail>http")) {
            var play = Play.of(flow("first " + widget, HTTP)).call().hangUp().ends(HANGUP);
            assertEquals("hangup", play.steps().getLast());
            assertEquals("Ended", play.execution.steps().getLast().to());
            assertEquals(List.of(new Action.End(HANGUP)), play.actions);
            assertEquals(List.of(), play.codes());
        }
    }

    @Test
    void aResultWhoseCallStatusIsOverIsAHangUp() {
        var play = Play.of(flow("first say-play {\"say\":\"x\"} audioComplete>http", HTTP)).call();
        play.does(new Input.AudioFinished(Map.of("CallStatus", "completed"))).ends(HANGUP);
    }

    @Test
    void widgetsWithAHangUpExitFollowIt() {
        for (var widget : List.of(
                "connect-call-to {\"noun\":\"number\",\"to\":\"+1\"} callCompleted hangup>http",
                "record-voicemail {} recordingComplete noAudio hangup>http",
                "make-outgoing-call-v1 {\"to\":\"+1\",\"from\":\"+2\"} answered busy hangup>http")) {
            var play = Play.of(flow("first " + widget, HTTP)).call().hangUp();
            assertEquals("hangup", play.steps().getLast());
            play.waits(Action.HttpRequest.class);
            play.web(200, "", "").ends(FLOW_END);
            assertEquals(List.of(new Action.End(FLOW_END)), play.actions);
        }
    }

    @Test
    void aHangUpInTheQueueCompletesTheEnqueueAndAfterCallRequestsRun() {
        for (var widget : List.of(
                "enqueue-call {\"queue_name\":\"q\"} callComplete>http",
                "send-to-flex {\"workflow\":\"WW1\",\"channel\":\"TC1\"} callComplete>http")) {
            var play = Play.of(flow("first " + widget, HTTP)).call().hangUp();
            assertEquals("callComplete", play.steps().getLast());
            assertEquals("hangup", play.variable("widgets.first.QueueResult"));
            play.web(200, "", "").ends(FLOW_END);
        }
    }

    @Test
    void aHangUpDuringARequestIsIgnoredAndTheWidgetFinishes() {
        for (var widget : List.of(
                "make-http-request {\"url\":\"https://e.net/\"} success>say failed",
                "run-function {\"url\":\"https://e.net/\"} success>say fail")) {
            var play = Play.of(flow("first " + widget, "say say-play {\"say\":\"x\"} audioComplete")).call().hangUp();
            assertTrue(play.execution.active());
            assertEquals(List.of(81002), play.codes());
            play.web(200, "", "").ends(HANGUP);
            assertEquals(List.of("incomingCall", "success", "hangup"), play.steps());
        }
        var message = Play.of(flow("first send-message {\"from\":\"+1\",\"body\":\"x\"} sent failed")).call().hangUp();
        message.does(new Input.MessageSent(Map.of())).ends(FLOW_END);
    }

    @Test
    void aSecondNewsOfTheSameEndIsHarmless() {
        var play = Play.of(flow("first enqueue-call {\"queue_name\":\"q\"} callComplete>http", HTTP)).call();
        play.does(new Input.EnqueueFinished(Map.of("QueueResult", "hangup"))).hangUp();
        assertEquals(List.of(), play.codes());
        assertTrue(play.execution.active());
    }

    // ---- unexpected things

    @Test
    void anInputTheWidgetDoesNotWaitForIsWarnedOfAndIgnored() {
        var play = Play.of(flow("first gather-input-on-call {} keypress")).call().queue("bridged");
        assertEquals(List.of(81002), play.codes());
        assertEquals(List.of("incomingCall"), play.steps());
        play.does(new Input.Unexpected("incomingCall"));
        assertEquals(List.of(81002, 81002), play.codes());
        assertTrue(play.execution.active());
        assertEquals(List.of(), play.actions);
        play.again().waits(Action.Gather.class);
        assertEquals(List.of("incomingCall"), play.steps());
    }

    @Test
    void stoppingEndsAtOnceAndTheCallIsHungUpAtItsNextTurn() {
        var play = Play.of(flow("first say-play {\"say\":\"x\"} audioComplete>http", HTTP)).call().does(new Input.Stop()).ends(STOPPED_BY_API);
        assertEquals(List.of(new Action.End(STOPPED_BY_API)), play.actions);
        assertEquals(List.of("incomingCall"), play.steps());
        play.heard();
        assertEquals(List.of(new Action.HangUp()), play.actions);
        assertEquals(List.of("incomingCall"), play.steps());
        assertNull(play.execution.wakeAt());
        play.hangUp();
        assertEquals(List.of(), play.actions);
    }

    @Test
    void aRequestWithoutACallCannotSpeak() {
        Play.of(flow("first say-play {\"say\":\"x\"} audioComplete")).request(Map.of()).ends(ERROR);
    }

    // ---- limits

    @Test
    @Timeout(20)
    void aLoopWithoutACallerStopsAtAThousandSteps() {
        var play = Play.of(flow(
                        "first set-variables {\"variables\":[{\"key\":\"n\",\"value\":\"{{flow.variables.n | plus: 1}}\"}]} next>split",
                        "split split-based-on {\"input\":\"x\"} noMatch>first"))
                .call()
                .ends(STEP_LIMIT);
        assertEquals(1000, play.execution.steps().size());
        assertEquals(List.of(81000), play.codes());
        assertEquals(500, play.variable("flow.variables.n"));
        assertEquals(1000, play.execution.steps().stream().map(Step::sid).distinct().count());
    }

    @Test
    void anExecutionEndsAfterThirtyDays() {
        var play = Play.of(flow("first enqueue-call {\"queue_name\":\"q\"} callComplete")).call();
        assertEquals(Play.NOON.plus(Duration.ofDays(30)), play.execution.wakeAt());
        play.later(Duration.ofDays(30)).ends(EXPIRED);
        assertEquals(List.of(new Action.HangUp(), new Action.End(EXPIRED)), play.actions);
    }

    // ---- context

    @Test
    void theContextHasThePublishedLayout() {
        var play = Play.of(flow("first gather-input-on-call {} keypress>again", "again gather-input-on-call {} keypress")).call();
        assertEquals(
                Map.of(
                        "trigger", Map.of("call", Play.CALL),
                        "widgets", Map.of(),
                        "flow", Map.of("flow_sid", Play.FLOW, "sid", "FN1", "channel", Map.of("address", "+15550001000")),
                        "contact", Map.of("channel", Map.of("address", "+15550002222"))),
                play.execution.context());
        play.digits("1");
        assertEquals("1", ((Map<?, ?>) ((Map<?, ?>) play.execution.steps().getLast().context().get("widgets")).get("first")).get("Digits"));
        assertEquals(Map.of(), play.execution.steps().getFirst().context().get("widgets"));
    }

    @Test
    void aStartByRestKeepsTheTypesOfItsParameters() {
        var play = Play.of(flow("first make-http-request {\"url\":\"https://e.net/{{flow.data.n | plus: 1}}/{{trigger.request.parameters.list[0]}}\"} success"))
                .request(Map.of("n", 4, "list", List.of("a"), "deep", Map.of("x", true)));
        assertEquals("https://e.net/5/a", play.waits(Action.HttpRequest.class).url());
        assertEquals(true, play.variable("flow.data.deep.x"));
        assertEquals("+15550002222", play.variable("contact.channel.address"));
        assertEquals("+15550001000", play.variable("trigger.request.from"));
        assertEquals(List.of("incomingRequest"), play.steps());
    }

    @Test
    void anIncomingMessageStartsItsBranchAndAddOnsAreParsed() {
        var message = Play.of(flow("first send-message {\"from\":\"+1\",\"body\":\"Re: {{trigger.message.Body}}\"} sent"))
                .start(new Start.Origin.IncomingMessage(Map.of("MessageSid", "SM1", "From", "+1", "To", "+2", "Body", "Hello")), false);
        assertEquals("Re: Hello", message.waits(Action.SendMessage.class).body());
        var call = Play.of(flow("first say-play {\"say\":\"x\"} audioComplete"))
                .start(new Start.Origin.IncomingCall(Map.of("From", "+1", "To", "+2", "AddOns", "{\"status\":\"ok\"}")), false);
        assertEquals("ok", call.variable("trigger.call.AddOns.status"));
    }

    @Test
    void equalInputsGiveEqualExecutions() {
        var flow = flow("first gather-input-on-call {\"say\":\"{{ 'now' | date: '%s' }}\"} keypress>http", HTTP);
        var one = Play.of(flow).call().digits("1");
        var two = Play.of(flow).call().digits("1");
        assertEquals(one.execution, two.execution);
        assertEquals(one.execution.toJson(), two.execution.toJson());
    }

    @Test
    void anExecutionKeepsItsRevisionAndMissesItWhenItIsGone() {
        var old = flow("first say-play {\"say\":\"old\"} audioComplete>more", "more say-play {\"say\":\"old more\"} audioComplete");
        var fresh = flow("first say-play {\"say\":\"new\"} audioComplete>more", "more say-play {\"say\":\"new more\"} audioComplete");
        var play = Play.of(fresh, Map.of(Play.FLOW + "/1", old)).call().heard();
        assertEquals("old more", play.waits(Action.Say.class).text());
        var nothing = new Interpreter((_, _) -> java.util.Optional.empty());
        assertThrows(MissingDefinition.class, () -> nothing.step(play.execution, new Input.TimePassed(), Play.NOON));
    }

    // ---- sub-flows

    private static final String PARENT_WIDGET = "first run-subflow {\"flow_sid\":\"" + SUB
            + "\",\"flow_revision\":\"LatestPublished\",\"parameters\":[{\"key\":\"p\",\"value\":\"{{flow.variables.v}}\"},{\"key\":\"o\",\"value\":\"{\\\"a\\\":1}\",\"parse_as_json\":true}]} completed>after failed>after";
    private static final String AFTER = "after say-play {\"say\":\"{{widgets.first.out}}\"} audioComplete";

    @Test
    void aSubflowRunsInItsOwnScopeAndHandsItsVariablesBack() {
        var sub = flow("first gather-input-on-call {\"say\":\"{{trigger.parent.parameters.p}}{{trigger.parent.parameters.o.a}} {{trigger.call.From}} {{widgets.start.v}}\"} keypress>set", "set set-variables {\"variables\":[{\"key\":\"out\",\"value\":\"{{widgets.first.Digits}}\"}]} next");
        var parent = flow(
                "first set-variables {\"variables\":[{\"key\":\"v\",\"value\":\"yes\"}]} next>run",
                PARENT_WIDGET.replaceFirst("first", "run"),
                AFTER.replace("widgets.first", "widgets.run"));
        var play = Play.of(parent, Map.of(SUB, sub)).call();
        assertEquals("yes1 +15550002222 ", ((Action.Say) play.waits(Action.Gather.class).prompt()).text());
        assertEquals(SUB, play.variable("flow.flow_sid"));
        assertNull(play.variable("flow.variables.v"));
        play.digits("7");
        assertEquals("7", play.waits(Action.Say.class).text());
        assertEquals(List.of("incomingCall", "next", "incomingParent", "keypress", "next", "completed"), play.steps());
        assertEquals("yes", play.variable("flow.variables.v"));
        assertNull(play.variable("flow.variables.out"));
        var steps = play.execution.steps();
        var own = steps.getLast().sid();
        assertEquals(
                java.util.Arrays.asList(null, null, own, own, own, null),
                steps.stream().map(Step::parentStepSid).toList());
        assertEquals(own, ((Map<?, ?>) ((Map<?, ?>) steps.get(2).context().get("trigger")).get("parent")).get("step_sid"));
        assertEquals(List.of(Play.FLOW, SUB), steps.stream().map(Step::flowSid).distinct().toList());
    }

    @Test
    void aSubflowVisitedTwiceHasTwoStepSids() {
        var sub = flow("first set-variables {\"variables\":[{\"key\":\"a\",\"value\":\"1\"}]} next");
        var parent = flow(
                PARENT_WIDGET.replace("completed>after", "completed>pause"),
                "pause set-variables {\"variables\":[{\"key\":\"n\",\"value\":\"{{flow.variables.n | plus: 1}}\"}]} next>split",
                "split split-based-on {\"input\":\"x\"} noMatch>first match:{{flow.variables.n}}:equal_to:2>after",
                AFTER);
        var own = Play.of(parent, Map.of(SUB, sub)).call().execution.steps().stream()
                .filter(step -> step.name().equals("completed"))
                .map(Step::sid)
                .toList();
        assertEquals(2, own.size());
        assertNotEquals(own.get(0), own.get(1));
    }

    @Test
    void aMissingNestedOrDraftSubflowFails() {
        var missing = Play.of(flow(PARENT_WIDGET, AFTER)).call();
        assertEquals(List.of("incomingCall", "failed"), missing.steps().subList(0, 2));
        assertEquals(List.of(81024), missing.codes());
        var nested = Play.of(flow(PARENT_WIDGET, AFTER), Map.of(SUB, flow(PARENT_WIDGET, AFTER))).call();
        assertEquals(List.of("incomingCall", "failed"), nested.steps().subList(0, 2));

        var draft = flow(PARENT_WIDGET.replace("LatestPublished", "LatestDraft"), AFTER);
        var subs = Map.of(
                SUB + "/LatestPublished", flow("first say-play {\"say\":\"published\"} audioComplete"),
                SUB + "/LatestDraft", flow("first say-play {\"say\":\"draft\"} audioComplete"),
                SUB + "/1", flow("first say-play {\"say\":\"published\"} audioComplete"),
                SUB + "/9", flow("first say-play {\"say\":\"draft\"} audioComplete"));
        assertEquals("published", Play.of(draft, subs).call().waits(Action.Say.class).text());
        assertEquals(
                "draft",
                Play.of(draft, subs).start(new Start.Origin.IncomingCall(Play.CALL), true).waits(Action.Say.class).text());
    }

    @Test
    void aHangUpInsideASubflowReturnsToTheParentWithoutACall() {
        var sub = flow("first say-play {\"say\":\"x\"} audioComplete");
        var play = Play.of(flow(PARENT_WIDGET.replace(">after", ">http"), HTTP), Map.of(SUB, sub)).call().hangUp();
        assertEquals(List.of("incomingCall", "incomingParent", "hangup", "completed"), play.steps());
        play.web(200, "", "").ends(FLOW_END);
        assertFalse(play.actions.contains(new Action.HangUp()));
    }

    @Test
    void anEmptySubflowCompletesAtOnce() {
        var play = Play.of(flow(PARENT_WIDGET, AFTER), Map.of(SUB, Play.nothing())).call();
        assertEquals(List.of("incomingCall", "incomingParent", "completed"), play.steps().subList(0, 3));
    }

    @Test
    void whatTheCallBringsBackIsStoredWithItsOwnNames() {
        var play = Play.of(flow("first connect-call-to {\"noun\":\"number\",\"to\":\"+1\"} callCompleted>http", HTTP)).call();
        play.does(new Input.DialFinished(with(Map.of("DialCallStatus", "busy", "CallSid", "CA1"))));
        assertEquals(Map.of("DialCallStatus", "busy", "CallSid", "CA1", "CallStatus", "in-progress"), play.variable("widgets.first"));
    }
}
