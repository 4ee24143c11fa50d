package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import org.cordboard.api.http.HttpLimits;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How requests and answers travel: F1, F5, F6, F9, F12, F13.
@Timeout(60)
class TransportTest {
    private static Centre centre;

    @BeforeAll
    static void start() {
        HttpLimits limits = new HttpLimits(1 << 20, 100, 16 << 10, 16 << 10, 1_000, 0);
        centre = new Centre(new ApiConfig("127.0.0.1", 0, null, limits, true, "", null));
    }

    @AfterAll
    static void stop() {
        centre.close();
    }

    @Test
    void aWrongTokenIs401With20003AndAChallenge() {
        Centre.Reply reply = centre.send(HttpRequest.newBuilder(centre.url("/v1/Workspaces"))
                .header("Authorization", Centre.basic(Centre.ACCOUNT, "wrong"))
                .build());
        assertEquals(401, reply.status());
        assertEquals(20003, reply.code());
        assertEquals(401, reply.json().path("status").asInt());
        assertEquals("https://www.twilio.com/docs/errors/20003", reply.text("more_info"));
        assertEquals("Basic realm=\"Twilio API\"", reply.header("WWW-Authenticate"));
    }

    @Test
    void missingAndMalformedCredentialsAre401() {
        assertEquals(
                401,
                centre.send(HttpRequest.newBuilder(centre.url("/v1/Workspaces")).build())
                        .status());
        for (String header : new String[] {"Basic", "Basic !!!", "Basic YWJj", "Bearer x", ""}) {
            assertEquals(
                    401,
                    centre.send(HttpRequest.newBuilder(centre.url("/v1/Workspaces"))
                                    .header("Authorization", header)
                                    .build())
                            .status(),
                    header);
        }
    }

    @Test
    void anUnknownPathIs404AndNamesItWithoutTheVersion() {
        Centre.Reply reply = centre.get("/v1/Nothing/here");
        assertEquals(404, reply.status());
        assertEquals(20404, reply.code());
        assertEquals("The requested resource /Nothing/here was not found", reply.text("message"));
    }

    @Test
    void aWrongMethodIs405With20004AndSaysWhatIsAllowed() {
        Centre.Reply reply = centre.send(centre.request("/v1/Workspaces")
                .PUT(HttpRequest.BodyPublishers.noBody())
                .build());
        assertEquals(405, reply.status());
        assertEquals(20004, reply.code());
        assertEquals("GET, POST", reply.header("Allow"));
    }

    @Test
    void multipartFormsAreRead() {
        String boundary = "xyz-boundary";
        String body = "--" + boundary
                + "\r\nContent-Disposition: form-data; name=\"FriendlyName\"\r\n\r\nÜber & 100 %\r\n--"
                + boundary + "\r\nContent-Disposition: form-data; name=\"Available\"\r\n\r\ntrue\r\n--" + boundary
                + "--\r\n";
        Centre.Reply reply = centre.send(centre.request(centre.workspace() + "/Activities")
                .header("Content-Type", "multipart/form-data; boundary=" + boundary)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
        assertEquals(201, reply.status(), reply.http().body());
        assertEquals("Über & 100 %", reply.text("friendly_name"));
        assertTrue(reply.json().path("available").asBoolean());
    }

    @Test
    void brokenMultipartBodiesAre400() {
        for (String body :
                new String[] {"", "nonsense", "--b\r\n\r\nx", "--b\r\nx\r\n--b--", "--b\r\nX: y\r\n\r\nz\r\n--b--"}) {
            Centre.Reply reply = centre.send(centre.request("/v1/Workspaces")
                    .header("Content-Type", "multipart/form-data; boundary=b")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build());
            assertEquals(400, reply.status(), body);
            assertEquals(20001, reply.code());
        }
    }

    @Test
    void jsonBodiesAreReadAsParameters() {
        Centre.Reply reply = centre.postJson(
                centre.workspace() + "/Activities", "{\"FriendlyName\":\"Lunch\",\"Available\":false,\"Extra\":null}");
        assertEquals(201, reply.status());
        assertEquals("Lunch", reply.text("friendly_name"));
        Centre.Reply broken = centre.postJson("/v1/Workspaces", "{\"FriendlyName\":");
        assertEquals(400, broken.status());
        assertTrue(broken.text("message").contains("line 1"), broken.text("message"));
    }

    @Test
    void unknownParametersAreIgnoredAndEmptyOnesAreAbsent() {
        String workspace = centre.workspace();
        Centre.Reply reply = centre.post(workspace, "FriendlyName", "", "Nonsense", "1");
        assertEquals(200, reply.status());
        assertEquals("writers", reply.text("friendly_name"));
    }

    @Test
    void aBodyAboveTheLimitIs413AndLeavesNoTrace() {
        Centre.Reply reply = centre.post("/v1/Workspaces", "FriendlyName", "x".repeat(2 << 20));
        assertEquals(413, reply.status());
    }

    @Test
    void tooManyParametersAre400() {
        String[] form = new String[300];
        for (int i = 0; i < form.length; i += 2) {
            form[i] = "p" + i;
            form[i + 1] = "v";
        }
        Centre.Reply reply = centre.post("/v1/Workspaces", form);
        assertEquals(400, reply.status());
        assertEquals("More than 100 parameters in one request", reply.text("message"));
    }

    @Test
    void aMalformedPercentEscapeIs400() {
        Centre.Reply reply = centre.send(centre.request("/v1/Workspaces")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(HttpRequest.BodyPublishers.ofString("FriendlyName=100%zz"))
                .build());
        assertEquals(400, reply.status());
        assertTrue(reply.text("message").startsWith("Malformed percent escape"), reply.text("message"));
    }

    @Test
    void everyAnswerHasItsLengthARequestIdRateHeadersAndCorsHeaders() {
        Centre.Reply reply = centre.get("/v1/Workspaces");
        assertEquals(
                reply.http().body().getBytes(StandardCharsets.UTF_8).length,
                Integer.parseInt(reply.header("Content-Length")));
        assertTrue(reply.header("Twilio-Request-Id").matches("RQ[0-9a-f]{32}"));
        assertEquals("unlimited", reply.header("X-Rate-Limit-Config"));
        assertEquals("*", reply.header("Access-Control-Allow-Origin"));
        assertEquals("application/json; charset=utf-8", reply.header("Content-Type"));
    }

    @Test
    void aBrowserMayAskBeforehand() {
        Centre.Reply reply = centre.send(HttpRequest.newBuilder(centre.url("/v1/wschannels"))
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody())
                .header("Origin", "https://app.example.org")
                .build());
        assertEquals(200, reply.status());
        String allowed = reply.header("Access-Control-Allow-Headers").toLowerCase(java.util.Locale.ROOT);
        for (String header : new String[] {"content-type", "apiversion", "clientversion", "if-match"}) {
            assertTrue(allowed.contains(header), header);
        }
    }

    @Test
    void http10ClientsAreServedAndMayKeepTheConnection() throws IOException {
        try (Socket socket = new Socket("127.0.0.1", centre.face.port())) {
            socket.setSoTimeout(10_000);
            for (int i = 0; i < 2; i++) {
                String reply = http10(socket, "GET /v1/Workspaces HTTP/1.0", "keep-alive");
                assertTrue(reply.startsWith("HTTP/1.0 200"), reply);
                assertTrue(reply.contains("Content-Length: "), reply);
                assertTrue(reply.contains("Connection: keep-alive"), reply);
            }
            String last = http10(socket, "GET /v1/Workspaces/WS0 HTTP/1.0", "close");
            assertTrue(last.startsWith("HTTP/1.0 404"), last);
            assertEquals(-1, socket.getInputStream().read());
        }
    }

    private static String http10(Socket socket, String line, String connection) throws IOException {
        String request = line + "\r\nAuthorization: " + Centre.basic(Centre.ACCOUNT, Centre.TOKEN) + "\r\nConnection: "
                + connection + "\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        InputStream in = socket.getInputStream();
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) in.read());
        }
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
        return head + new String(in.readNBytes(length), StandardCharsets.UTF_8);
    }

    @Test
    void absoluteLinksFollowTheHostTheCallerUsedOrTheProxyReports() {
        Centre.Reply plain = centre.get("/v1/Workspaces");
        assertTrue(plain.json()
                .path("meta")
                .path("url")
                .asText()
                .startsWith(centre.face.localAddress() + "/v1/Workspaces"));
        Centre.Reply proxied = centre.send(centre.request("/v1/Workspaces")
                .header("X-Forwarded-Proto", "https")
                .header("X-Forwarded-Host", "calls.example.org")
                .build());
        assertTrue(
                proxied.json().path("meta").path("url").asText().startsWith("https://calls.example.org/v1/Workspaces"));
    }

    @Test
    void headIsGetWithoutTheBody() {
        Centre.Reply reply = centre.send(centre.request("/v1/Workspaces")
                .method("HEAD", HttpRequest.BodyPublishers.noBody())
                .build());
        assertEquals(200, reply.status());
        assertEquals("", reply.http().body());
    }
}
