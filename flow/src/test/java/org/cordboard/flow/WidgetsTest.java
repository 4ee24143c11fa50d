package org.cordboard.flow;

import static org.cordboard.flow.Execution.EndReason.FLOW_END;
import static org.cordboard.flow.Execution.EndReason.REPEAT_LIMIT;
import static org.cordboard.flow.Play.flow;
import static org.cordboard.flow.Play.with;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each widget: what it orders, which exit it takes for which result, what it stores.
class WidgetsTest {

    private static final String QUEUE = "{\"queue_name\":\"q\"} callComplete failedToEnqueue callFailure";

    @Test
    void theSmallestFlowEndsAtOnceWithOneStep() {
        var play = Play.of(Play.nothing())
                .call()
                .ends(FLOW_END);
        assertEquals(List.of("incomingCall"), play.steps());
        assertEquals("Ended", play.execution.steps().getFirst().to());
        assertEquals(List.of(new Action.HangUp(), new Action.End(FLOW_END)), play.actions);
        assertEquals(Map.of(), play.variable("widgets"));
    }

    @Test
    void sayPlaySpeaksPlaysOrSendsTones() {
        var said = Play.of(flow("first say-play {\"say\":\"Hi {{trigger.call.From}}\",\"voice\":\"alice\",\"language\":\"en\",\"loop\":2} audioComplete")).call();
        assertEquals(new Action.Say("Hi +15550002222", "alice", "en", 2), said.waits(Action.Say.class));
        said.heard().ends(FLOW_END);
        assertEquals("alice", said.variable("widgets.first.voice"));
        assertEquals("in-progress", said.variable("widgets.first.CallStatus"));
        assertEquals(List.of(new Action.HangUp(), new Action.End(FLOW_END)), said.actions);

        var both = Play.of(flow("first say-play {\"say\":\"x\",\"play\":\"https://e.net/a.mp3\",\"digits\":\"1\"} audioComplete")).call();
        assertEquals(new Action.Play("https://e.net/a.mp3", 1), both.waits(Action.Play.class));
        var tones = Play.of(flow("first say-play {\"say\":\"x\",\"digits\":\"1ww2\"} audioComplete")).call();
        assertEquals(new Action.PlayDigits("1ww2"), tones.waits(Action.PlayDigits.class));
        Play.of(flow("first say-play {\"say\":\"{{gone}}\"} audioComplete")).call().ends(FLOW_END);
    }

    @Test
    void gatherTakesKeysSpeechOrSilence() {
        var flow = flow("first gather-input-on-call {\"say\":\"Menu\",\"timeout\":7,\"number_of_digits\":1,\"hints\":\"a, b\",\"speech_timeout\":\"3\",\"profanity_filter\":\"false\",\"speech_model\":\"phone_call\"} keypress speech timeout>first");
        var order = Play.of(flow).call().waits(Action.Gather.class);
        assertEquals(
                new Action.Gather(new Action.Say("Menu", "", "", 1), Duration.ofSeconds(7), "#", 1, "en-US", "a, b", false, "3", "phone_call"),
                order);
        var pressed = Play.of(flow).call().digits("5").ends(FLOW_END);
        assertEquals("5", pressed.variable("widgets.first.Digits"));
        var spoken = Play.of(flow).call().does(new Input.GatherFinished(with(Map.of("SpeechResult", "Yes.", "Confidence", "0.8"))));
        assertEquals("speech", spoken.steps().getLast());
        assertEquals("Yes.", spoken.variable("widgets.first.SpeechResult"));
        var keysWin = Play.of(flow).call().does(new Input.GatherFinished(with(Map.of("SpeechResult", "x", "Digits", "1"))));
        assertEquals("keypress", keysWin.steps().getLast());
        var fell = Play.of(flow).call().does(new Input.GatherFinished(with(Map.of("Digits", ""))));
        assertEquals("timeout", fell.steps().getLast());
    }

    @Test
    void aGatherLoopingToItselfEndsAfterTenRounds() {
        var play = Play.of(flow("first gather-input-on-call {\"say\":\"Menu\"} keypress>first speech timeout>first")).call();
        for (int round = 1; round < 10; round++) {
            play.silence();
        }
        assertTrue(play.execution.active());
        play.silence().ends(REPEAT_LIMIT);
        assertEquals(11, play.execution.steps().size());
    }

    @Test
    void oldDigitsSurviveASilentVisit() {
        var play = Play.of(flow(
                        "first gather-input-on-call {\"say\":\"Menu\"} keypress>again speech timeout>again",
                        "again say-play {\"say\":\"once more\"} audioComplete>first"))
                .call()
                .digits("4")
                .heard()
                .silence();
        assertEquals("4", play.variable("widgets.first.Digits"));
    }

    @Test
    void withoutStopGatherNoKeyEndsTheInput() {
        var order = Play.of(flow("first gather-input-on-call {\"stop_gather\":false,\"finish_on_key\":\"\"} keypress speech timeout"))
                .call()
                .waits(Action.Gather.class);
        assertEquals("", order.finishOnKey());
        assertNull(order.prompt());
        assertNull(order.numDigits());
    }

    @Test
    void aSplitTakesTheFirstBranchThatHolds() {
        var flow = flow(
                "first set-variables {\"variables\":[{\"key\":\"n\",\"value\":\"12\"},{\"key\":\"limit\",\"value\":\"11\"}]} next>split",
                "split split-based-on {\"input\":\"{{flow.variables.n}}\"} noMatch>no match:{{flow.variables.n}}:greater_than:{{flow.variables.limit}}>a match:{{flow.variables.n}}:greater_than:5>b",
                "a say-play {\"say\":\"a\"} audioComplete",
                "b say-play {\"say\":\"b\"} audioComplete",
                "no say-play {\"say\":\"no\"} audioComplete");
        var play = Play.of(flow).call();
        assertEquals("a", play.waits(Action.Say.class).text());
        assertEquals(List.of("incomingCall", "next", "match"), play.steps());
    }

    @Test
    void conditionsOfOneBranchMustAllHoldAndAMissingArgumentMeansTheInput() {
        var json = Play.json("first split-based-on {\"input\":\"abc\"} noMatch match:x:equal_to:x>yes", "yes say-play {\"say\":\"yes\"} audioComplete")
                .replace(
                        "\"conditions\":[{\"friendly_name\":\"c\",\"arguments\":[\"x\"],\"type\":\"equal_to\",\"value\":\"x\"}]",
                        "\"conditions\":[{\"type\":\"starts_with\",\"value\":\"a\"},{\"arguments\":[],\"type\":\"contains\",\"value\":\"%s\"}]");
        assertEquals("match", Play.of(Play.read(json.formatted("c"))).call().steps().getLast());
        assertEquals("noMatch", Play.of(Play.read(json.formatted("z"))).call().steps().getLast());
    }

    @Test
    void enqueueMakesATaskOrNamesAQueue() {
        var task = Play.of(flow("first enqueue-call {\"workflow_sid\":\"WW1\",\"queue_name\":\"ignored\",\"task_attributes\":\"{\\\"who\\\":\\\"{{trigger.call.From}}\\\"}\",\"priority\":5,\"timeout\":60,\"wait_url\":\"https://e.net/w\",\"wait_url_method\":\"POST\"} callComplete")).call();
        assertEquals(
                new Action.Enqueue("WW1", "", "", "{\"who\":\"+15550002222\"}", 5, Duration.ofSeconds(60), "https://e.net/w", "POST"),
                task.waits(Action.Enqueue.class));
        var queue = Play.of(flow("first enqueue-call " + QUEUE)).call();
        assertEquals(new Action.Enqueue("", "q", "", "", 0, null, "", "GET"), queue.waits(Action.Enqueue.class));
    }

    @Test
    void queueResultsTakeTheirExits() {
        var flow = flow("first enqueue-call " + QUEUE);
        for (var result : List.of("bridged", "leave", "redirected", "redirected-from-bridged", "hangup", "anything")) {
            assertEquals("callComplete", Play.of(flow).call().queue(result).steps().getLast(), result);
        }
        assertEquals("failedToEnqueue", Play.of(flow).call().queue("queue-full").steps().getLast());
        var refused = Play.of(flow).call().queue("error");
        assertEquals("failedToEnqueue", refused.steps().getLast());
        assertEquals(List.of(81009), refused.codes());
        assertEquals("callFailure", Play.of(flow).call().queue("system-error").steps().getLast());
    }

    @Test
    void attributesThatAreNoJsonObjectOrTooLongFailToEnqueue() {
        for (var attributes : List.of("{\\\"a\\\": {{gone}} }", "[1]", "{\\\"a\\\":\\\"" + "x".repeat(1020) + "\\\"}")) {
            var play = Play.of(flow("first enqueue-call {\"workflow_sid\":\"WW1\",\"task_attributes\":\"" + attributes + "\"} failedToEnqueue")).call();
            assertEquals("failedToEnqueue", play.steps().getLast());
            assertEquals(List.of(81009), play.codes());
        }
    }

    @Test
    void afterTheTaskTimedOutTheFlowStillHasTheCallButNotAfterARedirect() {
        var flow = flow("first enqueue-call {\"queue_name\":\"q\"} callComplete>bye", "bye say-play {\"say\":\"bye\"} audioComplete");
        assertEquals("bye", Play.of(flow).call().queue("leave").waits(Action.Say.class).text());
        var taken = Play.of(flow).call().queue("redirected");
        assertEquals(List.of(new Action.End(Execution.EndReason.HANGUP)), taken.actions);
    }

    @Test
    void sendToFlexIsAnEnqueueWithAChannel() {
        var play = Play.of(flow("first send-to-flex {\"workflow\":\"WW1\",\"channel\":\"TC1\",\"attributes\":\"{\\\"type\\\":\\\"inbound\\\"}\",\"priority\":\"2\",\"timeout\":\"90\",\"waitUrl\":\"https://e.net/w\"} callComplete failedToEnqueue callFailure")).call();
        assertEquals(
                new Action.Enqueue("WW1", "", "TC1", "{\"type\":\"inbound\"}", 2, Duration.ofSeconds(90), "https://e.net/w", "GET"),
                play.waits(Action.Enqueue.class));
        assertEquals("callComplete", play.queue("bridged").steps().getLast());
    }

    @Test
    void connectDialsEveryNoun() {
        assertEquals(
                new Action.Dial(Action.Dial.Noun.NUMBER, List.of("+15551"), "+15550002222", Duration.ofSeconds(30), null, false, "", ""),
                dial("\"noun\":\"number\",\"to\":\"+15551\""));
        assertEquals(List.of("+15551", "+15552"), dial("\"noun\":\"number-multi\",\"to\":\" +15551, +15552 ,\"").targets());
        assertEquals(Action.Dial.Noun.CLIENT, dial("\"noun\":\"client\",\"to\":\"ann\"").noun());
        var sip = dial("\"noun\":\"sip\",\"sip_endpoint\":\"sip:a@b\",\"sip_username\":\"u\",\"sip_password\":\"p\",\"record\":true,\"timeout\":9,\"time_limit\":\"60\",\"caller_id\":\"+1\"");
        assertEquals(
                new Action.Dial(Action.Dial.Noun.SIP, List.of("sip:a@b"), "+1", Duration.ofSeconds(9), Duration.ofSeconds(60), true, "u", "p"),
                sip);
        assertEquals(Action.Dial.Noun.CONFERENCE, dial("\"noun\":\"conference\",\"to\":\"room\"").noun());
        assertTrue(dial("\"noun\":\"number\",\"to\":\"+1\",\"record\":\"record-from-answer\"").record());
    }

    private static Action.Dial dial(String properties) {
        return Play.of(flow("first connect-call-to {" + properties + "} callCompleted hangup")).call().waits(Action.Dial.class);
    }

    @Test
    void connectCompletesWhateverTheDialStatusAsLongAsTheCallerIsThere() {
        var flow = flow("first connect-call-to {\"noun\":\"number\",\"to\":\"+1\"} callCompleted hangup");
        for (var status : List.of("completed", "busy", "no-answer", "failed", "canceled")) {
            var play = Play.of(flow).call().does(new Input.DialFinished(with(Map.of("DialCallStatus", status))));
            assertEquals("callCompleted", play.steps().getLast());
            assertEquals(status, play.variable("widgets.first.DialCallStatus"));
        }
        var gone = Play.of(flow).call().does(new Input.DialFinished(Map.of("DialCallStatus", "completed", "CallStatus", "completed")));
        assertEquals("hangup", gone.steps().getLast());
    }

    @Test
    void outgoingCallsTellTheirOutcome() {
        var flow = flow("first make-outgoing-call-v2 {\"to\":\"{{contact.channel.address}}\",\"from\":\"{{flow.channel.address}}\",\"timeout\":20,\"detect_answering_machine\":true,\"machine_detection\":\"DetectMessageEnd\",\"send_digits\":\"ww1\",\"record\":true,\"recording_channels\":\"dual\"} answered>hi busy noAnswer failed", "hi say-play {\"say\":\"hi\"} audioComplete");
        var order = Play.of(flow).request(Map.of()).waits(Action.MakeCall.class);
        assertEquals(
                new Action.MakeCall("+15550002222", "+15550001000", Duration.ofSeconds(20), true, "dual", "", "do-not-trim",
                        new Action.MachineDetection("DetectMessageEnd", Duration.ofSeconds(30), Duration.ofMillis(2400), Duration.ofMillis(1200), Duration.ofMillis(5000)),
                        "ww1", "", ""),
                order);
        var answered = Play.of(flow).request(Map.of()).does(outcome("in-progress", "machine_end_beep"));
        assertEquals("answered", answered.steps().getLast());
        assertEquals("hi", answered.waits(Action.Say.class).text());
        assertEquals("machine_end_beep", answered.variable("widgets.first.AnsweredBy"));
        assertEquals("busy", Play.of(flow).request(Map.of()).does(outcome("busy", "")).steps().getLast());
        assertEquals("noAnswer", Play.of(flow).request(Map.of()).does(outcome("no-answer", "")).steps().getLast());
        assertEquals("failed", Play.of(flow).request(Map.of()).does(outcome("failed", "")).steps().getLast());
        assertEquals("failed", Play.of(flow).request(Map.of()).does(outcome("canceled", "")).steps().getLast());
        var ended = Play.of(flow).request(Map.of()).does(new Input.CallEnded(Map.of("CallStatus", "busy")));
        assertEquals("busy", ended.steps().getLast());
    }

    @Test
    void theFirstVersionTellsMachinesAndHangUpsApart() {
        var flow = flow("first make-outgoing-call-v1 {\"to\":\"+1\",\"from\":\"+2\"} answered busy noAnswer failed answeredByMachine hangup");
        assertNull(Play.of(flow).request(Map.of()).waits(Action.MakeCall.class).machineDetection());
        assertEquals("answeredByMachine", Play.of(flow).request(Map.of()).does(outcome("in-progress", "machine_start")).steps().getLast());
        assertEquals("answered", Play.of(flow).request(Map.of()).does(outcome("in-progress", "human")).steps().getLast());
        assertEquals("hangup", Play.of(flow).request(Map.of()).hangUp().steps().getLast());
    }

    private static Input outcome(String status, String answeredBy) {
        return new Input.CallOutcome(Map.of("CallStatus", status, "AnsweredBy", answeredBy));
    }

    @Test
    void voicemailRecordsAndKeepsWhatAHangUpCutOff() {
        var flow = flow("first record-voicemail {\"timeout\":0,\"finish_on_key\":\"#\",\"max_length\":90,\"transcribe\":true,\"transcription_callback_url\":\"https://e.net/t\",\"trim\":\"do-not-trim\",\"play_beep\":\"false\",\"recording_status_callback_url\":\"https://e.net/r\"} recordingComplete noAudio hangup");
        assertEquals(
                new Action.Record(Duration.ZERO, "#", Duration.ofSeconds(90), true, "https://e.net/t", false, false, "https://e.net/r"),
                Play.of(flow).call().waits(Action.Record.class));
        var done = Play.of(flow).call().does(new Input.RecordFinished(with(Map.of("RecordingUrl", "u", "RecordingDuration", "4", "Digits", "#"))));
        assertEquals("recordingComplete", done.steps().getLast());
        assertEquals("4", done.variable("widgets.first.RecordingDuration"));
        assertEquals("noAudio", Play.of(flow).call().does(new Input.RecordFinished(with(Map.of()))).steps().getLast());
        var cut = Play.of(flow).call().does(new Input.RecordFinished(with(Map.of("RecordingUrl", "u", "Digits", "hangup"))));
        assertEquals("hangup", cut.steps().getLast());
        assertEquals("u", cut.variable("widgets.first.RecordingUrl"));
    }

    @Test
    void recordCallSwitchesWhileTheCallGoesOn() {
        var flow = flow("first record-call {\"record_call\":true,\"recording_channels\":\"mono\"} success failed");
        var play = Play.of(flow).call();
        assertEquals(new Action.StartRecording("mono", "do-not-trim", "", "POST", "completed"), play.waits(Action.StartRecording.class));
        play.does(new Input.RecordingChanged(Map.of("Sid", "RE1")));
        assertEquals("success", play.steps().getLast());
        assertEquals("RE1", play.variable("widgets.first.Sid"));
        assertEquals("failed", Play.of(flow).call().does(new Input.RecordingFailed("no")).steps().getLast());
        var off = Play.of(flow("first record-call {\"record_call\":false} success failed")).call();
        off.waits(Action.StopRecording.class);
        assertEquals("failed", Play.of(flow).request(Map.of()).steps().getLast());
    }

    @Test
    void httpRequestsCarryParametersWhereTheMethodWantsThem() {
        var parameters = "\"parameters\":[{\"key\":\"a b\",\"value\":\"{{trigger.call.From}}\"},{\"key\":\"c\",\"value\":\"&\"}]";
        assertEquals(
                new Action.HttpRequest("GET", "https://e.net/x?y=1&a+b=%2B15550002222&c=%26", "", "", false),
                http("\"url\":\"https://e.net/x?y=1\"," + parameters + ",\"body\":\"unsent\""));
        assertEquals(
                new Action.HttpRequest("POST", "https://e.net/x", "application/x-www-form-urlencoded;charset=utf-8", "a+b=%2B15550002222&c=%26", false),
                http("\"method\":\"POST\",\"url\":\"https://e.net/x\"," + parameters));
        assertEquals(
                new Action.HttpRequest("POST", "https://e.net/x?a+b=%2B15550002222&c=%26#f", "application/json", "{}", true),
                http("\"method\":\"POST\",\"url\":\"https://e.net/x#f\",\"content_type\":\"application/json\",\"body\":\"{}\",\"add_twilio_auth\":true," + parameters));
        assertEquals(
                new Action.HttpRequest("POST", "https://e.net/x?a+b=%2B15550002222&c=%26", "application/x-www-form-urlencoded;charset=utf-8", "z=1", false),
                http("\"method\":\"POST\",\"url\":\"https://e.net/x\",\"body\":\"z=1\"," + parameters));
    }

    private static Action.HttpRequest http(String properties) {
        return Play.of(flow("first make-http-request {" + properties + "} success failed")).call().waits(Action.HttpRequest.class);
    }

    @Test
    void httpAnswersSucceedOrFailAndAreStored() {
        var flow = flow("first make-http-request {\"url\":\"https://e.net/\"} success failed");
        var object = Play.of(flow).call().web(200, "application/json; charset=utf-8", "{\"open\":true,\"n\":[1,2.50]}");
        assertEquals("success", object.steps().getLast());
        assertEquals(true, object.variable("widgets.first.parsed.open"));
        assertEquals(200, object.variable("widgets.first.status_code"));
        var array = Play.of(flow).call().web(200, "application/json", "[1]");
        assertNull(array.variable("widgets.first.parsed"));
        assertEquals("[1]", array.variable("widgets.first.body"));
        assertEquals("success", Play.of(flow).call().web(204, "", "").steps().getLast());
        assertEquals("success", Play.of(flow).call().web(200, "application/json", "{broken").steps().getLast());
        var missing = Play.of(flow).call().web(404, "application/json", "{\"why\":\"gone\"}");
        assertEquals("failed", missing.steps().getLast());
        assertEquals("gone", missing.variable("widgets.first.parsed.why"));
        assertEquals("failed", Play.of(flow).call().web(302, "text/plain", "").steps().getLast());
        var late = Play.of(flow).call().does(new Input.NotResponded("no answer within 10 s"));
        assertEquals("failed", late.steps().getLast());
        assertNull(late.variable("widgets.first"));
        var large = Play.of(flow).call().web(200, "text/plain", "x".repeat(65 * 1024));
        assertEquals("failed", large.steps().getLast());
        assertNull(large.variable("widgets.first"));
    }

    @Test
    void aBadAddressOrAReservedParameterIsNeverRequested() {
        var bad = Play.of(flow("first make-http-request {\"url\":\"{{gone}}/x\"} success failed")).call();
        assertEquals("failed", bad.steps().getLast());
        assertEquals(List.of(81014), bad.codes());
        var reserved = Play.of(flow("first make-http-request {\"url\":\"https://e.net\",\"parameters\":[{\"key\":\"method\",\"value\":\"x\"}]} success failed")).call();
        assertEquals(List.of(81014), reserved.codes());
    }

    @Test
    void functionsMergeWhatTheyAnswerKeyByKey() {
        var flow = flow(
                "first run-function {\"url\":\"https://fn.e.net/a\",\"parameters\":[{\"key\":\"k\",\"value\":\"{{flow.sid}}\"}]} success>next fail>next",
                "next say-play {\"say\":\"-\"} audioComplete>first");
        var play = Play.of(flow).call();
        assertEquals(new Action.RunFunction("https://fn.e.net/a", Map.of("k", "FN1")), play.waits(Action.RunFunction.class));
        play.does(new Input.Responded(200, "application/json", "{\"a\":1,\"b\":2}", Map.of("x-twilio-function-concurrency", "3")));
        play.heard().web(302, "application/json", "{\"b\":5}");
        assertEquals("success", play.steps().getLast());
        assertEquals(Map.of("a", 1, "b", 5), play.variable("widgets.first.parsed"));
        assertEquals(Map.of("x-twilio-function-concurrency", "3"), play.variable("widgets.first.headers"));
        play.heard().web(500, "text/plain", "oops");
        assertEquals("fail", play.steps().getLast());
        assertEquals(Map.of("a", 1, "b", 5), play.variable("widgets.first.parsed"));
        assertEquals("oops", play.variable("widgets.first.body"));
        assertEquals(List.of(81010), play.codes());
    }

    @Test
    void variablesAreCastAndSeeEarlierOnes() {
        var play = Play.of(flow("first set-variables {\"variables\":[{\"key\":\"n\",\"value\":\"{{flow.variables.none | plus: 1}}\"},{\"key\":\"m\",\"value\":\"{{flow.variables.n | plus: 1}}\"},{\"key\":\"phone\",\"value\":\"+15551\"},{\"key\":\"lead\",\"value\":\"007\"},{\"key\":\"two\",\"value\":\"1 2\"},{\"key\":\"dec\",\"value\":\" 2.50 \"},{\"key\":\"yes\",\"value\":\"true\"},{\"key\":\"quoted\",\"value\":\"\\\"5\\\"\"},{\"key\":\"nil\",\"value\":\"{{gone}}\"},{\"key\":\"obj\",\"value\":\"{\\\"a\\\":[1]}\",\"parse_as_json\":true},{\"key\":\"bad\",\"value\":\"[\",\"type\":\"json\"}]} next"))
                .call()
                .ends(FLOW_END);
        assertEquals(1, play.variable("flow.variables.n"));
        assertEquals(2, play.variable("flow.variables.m"));
        assertEquals("+15551", play.variable("flow.variables.phone"));
        assertEquals("007", play.variable("flow.variables.lead"));
        assertEquals("1 2", play.variable("flow.variables.two"));
        assertEquals("2.50", play.variable("flow.variables.dec").toString());
        assertEquals(true, play.variable("flow.variables.yes"));
        assertEquals("\"5\"", play.variable("flow.variables.quoted"));
        assertEquals("", play.variable("flow.variables.nil"));
        assertEquals(Map.of("a", List.of(1)), play.variable("flow.variables.obj"));
        assertEquals("[", play.variable("flow.variables.bad"));
        assertEquals(2, play.variable("widgets.first.m"));
    }

    @Test
    void aTwimlRedirectWaitsForTheReturnOrTheTimer() {
        var flow = flow("first add-twiml-redirect {\"url\":\"https://e.net/twiml\",\"timeout\":\"60\"} return timeout fail");
        var play = Play.of(flow).call();
        assertEquals(new Action.RedirectTwiml("https://e.net/twiml", "POST"), play.waits(Action.RedirectTwiml.class));
        assertEquals(Play.NOON.plusSeconds(60), play.execution.wakeAt());
        play.does(new Input.Returned(with(Map.of("foo", "bar", "FlowEvent", "return"))));
        assertEquals("return", play.steps().getLast());
        assertEquals("bar", play.variable("widgets.first.foo"));
        assertNull(play.variable("widgets.first.FlowEvent"));

        var late = Play.of(flow).call().later(Duration.ofSeconds(59));
        assertTrue(late.execution.active());
        assertEquals("timeout", late.later(Duration.ofSeconds(2)).steps().getLast());

        var never = Play.of(flow("first add-twiml-redirect {\"url\":\"https://e.net/twiml\",\"timeout\":\"0\"} return timeout fail")).call();
        assertTrue(never.later(Duration.ofDays(20)).execution.active());
        var bad = Play.of(flow("first add-twiml-redirect {\"url\":\"{{gone}}\"} return timeout fail")).call();
        assertEquals("fail", bad.steps().getLast());
    }

    @Test
    void messagesAreSentOrFail() {
        var flow = flow("first send-message {\"body\":\"Hi {{contact.channel.address}}\",\"from\":\"{{flow.channel.address}}\",\"to\":\"{{contact.channel.address}}\"} sent failed");
        var play = Play.of(flow).call();
        var order = play.waits(Action.SendMessage.class);
        assertEquals("Hi +15550002222", order.body());
        assertEquals("+15550001000", order.from());
        play.does(new Input.MessageSent(Map.of("Sid", "SM1")));
        assertEquals("sent", play.steps().getLast());
        assertEquals("SM1", play.variable("widgets.first.outbound.Sid"));
        var refused = Play.of(flow).call().does(new Input.MessageFailed("no gateway", Map.of()));
        assertEquals("failed", refused.steps().getLast());
        assertEquals(List.of(81011), refused.codes());
    }

    @Test
    void aWidgetThatCannotRunEndsItsBranch() {
        var play = Play.of(flow("first capture-payments {} success hangup")).call().ends(Execution.EndReason.ERROR);
        assertTrue(play.warnings.getFirst().text().contains("capture-payments"));
    }

    @Test
    void aTemplateThatBreaksAtRunTimeTakesTheFailureExitOrEndsTheExecution() {
        var broken = "{{ 1 | divided_by: flow.variables.zero }}";
        var failed = Play.of(flow("first make-http-request {\"url\":\"https://e.net/" + broken + "\"} success failed")).call();
        assertEquals("failed", failed.steps().getLast());
        Play.of(flow("first say-play {\"say\":\"" + broken + "\"} audioComplete")).call().ends(Execution.EndReason.ERROR);
    }
}
