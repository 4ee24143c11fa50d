package org.cordboard.server.flows;

import static org.cordboard.server.flows.FlowHouse.json;
import static org.cordboard.server.flows.FlowHouse.path;
import static org.cordboard.server.flows.FlowHouse.sid;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.twilio.security.RequestValidator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cordboard.server.client.ApiException;
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

/// What only a whole server shows: which revision a caller gets, one call at a time, the webhook over HTTP, TwiML that
/// gives the call back, time-outs, credentials (items 12 to 14 and 20 of the reference's test list).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(90)
class FlowRulesIT {
    /// Listens long enough for a test; its prompt is replaced where a test wants another revision.
    private static final String LISTENS =
            """
            {"description": "listens", "initial_state": "Trigger", "flags": {"allow_concurrent_calls": true}, "states": [
              {"name": "Trigger", "type": "trigger", "properties": {},
               "transitions": [{"event": "incomingCall", "next": "ask"}, {"event": "incomingRequest", "next": "call"}]},
              {"name": "call", "type": "make-outgoing-call-v2",
               "properties": {"to": "{{contact.channel.address}}", "from": "{{flow.channel.address}}", "timeout": 20},
               "transitions": [{"event": "answered", "next": "ask"}, {"event": "busy"}, {"event": "noAnswer"}, {"event": "failed"}]},
              {"name": "ask", "type": "gather-input-on-call",
               "properties": {"say": "Please press a key.", "timeout": 30, "number_of_digits": 1, "stop_gather": true, "finish_on_key": "#"},
               "transitions": [{"event": "keypress", "next": "kept"}, {"event": "speech"}, {"event": "timeout"}]},
              {"name": "kept", "type": "set-variables", "properties": {"variables": [{"key": "version", "value": "one"}]},
               "transitions": [{"event": "next"}]}]}
            """;

    private FlowHouse house;
    private ScriptedPhone caller;
    private HttpClient http;

    @BeforeAll
    void open(@TempDir Path data) throws Exception {
        house = FlowHouse.open(data);
        caller = new ScriptedPhone(Centre.CALLER);
        http = HttpClient.newHttpClient();
    }

    @AfterAll
    void close() {
        http.close();
        caller.close();
        house.close();
    }

    private static PhoneCall answered(PhoneCall call) {
        assertEquals(200, call.awaitAnswer(PATIENCE));
        return call;
    }

    /// Once the prompt is heard, for a key pressed before it is none.
    private static void presses(PhoneCall call) {
        assertTrue(call.ears().within(PATIENCE, call.ears()::sound), "the prompt is heard");
        call.press("5");
    }

    private String version(JsonNode flow, JsonNode execution) {
        return house.context(flow, execution).at("/flow/variables/version").asText();
    }

    @Test
    void aRunningCallKeepsItsRevisionWhenAnotherIsPublished() throws Exception {
        var flow = house.published("keeps", LISTENS, Map.of());
        var number = house.number(flow);
        try (var call = answered(house.call(caller, number))) {
            var execution = house.reaches(flow, "ask");
            house.api().post("/v2/Flows/" + sid(flow), FlowHouse.form("keeps", "published", LISTENS, Map.of("\"one\"", "\"two\"")));
            presses(call);
            house.ended(flow);
            assertEquals("one", version(flow, execution));
            assertEquals(1, execution.path("flow_version").asInt());
        }
        try (var call = answered(house.call(caller, number))) {
            Centre.until("a second execution", () -> house.executions(flow).size() == 2);
            var execution = house.reaches(flow, "ask");
            presses(call);
            house.ended(flow);
            assertEquals("two", version(flow, execution));
            assertEquals(2, execution.path("flow_version").asInt());
        }
    }

    @Test
    void aTestUserGetsTheDraftAndOthersThePublishedRevision() throws Exception {
        var flow = house.published("draft", LISTENS, Map.of());
        house.api().post("/v2/Flows/" + sid(flow), FlowHouse.form("draft", "draft", LISTENS, Map.of("\"one\"", "\"draft\"")));
        var users = house.api().post("/v2/Flows/" + sid(flow) + "/TestUsers", Map.of("TestUsers", "+16505559999"));
        assertEquals("+16505559999", users.path("test_users").get(0).asText());
        var number = house.number(flow);
        try (var tester = new ScriptedPhone("+16505559999")) {
            for (var phone : List.of(tester, caller)) {
                int before = house.executions(flow).size();
                try (var call = answered(house.call(phone, number))) {
                    Centre.until("its execution", () -> house.executions(flow).size() > before);
                    var execution = house.reaches(flow, "ask");
                    presses(call);
                    house.ended(flow);
                    assertEquals(phone == tester ? "draft" : "one", version(flow, execution));
                }
            }
        }
    }

    @Test
    void aFlowWithoutAPublishedRevisionTakesNoCall() throws Exception {
        var flow = house.flow("only a draft", "draft", LISTENS, Map.of());
        try (var call = house.call(caller, house.number(flow))) {
            assertTrue(call.awaitEnd(PATIENCE), "the caller hears the application error and is hung up");
        }
        assertTrue(house.executions(flow).isEmpty());
    }

    @Test
    void oneCallAtATimeMeansThatASecondOfTheSameCallerHearsAnErrorAndTheFirstGoesOn() throws Exception {
        var flow = house.published("one at a time", LISTENS, Map.of("\"allow_concurrent_calls\": true", "\"allow_concurrent_calls\": false"));
        var number = house.number(flow);
        try (var first = answered(house.call(caller, number))) {
            var execution = house.reaches(flow, "ask");
            assertTrue(first.ears().within(PATIENCE, first.ears()::sound), "the prompt is heard");
            try (var second = answered(house.call(caller, number))) {
                assertTrue(second.awaitEnd(PATIENCE), "the second call is ended");
            }
            assertEquals(1, house.executions(flow).size());
            Centre.until("the debugger to tell of it", () -> notified("81002"));
            try (var other = new ScriptedPhone("+16505558888");
                    var third = answered(house.call(other, number))) {
                Centre.until("another caller's execution", () -> house.executions(flow).size() == 2);
                third.hangUp();
            }
            first.press("5");
            Centre.untilIs("ended", () -> house.api().get(path(flow, execution)).path("status").asText());
        }
    }

    private boolean notified(String code) {
        return house.api().accountList("Notifications", "notifications").stream()
                .anyMatch(notification -> notification.path("error_code").asText().equals(code));
    }

    @Test
    void aSecondStartForThePairIsRefusedAndEndingTheFirstFreesThePair() throws Exception {
        var flow = house.published("pair", LISTENS, Map.of());
        var executions = "/v2/Flows/" + sid(flow) + "/Executions";
        try (var dave = house.centre().phoneOf("dave")) {
            var first = house.api().post(executions, Map.of("To", "client:dave", "From", "+15550001000"));
            var ringing = dave.awaitRinging(PATIENCE);
            var refused = assertThrows(
                    ApiException.class,
                    () -> house.api().post(executions, Map.of("To", "client:dave", "From", "+15550001000")));
            assertTrue(refused.getMessage().contains("already active for this contact"), refused.getMessage());
            assertTrue(refused.getMessage().contains(sid(first)), refused.getMessage());

            assertEquals(
                    "ended",
                    house.api().post(path(flow, first), Map.of("Status", "ended")).path("status").asText(),
                    "a ringing phone does not hold up the end");
            assertTrue(ringing.stopsRinging(PATIENCE), "nobody is wanted any more");
            assertEquals(List.of("incomingRequest"), house.events(flow, first));

            house.api().post(executions, Map.of("To", "client:dave", "From", "+15550001000"));
            dave.awaitRinging(PATIENCE).refuse(486);
            var second = house.ended(flow);
            assertEquals(List.of("incomingRequest", "busy"), house.events(flow, second));
        }
    }

    @Test
    void aPhoneThatIsNotThereTakesTheExitForIt() throws Exception {
        var flow = house.published("nobody", LISTENS, Map.of());
        house.api().post("/v2/Flows/" + sid(flow) + "/Executions", Map.of("To", "client:charles", "From", "+15550001000"));
        var execution = house.ended(flow);
        var last = house.events(flow, execution).getLast();
        assertTrue(List.of("noAnswer", "failed").contains(last), last);
    }

    @Test
    void theWebhookAnswersSignedRequestsOverHttp() throws Exception {
        var flow = house.published("over http", LISTENS, Map.of());
        var webhook = flow.path("webhook_url").asText();
        var call = "CA" + "7".repeat(32);
        var begin = Map.of("CallSid", call, "From", "+16505550001", "To", "+15550009999", "CallStatus", "ringing");
        assertEquals(403, post(webhook, begin, "wrong").statusCode());
        var first = post(webhook, begin, signature(webhook, begin));
        assertEquals(200, first.statusCode());
        assertTrue(first.headers().firstValue("Content-Type").orElse("").startsWith("text/xml"));
        assertTrue(first.body().contains("<Gather") && first.body().contains("Please press a key."), first.body());

        var action = webhook + "?FlowEvent=gather";
        assertTrue(first.body().contains("action=\"" + action + "\""), first.body());
        var pressed = Map.of("CallSid", call, "CallStatus", "in-progress", "Digits", "5");
        var last = post(action, pressed, signature(action, pressed));
        assertTrue(last.body().contains("<Response/>"), last.body());
        var execution = house.ended(flow);
        assertEquals(List.of("incomingCall", "keypress", "next"), house.events(flow, execution));
        assertEquals(call, execution.path("initiated_by").asText());

        var unknown = webhook.replaceFirst("FW[0-9a-f]{32}", "FW" + "0".repeat(32));
        assertEquals(404, post(unknown, begin, signature(unknown, begin)).statusCode());
    }

    private java.net.http.HttpResponse<String> post(String url, Map<String, String> form, String signature)
            throws IOException, InterruptedException {
        var body = form.entrySet().stream()
                .map(e -> e.getKey() + "=" + e.getValue().replace("+", "%2B"))
                .collect(Collectors.joining("&"));
        return http.send(
                HttpRequest.newBuilder(URI.create(url))
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .header("X-Twilio-Signature", signature)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    /// As the published rule says, and the official validator agrees.
    private String signature(String url, Map<String, String> form) throws Exception {
        var token = house.centre().connection().authToken();
        var text = new StringBuilder(url);
        new TreeMap<>(form).forEach((name, value) -> text.append(name).append(value));
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(token.getBytes("UTF-8"), "HmacSHA1"));
        var signature = java.util.Base64.getEncoder().encodeToString(mac.doFinal(text.toString().getBytes("UTF-8")));
        assertTrue(new RequestValidator(token).validate(url, form, signature));
        return signature;
    }

    private String redirecting(String timeout) {
        return """
                {"description": "redirects", "initial_state": "Trigger", "flags": {"allow_concurrent_calls": true}, "states": [
                  {"name": "Trigger", "type": "trigger", "properties": {}, "transitions": [{"event": "incomingCall", "next": "away"}]},
                  {"name": "away", "type": "add-twiml-redirect", "properties": {"url": "OUTSIDE/twiml", "method": "POST", "timeout": "TIMEOUT"},
                   "transitions": [{"event": "return", "next": "tell"}, {"event": "timeout", "next": "tell"}, {"event": "fail"}]},
                  {"name": "tell", "type": "make-http-request", "properties": {"method": "POST", "url": "OUTSIDE/tell",
                    "content_type": "application/json;charset=utf-8", "body": "{\\"foo\\": \\"{{widgets.away.foo}}\\"}"},
                   "transitions": [{"event": "success"}, {"event": "failed"}]}]}
                """
                .replace("OUTSIDE", house.outside())
                .replace("TIMEOUT", timeout);
    }

    @Test
    void foreignTwimlGivesTheCallBackWithItsParameters() throws Exception {
        var flow = house.published("returns", redirecting("60"), Map.of());
        house.page("/twiml", _ -> Told.twiml("<Say>One moment.</Say><Redirect>" + flow.path("webhook_url").asText()
                + "?FlowEvent=return&amp;foo=bar</Redirect>"));
        house.page("/tell", _ -> Told.json("{}"));
        try (var call = answered(house.call(caller, house.number(flow)))) {
            assertEquals("bar", house.asked("/tell").json().path("foo").asText());
            assertTrue(call.awaitEnd(PATIENCE));
        }
        var execution = house.ended(flow);
        assertEquals(List.of("incomingCall", "return", "success"), house.events(flow, execution));
    }

    @Test
    void foreignTwimlThatKeepsTheCallTimesOut() throws Exception {
        var flow = house.published("times out", redirecting("1"), Map.of());
        house.page("/twiml", _ -> Told.twiml("<Say>Hold on.</Say><Pause length=\"30\"/>"));
        house.page("/tell", _ -> Told.json("{}"));
        try (var call = answered(house.call(caller, house.number(flow)))) {
            house.asked("/tell");
            var execution = house.ended(flow);
            assertEquals(List.of("incomingCall", "timeout", "success"), house.events(flow, execution));
            assertTrue(!call.over(), "the call itself is not taken back");
        }
    }

    private static String requesting(String url, boolean auth) {
        return """
                {"description": "asks", "initial_state": "Trigger", "flags": {"allow_concurrent_calls": true}, "states": [
                  {"name": "Trigger", "type": "trigger", "properties": {}, "transitions": [{"event": "incomingRequest", "next": "ask"}]},
                  {"name": "ask", "type": "make-http-request", "properties": {"method": "GET", "url": "URL", "add_twilio_auth": AUTH},
                   "transitions": [{"event": "success"}, {"event": "failed"}]}]}
                """
                .replace("URL", url)
                .replace("AUTH", Boolean.toString(auth));
    }

    private JsonNode asks(String url, boolean auth) {
        var flow = house.published("asks", requesting(url, auth), Map.of());
        house.api().post("/v2/Flows/" + sid(flow) + "/Executions", Map.of("To", "+15550001", "From", "+15550001000"));
        var execution = house.ended(flow);
        var context = house.context(flow, execution).at("/widgets/ask");
        return ((com.fasterxml.jackson.databind.node.ObjectNode) json("{}"))
                .put("event", house.events(flow, execution).getLast())
                .set("ask", context);
    }

    @Test
    void webRequestsFollowRedirectsSendTheUrlsCredentialsAndKeepTheAccountsOwnAtHome() throws Exception {
        house.page("/moved", _ -> new Told(302, "text/plain", "/here"));
        house.page("/here", asked -> Told.json("{\"auth\": \"" + asked.headers().getOrDefault("Authorization", List.of("none")).getFirst() + "\"}"));
        var withUser = asks(house.outside().replace("http://", "http://ann:p%40ss@") + "/moved", false);
        assertEquals("success", withUser.path("event").asText());
        assertEquals(200, withUser.at("/ask/status_code").asInt());
        assertEquals(
                "Basic " + java.util.Base64.getEncoder().encodeToString("ann:p@ss".getBytes("UTF-8")),
                withUser.at("/ask/parsed/auth").asText());

        var foreign = asks(house.outside() + "/here", true);
        assertEquals("failed", foreign.path("event").asText(), "the account's credentials go nowhere else");

        var own = asks("https://api.twilio.com/2010-04-01/Accounts/" + house.centre().connection().accountSid() + ".json", true);
        assertEquals("success", own.path("event").asText());
        assertEquals(house.centre().connection().accountSid(), own.at("/ask/parsed/sid").asText());

        house.page("/gone", _ -> new Told(404, "application/json", "{\"why\": \"gone\"}"));
        var gone = asks(house.outside() + "/gone", false);
        assertEquals("failed", gone.path("event").asText());
        assertEquals(404, gone.at("/ask/status_code").asInt());

        house.page("/large", _ -> Told.json("[\"" + "x".repeat(65 * 1024) + "\"]"));
        assertEquals("failed", asks(house.outside() + "/large", false).path("event").asText());
    }
}
