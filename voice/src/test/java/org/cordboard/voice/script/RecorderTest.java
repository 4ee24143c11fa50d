package org.cordboard.voice.script;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.cordboard.voice.twiml.Context;
import org.cordboard.voice.twiml.Document;
import org.cordboard.voice.twiml.Verb;
import org.junit.jupiter.api.Test;

class RecorderTest {
    private static Duration longest(String attributes, String farEnd) throws Exception {
        var document = Document.parse("<Response><Record " + attributes + "/></Response>", Context.CALL);
        return Recorder.longest((Verb.Record) document.verbs().getFirst(), farEnd);
    }

    @Test
    void aBrowsersCallIsRecordedForTenMinutesAndAnyOtherForAnHour() throws Exception {
        assertEquals(Duration.ofSeconds(600), longest("", "client:dave"));
        assertEquals(Duration.ofSeconds(3_600), longest("", "+15557770001"));
        assertEquals(Duration.ofSeconds(3_600), longest("", "sip:client@example.com"));
    }

    @Test
    void whatTheDocumentSaysHoldsForBoth() throws Exception {
        assertEquals(Duration.ofSeconds(900), longest("maxLength='900'", "client:dave"));
        assertEquals(Duration.ofSeconds(120), longest("transcribe='true'", "client:dave"));
        assertEquals(Duration.ofSeconds(900), longest("maxLength='900'", "+15557770001"));
    }
}
