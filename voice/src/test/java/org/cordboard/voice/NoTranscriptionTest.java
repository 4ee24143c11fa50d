package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;
import org.junit.jupiter.api.Test;

/// What a house without a recogniser says to those who want a transcription.
class NoTranscriptionTest extends HouseTest {
    @Test
    void withoutARecogniserItIsAWarningAndTheDocumentGoesOn() throws Exception {
        house.page("/text", _ -> "");
        house.page("/after", _ -> "<Response><Pause length='60'/></Response>");
        house.answers("<Response><Say>Hi</Say><Start><Transcription statusCallbackUrl='/text'/></Start>"
                + "<Redirect>/after</Redirect></Response>");
        var call = call();
        call.dialog();
        house.next("/after");
        var entry = logged(12200);
        assertEquals("1", entry.log());
        assertTrue(entry.messageText().contains("speech.recogniser"), entry.messageText());
        var error = house.next("/text");
        assertEquals("transcription-error", error.get("TranscriptionEvent"));
        assertEquals("32650", error.get("TranscriptionErrorCode"));
        assertFalse(call.over());
    }

    @Test
    void withoutARecogniserRestNamesWhatIsMissing() {
        var refused = assertThrows(ControlFailure.class, () -> house.voice
                .callTranscriptions()
                .start(house.voice.stage().sids().call(), Options.NONE));
        assertEquals(501, refused.status());
        assertEquals(20501, refused.code());
        assertTrue(refused.getMessage().contains("speech.recogniser"));
    }
}
