package org.cordboard.api.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.cordboard.api.http.Answer;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static Endpoint row(String product, String path) {
        return Endpoint.get(product, path, product + path).by(x -> Answer.empty(204));
    }

    private static final Routes ROUTES = new Routes(List.of(
            row("insights", "/v1/Settings"),
            row("voice", "/v1/Settings"),
            row("api", "/v1/Settings/{Sid}"),
            row("api", "/v1/Settings/Default")));

    private static String chosen(String path, String host) {
        Routes.Found found = ROUTES.find(path);
        assertNotNull(found, path);
        Endpoint endpoint = found.choose("GET", host);
        assertNotNull(endpoint);
        return endpoint.name();
    }

    @Test
    void theHostDecidesOnlyWhereTwoProductsOwnThePath() {
        assertEquals("voice/v1/Settings", chosen("/v1/Settings", "voice.twilio.com"));
        assertEquals("voice/v1/Settings", chosen("/v1/Settings", "VOICE.dublin.ie1.twilio.com:443"));
        assertEquals("insights/v1/Settings", chosen("/v1/Settings", "insights.twilio.com"));
        assertEquals("api/v1/Settings/Default", chosen("/v1/Settings/Default", "voice.twilio.com"));
    }

    @Test
    void anyOtherHostTakesTheFirst() {
        for (String host : new String[] {"", "localhost:8080", "voicemail.example", "studio.twilio.com", "[::1]"}) {
            assertEquals("insights/v1/Settings", chosen("/v1/Settings", host), host);
        }
    }

    @Test
    void aLiteralWinsAndPathsAreCaseSensitive() {
        assertEquals("api/v1/Settings/{Sid}", chosen("/v1/Settings/default", "x"));
        assertEquals("api/v1/Settings/Default", chosen("/v1/Settings/Default/", "x"));
        assertNull(ROUTES.find("/v1/settings"));
        assertNull(ROUTES.find("/v1//Settings"));
    }

    @Test
    void oneProductCannotOwnAPathTwice() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new Routes(List.of(row("voice", "/v1/A/{X}"), row("voice", "/v1/A/{Y}"))));
    }
}
