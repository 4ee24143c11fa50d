package org.cordboard.apps.amdforward;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Map;
import org.cordboard.apps.testing.FakePlatform;
import org.cordboard.apps.testing.Webhooks;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The application between a scripted platform and signed webhooks: what becomes of the caller for each outcome.
@Timeout(60)
class AmdForwardTest {
    private static final String CALLS = "POST /2010-04-01/Accounts/" + FakePlatform.ACCOUNT + "/Calls";
    private static final String OUTGOING = "/outgoing?conference=CAin";

    private FakePlatform fake;
    private Webhooks web;
    private Forwarding forwarding;

    @BeforeEach
    void start() throws IOException {
        fake = new FakePlatform();
        fake.answers(CALLS + ".json", 201, "{\"sid\":\"CAout\",\"status\":\"queued\"}")
                .answers(CALLS + "/*.json", 200, "{\"sid\":\"CAx\"}");
        var server = Webhooks.server();
        forwarding = new Forwarding(new OutboundCalls(fake.platform().client(), server, ""), "+15550007");
        new AmdForward(server, forwarding).routes();
        web = new Webhooks(server);
    }

    @AfterEach
    void stop() {
        web.close();
        fake.close();
    }

    private void callerWaits() throws Exception {
        web.post("/incoming", Map.of("CallSid", "CAin", "From", "+15550001"));
        web.post("/conference", Map.of(
                "FriendlyName", "CAin", "StatusCallbackEvent", "participant-join", "CallSid", "CAin"));
    }

    private void status(String status) throws Exception {
        web.post(OUTGOING, Map.of("CallSid", "CAout", "CallStatus", status, "CallbackSource", "call-progress-events"));
    }

    private String answeredBy(String who) throws Exception {
        return web.post(OUTGOING, Map.of("CallSid", "CAout", "CallStatus", "in-progress", "AnsweredBy", who));
    }

    @Test
    void theCallerWaitsInAConferenceNamedAfterTheCallWhileTheDestinationIsDialled() throws Exception {
        var twiml = web.post("/inbound", Map.of("CallSid", "CAin", "From", "+15550001"));
        assertTrue(twiml.contains(">CAin</Conference>"), twiml);
        assertTrue(twiml.contains("endConferenceOnExit=\"true\""), twiml);
        assertTrue(fake.requests(CALLS + ".json").isEmpty(), "nobody is dialled before the caller is there");
        callerWaits();
        var dialled = fake.requests(CALLS + ".json").getFirst();
        assertEquals("+15550007", dialled.get("To"));
        assertEquals("+15550001", dialled.get("From"));
        assertEquals("Enable", dialled.get("MachineDetection"));
        assertEquals(Webhooks.PUBLIC + OUTGOING, dialled.get("Url"));
        assertEquals(Webhooks.PUBLIC + OUTGOING, dialled.get("StatusCallback"));
        assertEquals("initiated ringing answered completed", dialled.get("StatusCallbackEvent"));
    }

    @Test
    void aPersonJoinsTheCaller() throws Exception {
        callerWaits();
        status("ringing");
        assertTrue(answeredBy("human").contains(">CAin</Conference>"));
        web.post("/conference", Map.of("FriendlyName", "CAin", "StatusCallbackEvent", "conference-end"));
        assertTrue(fake.requests(CALLS + "/*.json").isEmpty(), "nobody is redirected or hung up");
    }

    @ParameterizedTest
    @CsvSource({"machine_start", "fax"})
    void aMachineIsHungUpAndTheCallerHearsAnApology(String who) throws Exception {
        callerWaits();
        assertTrue(answeredBy(who).contains("<Hangup/>"));
        theCallerHearsAnApology();
    }

    @ParameterizedTest
    @CsvSource({"busy", "no-answer", "failed"})
    void anOutboundCallThatIsNotAnsweredEndsWithAnApology(String status) throws Exception {
        callerWaits();
        status(status);
        theCallerHearsAnApology();
    }

    private void theCallerHearsAnApology() {
        var redirected = fake.requests(CALLS + "/CAin.json");
        assertEquals(1, redirected.size());
        assertTrue(redirected.getFirst().get("Twiml").contains("nobody can take your call"));
    }

    @Test
    void aCallThatCannotBePlacedEndsWithAnApology() throws Exception {
        fake.answers(CALLS + ".json", 400, "{\"code\":21211,\"message\":\"invalid To\",\"status\":400}");
        callerWaits();
        theCallerHearsAnApology();
    }

    @Test
    void aCallerWhoGivesUpTakesThePendingCallAlong() throws Exception {
        callerWaits();
        status("ringing");
        web.post("/conference", Map.of("FriendlyName", "CAin", "StatusCallbackEvent", "conference-end"));
        var canceled = fake.requests(CALLS + "/CAout.json");
        assertEquals("completed", canceled.getFirst().get("Status"));
        assertTrue(answeredBy("human").contains("<Hangup/>"), "too late: nobody is there");
    }

    @Test
    void aLateStatusDoesNotTakeAConnectedCallBack() throws Exception {
        callerWaits();
        answeredBy("human");
        status("in-progress");
        status("no-answer");
        assertTrue(fake.requests(CALLS + "/*.json").isEmpty(), "the caller is left alone");
    }

    @Test
    void theDestinationChangesToNumbersAndSipAddressesOnly() {
        forwarding.destination("sip:dave@cordboard.local");
        assertEquals("sip:dave@cordboard.local", forwarding.destination());
        forwarding.destination("call my bank");
        assertEquals("sip:dave@cordboard.local", forwarding.destination());
        forwarding.destination(" +14155550100 ");
        assertEquals("+14155550100", forwarding.destination());
    }
}
