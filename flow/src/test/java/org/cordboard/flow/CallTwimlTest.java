package org.cordboard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CallTwimlTest {

    private static final String FLOW = "https://cc.example.net/v1/Accounts/AC1/Flows/FW1";

    private static String twiml(String widget) {
        var play = Play.of(Play.flow("first " + widget)).call();
        return CallTwiml.document(new Turn(play.execution, play.actions, List.of(), List.of()), FLOW)
                .replace("<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "")
                .replace(FLOW, "FLOW");
    }

    @Test
    void everyVoiceWidgetHasItsDocument() {
        assertEquals(
                "<Response><Say voice=\"alice\" language=\"en\" loop=\"2\">Tom &amp; &lt;Jerry&gt; <break time=\"1s\"/></Say><Redirect method=\"POST\">FLOW?FlowEvent=audioComplete</Redirect></Response>",
                twiml("say-play {\"say\":\"Tom & <Jerry> <break time=\\\"1s\\\"/>\",\"voice\":\"alice\",\"language\":\"en\",\"loop\":2} audioComplete"));
        assertEquals(
                "<Response><Play digits=\"1w2\"/><Redirect method=\"POST\">FLOW?FlowEvent=audioComplete</Redirect></Response>",
                twiml("say-play {\"digits\":\"1w2\"} audioComplete"));
        assertEquals(
                "<Response><Gather input=\"dtmf speech\" action=\"FLOW?FlowEvent=gather\" method=\"POST\" timeout=\"5\" numDigits=\"1\" finishOnKey=\"\" language=\"en-US\" hints=\"a, b\" profanityFilter=\"true\" speechTimeout=\"auto\"><Play loop=\"1\">https://e.net/a.mp3?x=1&amp;y=2</Play></Gather><Redirect method=\"POST\">FLOW?FlowEvent=timeout</Redirect></Response>",
                twiml("gather-input-on-call {\"play\":\"https://e.net/a.mp3?x=1&y=2\",\"number_of_digits\":1,\"stop_gather\":false,\"hints\":\"a, b\"} keypress"));
        assertEquals(
                "<Response><Enqueue workflowSid=\"WW1\" action=\"FLOW?FlowEvent=enqueue\" method=\"POST\" waitUrl=\"https://e.net/w\" waitUrlMethod=\"GET\"><Task priority=\"0\" timeout=\"60\">{&quot;a&quot;:1}</Task></Enqueue></Response>",
                twiml("enqueue-call {\"workflow_sid\":\"WW1\",\"task_attributes\":\"{\\\"a\\\":1}\",\"timeout\":60,\"wait_url\":\"https://e.net/w\"} callComplete"));
        assertEquals(
                "<Response><Enqueue action=\"FLOW?FlowEvent=enqueue\" method=\"POST\">sales</Enqueue></Response>",
                twiml("enqueue-call {\"queue_name\":\"sales\"} callComplete"));
        assertEquals(
                "<Response><Dial callerId=\"+15550002222\" timeout=\"30\" action=\"FLOW?FlowEvent=dial\" method=\"POST\"><Number>+1</Number><Number>+2</Number></Dial></Response>",
                twiml("connect-call-to {\"noun\":\"number-multi\",\"to\":\"+1,+2\"} callCompleted"));
        assertTrue(twiml("record-voicemail {\"max_length\":60} hangup").startsWith(
                "<Response><Record action=\"FLOW?FlowEvent=record\" method=\"POST\" timeout=\"5\" finishOnKey=\"\" maxLength=\"60\" playBeep=\"true\" trim=\"trim-silence\"/><Redirect"));
        assertEquals("<Response><Redirect method=\"GET\">https://e.net/t</Redirect></Response>", twiml("add-twiml-redirect {\"url\":\"https://e.net/t\",\"method\":\"GET\"} return"));
        assertEquals("<Response/>", twiml("capture-payments {} hangup"));
    }

    @Test
    void brokenSpeechMarkUpIsReadAsText() {
        assertTrue(twiml("say-play {\"say\":\"<p>a\"} audioComplete").contains("&lt;p&gt;a"));
        assertTrue(twiml("say-play {\"say\":\"<p>a</s>\"} audioComplete").contains("&lt;p&gt;a&lt;/s&gt;"));
        assertTrue(twiml("say-play {\"say\":\"<p>a</p>\"} audioComplete").contains("<p>a</p>"));
    }

    @Test
    void theEventsOfTheDocumentsComeBackAsInputs() {
        for (var entry : Map.of(
                        "audioComplete", Input.AudioFinished.class,
                        "gather", Input.GatherFinished.class,
                        "timeout", Input.GatherFinished.class,
                        "enqueue", Input.EnqueueFinished.class,
                        "dial", Input.DialFinished.class,
                        "record", Input.RecordFinished.class,
                        "noAudio", Input.RecordFinished.class,
                        "return", Input.Returned.class)
                .entrySet()) {
            var input = CallTwiml.input(Map.of("FlowEvent", entry.getKey(), "CallSid", "CA1")).orElseThrow();
            assertEquals(entry.getValue(), input.getClass());
        }
        assertEquals(Optional.of(new Input.Returned(Map.of("foo", "bar"))), CallTwiml.input(Map.of("FlowEvent", "return", "foo", "bar")));
        assertEquals(Optional.empty(), CallTwiml.input(Map.of("CallSid", "CA1")));
        assertEquals(Optional.empty(), CallTwiml.input(Map.of("FlowEvent", "nonsense")));
    }
}
