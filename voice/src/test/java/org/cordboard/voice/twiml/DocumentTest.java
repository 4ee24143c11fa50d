package org.cordboard.voice.twiml;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.cordboard.voice.twiml.Target.Address;
import org.cordboard.voice.twiml.Verb.Recorded.When;
import org.cordboard.voice.webhook.HttpMethod;
import org.junit.jupiter.api.Test;

class DocumentTest {
    @Test
    void aMenuIsReadWithItsDefaults() throws Exception {
        var gather = (Verb.Gather) only("""
                <?xml version="1.0" encoding="UTF-8"?>
                <Response>
                  <!-- a menu -->
                  <Gather numDigits="1" action="/chosen">
                    <Say voice="alice" language="de-DE">Press &quot;one&quot; &amp; wait</Say>
                    <Pause length="2"/>
                    <Play loop="0">tune.wav</Play>
                  </Gather>
                </Response>""");
        assertTrue(gather.keys());
        assertNull(gather.spoken());
        assertEquals(new Action("/chosen", HttpMethod.POST), gather.action());
        assertEquals(5, gather.timeout());
        assertEquals("#", gather.finishOnKey());
        assertEquals(1, gather.numDigits());
        assertEquals(
                List.of(
                        new Verb.Say("Press &quot;one&quot; &amp; wait", "alice", "de-DE", 1),
                        new Verb.Pause(2),
                        new Verb.Play("tune.wav", Verb.LOOP_MAX)),
                gather.prompts());
    }

    @Test
    void dialCarriesTextNounsAndEveryAttribute() throws Exception {
        var dial = (Verb.Dial) only("""
                <Response><Dial timeout="12" callerId="+15550001000" record="record-from-ringing-dual" sequential="true"
                  hangupOnStar="TRUE" answerOnBridge="true" timeLimit="60" action="">
                  <Number sendDigits="ww12" statusCallback="/s" statusCallbackEvent="ringing answered">+15550002000</Number>
                  <Client><Identity>ann</Identity><Parameter name="k" value="v"/></Client>
                  <Sip username="u" password="p">sip:dave@127.0.0.1?X-Id=7</Sip></Dial></Response>""");
        assertEquals(new Action("", HttpMethod.POST), dial.action());
        assertTrue(dial.hangupOnStar() && dial.sequential() && dial.answerOnBridge());
        assertEquals(When.FROM_RINGING, dial.recorded().when());
        assertTrue(dial.recorded().dual());
        var endpoints = assertInstanceOf(Target.Endpoints.class, dial.target()).list();
        assertEquals(new Address.Number("+15550002000"), endpoints.get(0).address());
        assertEquals("ww12", endpoints.get(0).sendDigits());
        assertEquals(
                new Callback("/s", HttpMethod.POST, Set.of("ringing", "answered")),
                endpoints.get(0).statusCallback());
        assertEquals("ann", ((Address.Client) endpoints.get(1).address()).identity());
        assertEquals(
                new Address.Sip("sip:dave@127.0.0.1?X-Id=7", "u", "p"),
                endpoints.get(2).address());
    }

    @Test
    void aConferenceAndAQueueStandAlone() throws Exception {
        var dial = (Verb.Dial) only("""
                <Response><Dial><Conference beep="onExit" waitUrl="" endConferenceOnExit="true" maxParticipants="999"
                  statusCallback="/c" statusCallbackEvent="start join">room</Conference><Number>+1555</Number></Dial></Response>""");
        var conference = assertInstanceOf(Target.Conference.class, dial.target());
        assertFalse(conference.beepOnEnter());
        assertTrue(conference.beepOnExit() && conference.endOnExit() && conference.startOnEnter());
        assertEquals("", conference.waitUrl());
        assertEquals(250, conference.maxParticipants());
        var queue = (Verb.Dial) only("<Response><Dial><Queue reservationSid='WR1'>support</Queue></Dial></Response>");
        assertEquals("WR1", ((Target.Queue) queue.target()).reservationSid());
    }

    @Test
    void enqueueCarriesTheTask() throws Exception {
        var enqueue = (Verb.Enqueue) only("""
                <Response><Enqueue workflowSid="WW1" waitUrlMethod="GET"><Task priority="5" timeout="300">{"a":1}</Task>
                </Enqueue></Response>""");
        assertEquals(new Verb.Task("{\"a\":1}", 5, 300), enqueue.task());
        assertNull(enqueue.name());
        assertNull(enqueue.waitUrl());
        assertEquals(HttpMethod.GET, enqueue.waitMethod());
    }

    @Test
    void aTasksBadPriorityAndTimeoutAreNamedAndTheDefaultsHold() throws Exception {
        var document = Document.parse("""
                <Response><Enqueue workflowSid="WW1"><Task priority="high" timeout="0">{"a":1}</Task></Enqueue>
                <Enqueue workflowSid="WW1"><Task priority="-1" timeout="1209601" colour="red">{}</Task></Enqueue>
                <Enqueue workflowSid="WW1"><Task priority="0" timeout="1209600"/></Enqueue></Response>""", Context.CALL);
        assertEquals(
                List.of(
                        new Verb.Task("{\"a\":1}", null, null),
                        new Verb.Task("{}", null, null),
                        new Verb.Task("", 0, 1_209_600)),
                document.verbs().stream().map(v -> ((Verb.Enqueue) v).task()).toList());
        assertEquals(
                List.of(
                        "'high' is not a valid priority of <Task>",
                        "'0' is not a valid timeout of <Task>",
                        "'-1' is not a valid priority of <Task>",
                        "'1209601' is not a valid timeout of <Task>",
                        "attribute 'colour' is not known on <Task>"),
                document.problems().stream().map(Problem::message).toList());
        assertTrue(document.problems().stream().allMatch(p -> p.code() == 12200 && p.warning()));
    }

    /// In bytes of names and values: an é is two of them, an escaped ampersand one.
    @Test
    void eightHundredBytesOfParametersAreTheMostOfAClient() throws Exception {
        var dial = "<Response><Dial><Client><Identity>ann</Identity><Parameter name='a' value='%s'/>"
                + "<Parameter name='b' value='&amp;'/></Client></Dial></Response>";
        var most = dial.formatted("é".repeat(398) + "x");
        assertEquals(List.of(), problems(most));
        assertEquals(2, parameters(most).size());
        var more = dial.formatted("é".repeat(399));
        assertEquals(List.of(12200), problems(more));
        assertTrue(Document.parse(more, Context.CALL).problems().getFirst().message().contains("801 bytes"));
        assertEquals(Map.of(), parameters(more), "the call is made without them");
    }

    private static Map<String, String> parameters(String text) throws TwimlFailure {
        var target = (Target.Endpoints) ((Verb.Dial) only(text)).target();
        return ((Address.Client) target.list().getFirst().address()).parameters();
    }

    @Test
    void theLengthOfASayingIsThatOfWhatIsSpoken() throws Exception {
        var say = "<Response><Say>%s</Say></Response>";
        assertEquals(List.of(), problems(say.formatted("&amp;".repeat(4_096))));
        assertEquals(List.of(), problems(say.formatted("😀".repeat(4_096))));
        var marked = "<emphasis level='strong'>x</emphasis>";
        assertEquals(List.of(), problems(say.formatted("<p>" + marked.repeat(196) + "y".repeat(3_900) + "</p>")));
        assertEquals(List.of(13521), problems(say.formatted("<p>" + marked.repeat(196) + "y".repeat(3_901) + "</p>")));
        assertEquals(List.of(13521), problems(say.formatted("&amp;".repeat(4_097))));
    }

    @Test
    void whatTheSchemaDoesNotKnowIsReportedAndLeftOut() throws Exception {
        var document = Document.parse(
                "<Response><say>x</say><Say colour='red'>hello</Say><Gather><Dial>1</Dial></Gather><Pay/></Response>",
                Context.CALL);
        assertEquals(
                List.of("Say", "Gather", "Pay"),
                document.verbs().stream().map(v -> v.getClass().getSimpleName()).toList());
        assertEquals(
                List.of(12200, 12200, 13320, 12200),
                document.problems().stream().map(Problem::code).toList());
    }

    @Test
    void badAttributeValuesFallBackWithTheirOwnCode() throws Exception {
        var document = Document.parse("""
                <Response><Pause length="x"/><Gather timeout="-1" finishOnKey="##" numDigits="0" method="PUT" bargeIn="maybe"/>
                <Record maxLength="0" trim="no" playBeep="si"/><Redirect method="x">/y</Redirect><Reject reason="z"/></Response>""", Context.CALL);
        assertEquals(
                Set.of(13910, 13313, 13310, 13314, 13312, 13332, 13612, 13699, 13616, 13710, 13810),
                Set.copyOf(document.problems().stream().map(Problem::code).toList()));
        assertEquals(new Verb.Pause(1), document.verbs().getFirst());
    }

    private static List<Integer> problems(String text) throws Exception {
        return Document.parse(text, Context.CALL).problems().stream()
                .map(Problem::code)
                .toList();
    }

    @Test
    void otherVocabulariesMeanNothing() throws Exception {
        var document = Document.parse("""
                <Response xmlns:o="urn:other" o:version="3"><o:Say>never <Say>nor this</Say></o:Say>
                <Say o:mood="glad">heard</Say></Response>""", Context.CALL);
        assertEquals(List.of(new Verb.Say("heard", "", "", 1)), document.verbs());
        assertEquals(List.of(), document.problems());
    }

    @Test
    void parametersOfHangupAndRejectBecomeHeaders() throws Exception {
        var hangup = (Verb.Hangup) only(
                "<Response><Hangup><Parameter name='Why' value='done'/><Parameter name='X-Id' value='7'/></Hangup></Response>");
        assertEquals(Map.of("X-Why", "done", "X-Id", "7"), hangup.headers());
        var reject = (Verb.Reject) only("<Response><Reject><Parameter name='a b' value='x'/><Parameter name='c' value='x&#13;&#10;y'/>"
                + "</Reject></Response>");
        assertEquals(Map.of(), reject.headers());
        assertEquals(List.of(12200), problems("<Response><Hangup><Say/></Hangup></Response>"));
    }

    @Test
    void aSipNounTakesItsAddressFromChildrenAndItsHeadersFromBoth() throws Exception {
        var best = (Address.Sip) sip("<Sip username='u' password='p'><Uri priority='2'>sip:b@h</Uri>"
                + "<Uri priority='1' weight='1'>sip:c@h</Uri>"
                + "<Uri priority='1' weight='9' username='v' password='q'>sip:d@h?X-A=1</Uri>"
                + "<Headers><Header name='X-B' value='two words'/></Headers></Sip>");
        assertEquals(new Address.Sip("sip:d@h?X-A=1&X-B=two%20words", "v", "q"), best);
        assertEquals(new Address.Sip("sip:d@h", null, null), sip("<Sip>sip:d@h?Subject=x</Sip>"));
        assertEquals(new Address.Sip("sip:d@h:5070?X-A=1", null, null), sip("<Sip>d@h:5070?X-A=1</Sip>"));
    }

    @Test
    void badSipAddressesAndHeadersHaveTheirCodes() throws Exception {
        var dial = "<Response><Dial>%s</Dial></Response>";
        assertTrue(problems(dial.formatted("<Sip>dave</Sip>")).contains(13243));
        assertTrue(problems(dial.formatted("<Sip>mailto:dave@h</Sip>")).contains(13243));
        assertTrue(problems(dial.formatted("<Sip>sip:" + "x".repeat(250) + "@h</Sip>")).contains(13243));
        assertEquals(List.of(13251), problems(dial.formatted("<Sip>sip:d@h?nothing</Sip>")));
        assertEquals(List.of(13252), problems(dial.formatted("<Sip>sip:d@h?Subject=x</Sip>")));
        assertEquals(List.of(13253), problems(dial.formatted("<Sip>sip:d@h?X-A=" + "x".repeat(1_100) + "</Sip>")));
    }

    private static Address sip(String noun) throws TwimlFailure {
        var dial = (Verb.Dial) only("<Response><Dial>" + noun + "</Dial></Response>");
        return ((Target.Endpoints) dial.target()).list().getFirst().address();
    }

    @Test
    void eachProblemHasThePublishedCodeAndLevel() throws Exception {
        assertEquals(List.of(13220), problems("<Response><Dial ringTone='mars'>+15550002000</Dial></Response>"));
        assertEquals(List.of(13511, 13512), problems("<Response><Say voice='bob' language='x!'>hi</Say></Response>"));
        assertEquals(List.of(13325), problems("<Response><Gather><Play digits='1'/></Gather></Response>"));
        assertEquals(List.of(12200), problems("<Response><Pause><Say>x</Say></Pause></Response>"));
        assertEquals(List.of(14108), problems("<Response><Sms>hi</Sms></Response>"));
        assertEquals(List.of(14212), problems("<Response><Dial><Queue/></Dial></Response>"));
        assertEquals(List.of(), problems("<Response><Dial callReason='sales' events='x' recordingConfigurationId='y'>"
                + "<Application customerId='c' copyParentTo='TRUE'>AP1</Application></Dial></Response>"));
        var levels = Document.parse("""
                <Response><Say loop="x">hi</Say><Dial><Conference muted="x">room</Conference></Dial>
                <Start><Play>x</Play></Start></Response>""", Context.CALL).problems();
        assertEquals(List.of(13510, 13230, 14300), levels.stream().map(Problem::code).toList());
        assertEquals(List.of(true, false, false), levels.stream().map(Problem::warning).toList());
    }

    @Test
    void aRecordingsUsualLengthIsLeftToTheCall() throws Exception {
        assertNull(((Verb.Record) only("<Response><Record/></Response>")).maxLength());
        assertEquals(120, ((Verb.Record) only("<Response><Record transcribe='true'/></Response>")).maxLength());
        assertEquals(7, ((Verb.Record) only("<Response><Record maxLength='7'/></Response>")).maxLength());
    }

    @Test
    void ssmlIsHandedOnAsWritten() throws Exception {
        var say = (Verb.Say) only("""
                <Response><Say>Hello <break time="700ms"/>
                   <emphasis>dear &lt;you&gt;</emphasis></Say></Response>""");
        assertEquals("Hello <break time=\"700ms\"></break> <emphasis>dear &lt;you&gt;</emphasis>", say.text());
    }

    @Test
    void aBrokenDocumentIsRefusedWhole() {
        assertEquals(12100, codeOf("<Response><Say>x</Say>"));
        assertEquals(12100, codeOf("<Response><Say>x</Say></Response><Response/>"));
        assertEquals(12102, codeOf("<html><body/></html>"));
        assertEquals(12101, codeOf("<?xml version='3.0'?><Response/>"));
        assertEquals(11770, codeOf("  \n "));
        assertEquals(11750, codeOf("<Response>" + " ".repeat(70_000) + "</Response>"));
        assertEquals(11750, codeOf("<Response>" + "<Say>".repeat(50) + "</Say>".repeat(50) + "</Response>"));
    }

    @Test
    void entitiesAndDocumentTypesAreRefused() {
        assertEquals(
                12100,
                codeOf("<!DOCTYPE r [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><Response><Say>&x;</Say></Response>"));
        assertEquals(
                12100,
                codeOf("<!DOCTYPE r [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><Response><Say>&b;</Say></Response>"));
        assertEquals(12100, codeOf("<!DOCTYPE Response><Response/>"));
    }

    @Test
    void contextsRestrictTheVerbs() throws Exception {
        var text = "<Response><Say>x</Say><Dial>+1555</Dial><Leave/></Response>";
        assertEquals(3, Document.parse(text, Context.CALL).verbs().size());
        assertEquals(2, Document.parse(text, Context.QUEUE_WAIT).verbs().size());
        var whisper = Document.parse(text, Context.WHISPER);
        assertEquals(1, whisper.verbs().size());
        assertTrue(whisper.problems().stream().anyMatch(p -> p.code() == 13201));
        assertThrows(TwimlFailure.class, () -> Document.parse(text, Context.CONFERENCE_WAIT));
    }

    @Test
    void damagedDocumentsNeverEscapeTheirFailure() {
        long seed = 20_261_120;
        System.out.println("seed " + seed);
        var random = new Random(seed);
        var text = "<Response><Gather timeout=\"3\"><Say>Hi</Say></Gather><Dial><Number>1</Number></Dial></Response>";
        for (int i = 0; i < 5_000; i++) {
            var damaged = new StringBuilder(text);
            for (int j = 0; j <= random.nextInt(4); j++) {
                int at = random.nextInt(damaged.length());
                switch (random.nextInt(3)) {
                    case 0 -> damaged.deleteCharAt(at);
                    case 1 -> damaged.insert(at, (char) random.nextInt(128));
                    default -> damaged.setCharAt(at, "<>&\"'/ =a0\0".charAt(random.nextInt(11)));
                }
            }
            try {
                Document.parse(damaged.toString(), Context.CALL);
            } catch (TwimlFailure failure) {
                assertTrue(failure.code() > 0);
            }
        }
    }

    private static Verb only(String text) throws TwimlFailure {
        var verbs = Document.parse(text, Context.CALL).verbs();
        assertEquals(1, verbs.size());
        return verbs.getFirst();
    }

    private static int codeOf(String text) {
        return assertThrows(TwimlFailure.class, () -> Document.parse(text, Context.CALL))
                .code();
    }
}
