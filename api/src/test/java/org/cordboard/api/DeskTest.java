package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpRequest;
import java.time.Duration;
import org.cordboard.api.http.HttpLimits;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.sid.AccountSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// The sessions of the worker desk, and the pages themselves.
@Timeout(60)
class DeskTest {
    private Centre centre;
    private Centre.Team team;
    private String worker;

    @BeforeEach
    void start() {
        centre = new Centre(new ApiConfig("127.0.0.1", 0, null, HttpLimits.standard(), true, "shared-secret", null));
        team = centre.team();
        worker = team.worker("dave", "Available");
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private Centre.Reply logIn(String name, String password) {
        return centre.send(HttpRequest.newBuilder(centre.url("/desk/session"))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(
                        "{\"worker\":\"" + name + "\",\"password\":\"" + password + "\"}"))
                .build());
    }

    private Centre.Reply send(String method, String path, String cookie, String csrf) {
        return centre.send(HttpRequest.newBuilder(centre.url(path))
                .header("Cookie", cookie)
                .header("X-Cordboard-Csrf", csrf)
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build());
    }

    private static String cookie(Centre.Reply reply) {
        String line = reply.header("Set-Cookie");
        return line.substring(0, line.indexOf(';'));
    }

    @Test
    void aWorkerLogsInReloadsRenewsAndLogsOut() {
        Centre.Reply session = logIn("Dave", "shared-secret");
        assertEquals(200, session.status(), session.http().body());
        assertEquals(worker, session.text("worker_sid"));
        assertEquals("dave", session.text("worker_name"));
        assertEquals("writers", session.text("workspace_name"));
        assertEquals(Centre.ACCOUNT, session.text("account_sid"));
        assertTrue(session.json().path("expires").asLong() > Centre.START.getEpochSecond());
        String line = session.header("Set-Cookie");
        assertTrue(line.contains("HttpOnly") && line.contains("SameSite=Strict"), line);
        assertEquals("", session.header("Access-Control-Allow-Origin"), "no other origin may read it");

        String cookie = cookie(session);
        Centre.Reply reloaded = send("GET", "/desk/session", cookie, "");
        assertEquals(session.text("csrf"), reloaded.text("csrf"));
        Centre.Reply renewed = send("POST", "/desk/token", cookie, session.text("csrf"));
        assertEquals(200, renewed.status(), renewed.http().body());
        assertEquals(403, send("POST", "/desk/token", cookie, "guessed").status());
        Centre.Reply out = send("DELETE", "/desk/session", cookie, session.text("csrf"));
        assertEquals(204, out.status());
        assertTrue(out.header("Set-Cookie").contains("Max-Age=0"));
    }

    @Test
    void theTokenOpensTheBridge() {
        String token = logIn("dave", "shared-secret").text("token");
        String path = "/v1/wschannels?token=" + token + "&closeExistingSessions=false";
        try (BrowserSocket socket = new BrowserSocket(centre.face.localAddress(), path)) {
            assertEquals(worker, socket.payload("init").path("channel_id").asText());
        }
    }

    @Test
    void aWrongPasswordAndAnUnknownNameLookTheSame() {
        Centre.Reply wrong = logIn("dave", "nope");
        Centre.Reply unknown = logIn("nobody", "shared-secret");
        assertEquals(401, wrong.status());
        assertEquals(401, unknown.status());
        assertEquals(wrong.text("message"), unknown.text("message"));
        assertEquals(
                401, send("GET", "/desk/session", "cordboard_desk=forged", "").status());
        assertEquals(400, logIn("dave", "").status());
    }

    @Test
    void afterManyFailuresEvenTheRightPasswordWaitsAMinute() {
        for (int i = 0; i < 10; i++) {
            assertEquals(401, logIn("dave", "guess" + i).status());
        }
        assertEquals(429, logIn("dave", "shared-secret").status());
        centre.clock.advance(Duration.ofSeconds(61));
        assertEquals(200, logIn("dave", "shared-secret").status());
    }

    @Test
    void aWorkerMayHaveItsOwnPassword() {
        String path = team.workspace() + "/Workers/" + worker + "/DeskPassword";
        assertEquals(400, centre.post(path, "Password", "short").status());
        assertEquals(204, centre.post(path, "Password", "correct horse").status());
        assertEquals(200, logIn("dave", "correct horse").status());
        assertEquals(401, logIn("dave", "correct hors").status());
    }

    @Test
    void aSessionEndsWithItsTime() {
        String cookie = cookie(logIn("dave", "shared-secret"));
        centre.clock.advance(Duration.ofHours(13));
        assertEquals(401, send("GET", "/desk/session", cookie, "").status());
    }

    @Test
    void onlyTheConferenceOfAnOwnTaskCanBeEnded() {
        Account account = centre.engine.read(view -> view.account(new AccountSid(Centre.ACCOUNT)));
        String task = team.task("{}");
        centre.calls.conference(account, task, "in-progress");
        centre.calls.conference(account, "WT00000000000000000000000000000001", "in-progress");
        Centre.Reply session = logIn("dave", "shared-secret");
        String cookie = cookie(session);
        String csrf = session.text("csrf");
        assertEquals(
                403,
                send("POST", "/desk/conferences/" + task + "/end", cookie, "").status());
        assertEquals(
                404,
                send("POST", "/desk/conferences/WT00000000000000000000000000000001/end", cookie, csrf)
                        .status());
        assertTrue(centre.calls.asked().isEmpty());
        assertEquals(
                204,
                send("POST", "/desk/conferences/" + task + "/end", cookie, csrf).status());
        assertEquals(java.util.List.of("end conference " + task), centre.calls.asked());
    }

    @Test
    void pagesAreServedWithSecurityHeadersAndTheirAddressesLeadToTheStartPage() {
        for (String path : new String[] {"/", "/index.html", "/desk", "/supervisor/queues"}) {
            Centre.Reply page =
                    centre.send(HttpRequest.newBuilder(centre.url(path)).build());
            assertEquals(200, page.status(), path);
            assertTrue(page.http().body().contains("start page of the test"), path);
            assertEquals("no-cache", page.header("Cache-Control"));
            assertTrue(page.header("Content-Security-Policy").contains("default-src 'self'"));
            assertEquals("nosniff", page.header("X-Content-Type-Options"));
        }
        Centre.Reply asset = centre.send(
                HttpRequest.newBuilder(centre.url("/assets/app-1a2b.js")).build());
        assertTrue(asset.header("Cache-Control").contains("immutable"));
        assertEquals("text/javascript; charset=utf-8", asset.header("Content-Type"));
        assertEquals(
                304,
                centre.send(HttpRequest.newBuilder(centre.url("/assets/app-1a2b.js"))
                                .header("If-None-Match", asset.header("ETag"))
                                .build())
                        .status());
        for (String path : new String[] {"/missing.js", "/../secret.txt", "/assets/..%2f..%2fx.txt"}) {
            Centre.Reply none =
                    centre.send(HttpRequest.newBuilder(centre.url(path)).build());
            assertEquals(404, none.status(), path);
            assertFalse(none.http().body().contains("start page"));
        }
    }
}
