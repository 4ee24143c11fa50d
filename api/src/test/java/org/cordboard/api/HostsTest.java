package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// One listener serves all products, whatever name it was asked by: F4.
@Timeout(60)
class HostsTest {
    private static final List<String> NAMES = List.of(
            "api.twilio.com",
            "taskrouter.twilio.com",
            "studio.dublin.ie1.twilio.com",
            "API.TWILIO.COM:443",
            "voice.example.org:8080",
            "anything.example",
            "127.0.0.1",
            "[::1]:8080");
    private static Centre centre;

    @BeforeAll
    static void start() {
        centre = new Centre();
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    /// Reads until the server closes, as it is asked to (RFC 9112 section 9.6).
    private static String ask(String host, String path) throws IOException {
        URI at = URI.create(centre.face.localAddress().toString());
        try (Socket socket = new Socket(at.getHost(), at.getPort())) {
            socket.setSoTimeout(20_000);
            String head = "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nAuthorization: "
                    + Centre.basic(Centre.ACCOUNT, Centre.TOKEN) + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void thePathDecidesWhateverTheName() throws IOException {
        String account = "/2010-04-01/Accounts/" + Centre.ACCOUNT;
        for (String name : NAMES) {
            assertTrue(ask(name, account + "/Calls.json").contains("\"calls\":["), name);
            assertTrue(ask(name, "/v1/Workspaces").contains("\"key\":\"workspaces\""), name);
            assertTrue(ask(name, "/v2/Flows").contains("\"key\":\"flows\""), name);
            assertTrue(ask(name, "/v1/Trunks").contains("\"key\":\"trunks\""), name);
            assertTrue(ask(name, "/v1/ByocTrunks").startsWith("HTTP/1.1 200"), name);
        }
    }

    @Test
    void addressesInAnswersLeadToTheNameThatWasAsked() throws IOException {
        assertTrue(ask("taskrouter.example.org:8443", "/v1/Workspaces")
                .contains("\"first_page_url\":\"http://taskrouter.example.org:8443/v1/Workspaces?"));
        String calls = ask("api.example.org", "/2010-04-01/Accounts/" + Centre.ACCOUNT + "/Calls.json");
        assertTrue(calls.contains("\"first_page_uri\":\"/2010-04-01/"), "relative, as published");
    }

    @Test
    void aNameOfAnotherProductIsNoWayAround() throws IOException {
        String unknown = ask("studio.twilio.com", "/v1/Nothing");
        assertEquals("HTTP/1.1 404", unknown.substring(0, 12));
    }
}
