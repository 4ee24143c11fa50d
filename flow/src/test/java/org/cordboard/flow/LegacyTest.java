package org.cordboard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.flow.FlowImporter.Mode;
import org.cordboard.flow.FlowImporter.Purpose;
import org.junit.jupiter.api.Test;

/// The 2017 format: states named by SID, old type names, explicit nulls.
class LegacyTest {

    /// A trigger leading to the first state; states are `sid name Type {properties} event>sid …`.
    private static String legacy(String... states) {
        var all = new ArrayList<String>();
        all.add(state("FF0 Trigger InitialState {\"flow_url\":\"https://e.net\"} incomingMessage incomingCall>FF1 incomingRequest"));
        for (var text : states) {
            all.add(state(text));
        }
        return "{\"description\":\"old\",\"states\":[" + String.join(",", all) + "]}";
    }

    private static String state(String text) {
        int open = text.indexOf('{');
        int close = text.lastIndexOf('}');
        var head = text.substring(0, open).strip().split(" +");
        var exits = new ArrayList<String>();
        for (var exit : text.substring(close + 1).strip().split(" +")) {
            var parts = exit.split(">");
            exits.add("{\"event\":\"" + parts[0] + "\",\"uuid\":\"u\",\"conditions\":[],\"next\":" + (parts.length > 1 ? "\"" + parts[1] + "\"" : "null") + "}");
        }
        return "{\"sid\":\"" + head[0] + "\",\"name\":\"" + head[1] + "\",\"type\":\"" + head[2] + "\",\"properties\":" + text.substring(open, close + 1)
                + ",\"transitions\":[" + String.join(",", exits) + "]}";
    }

    private static Imported read(String... states) {
        return FlowImporter.read(legacy(states), Mode.STRICT, Purpose.DRAFT);
    }

    private static String typeOf(String state) {
        var imported = read("FF1 first " + state);
        return imported.flow().orElseThrow(() -> new AssertionError(imported.errors())).states().get(1).type();
    }

    @Test
    void everyOldTypeHasItsSuccessor() {
        assertEquals("say-play", typeOf("SayPlay {\"say\":\"x\",\"play\":null,\"digits\":null,\"loop\":1} audioComplete"));
        assertEquals("split-based-on", typeOf("Branch {\"input\":\"x\"} noMatch"));
        assertEquals("connect-call-to", typeOf("ConnectCaller {\"noun\":\"number\",\"to\":\"+1\",\"caller_id\":\"+2\",\"timeout\":30} callCompleted hangup"));
        assertEquals("make-http-request", typeOf("Webhook {\"method\":\"GET\",\"url\":\"https://e.net\",\"body\":null,\"timeout\":null,\"parameters\":null,\"save_response_as\":null} success failed"));
        assertEquals("run-function", typeOf("Function {\"url\":\"https://e.net\",\"timeout\":10,\"parameters\":null} success fail"));
        assertEquals("set-variables", typeOf("SetVariables {\"variables\":[{\"key\":\"a\",\"value\":\"1\",\"index\":\"0\"}]} next"));
        assertEquals("send-message", typeOf("Message {\"body\":\"x\",\"from\":\"+1\",\"to\":\"+2\",\"service\":null} sent failed"));
        assertEquals("send-and-wait-for-reply", typeOf("MessagePrompt {\"body\":\"x\",\"timeout\":3600} incomingMessage timeout deliveryFailure"));
    }

    @Test
    void anUnknownOldTypeIsKnownByItsExits() {
        assertEquals("record-voicemail", typeOf("Whatever {} recordingComplete noAudio hangup"));
        assertEquals("make-outgoing-call-v1", typeOf("Whatever {} answered busy noAnswer failed answeredByMachine"));
        assertEquals("add-twiml-redirect", typeOf("Whatever {\"url\":\"https://e.net\"} return timeout fail"));
        assertEquals("record-call", typeOf("Whatever {\"record_call\":true} success failed"));
        assertEquals("send-to-flex", typeOf("Whatever {\"workflow\":\"WW1\",\"channel\":\"TC1\"} callComplete failedToEnqueue callFailure"));
        var unknown = read("FF1 first Whatever {} something");
        assertFalse(unknown.valid());
        assertTrue(unknown.errors().getFirst().message().contains("Unknown widget type 'Whatever'"));
    }

    @Test
    void bothFormatsOfTheSameFlowTakeTheSameSteps() {
        var old = Play.of(read(
                                "FF1 menu Gather {\"say\":\"Hi\",\"timeout\":5,\"number_of_digits\":1,\"finish_on_key\":\"#\",\"stop_gather\":true,\"play\":null} keypress>FF2 speech timeout>FF2",
                                "FF2 line EnqueueCall {\"workflow_sid\":\"WW1\",\"queue_name\":null,\"task_attributes\":null} callComplete failedToEnqueue callFailure")
                        .flow()
                        .orElseThrow())
                .call();
        var current = Play.of(Play.flow(
                        "first gather-input-on-call {\"say\":\"Hi\",\"timeout\":5,\"number_of_digits\":1,\"finish_on_key\":\"#\",\"stop_gather\":true} keypress>line speech timeout>line",
                        "line enqueue-call {\"workflow_sid\":\"WW1\"} callComplete failedToEnqueue callFailure"))
                .call();
        assertEquals(current.actions, old.actions);
        assertEquals(current.silence().actions, old.silence().actions);
        assertEquals(current.queue("bridged").steps(), old.queue("bridged").steps());
    }

    @Test
    void namesMadeUniqueAndBrokenReferencesAreTold() {
        var twice = read("FF1 same SayPlay {\"say\":\"x\"} audioComplete>FF2", "FF2 same SayPlay {\"say\":\"y\"} audioComplete");
        assertEquals(List.of("Trigger", "same", "same_2"), twice.flow().orElseThrow().states().stream().map(State::name).toList());
        assertEquals("same_2", twice.flow().orElseThrow().states().get(1).transitions().getFirst().next());
        assertEquals(5, twice.warnings().getFirst().rule());
        var broken = read("FF1 a SayPlay {\"say\":\"x\"} audioComplete>FF9");
        assertEquals("#/states/1/transitions/0/next", broken.errors().getFirst().path());
        assertTrue(broken.errors().getFirst().message().contains("FF9, which does not exist"));
    }

    @Test
    void conditionsWithoutArgumentsTestTheInput() {
        var text = legacy("FF1 split Branch {\"input\":\"{{trigger.call.From}}\"} match>FF2 noMatch", "FF2 yes SayPlay {\"say\":\"yes\"} audioComplete")
                .replaceFirst("\"match\",\"uuid\":\"u\",\"conditions\":\\[]", "\"match\",\"uuid\":\"u\",\"conditions\":[{\"friendly_name\":\"c\",\"type\":\"contains\",\"value\":\"2222\"}]");
        var flow = FlowImporter.read(text, Mode.REPAIR, Purpose.PUBLISH).flow().orElseThrow();
        assertEquals("yes", Play.of(flow).call().waits(Action.Say.class).text());
    }
}
