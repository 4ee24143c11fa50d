package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.api.http.HttpLimits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Limits per account, and many browsers at once: F148.
@Timeout(120)
class RateLimitTest {
    @Test
    void requestsBeyondTheLimitAre429UntilTheNextSecond() {
        HttpLimits limits = new HttpLimits(1 << 20, 100, 16 << 10, 16 << 10, 1_000, 3);
        try (Centre centre = new Centre(new ApiConfig("127.0.0.1", 0, null, limits, true, "", null))) {
            for (int left = 2; left >= 0; left--) {
                Centre.Reply reply = centre.get("/v1/Workspaces");
                assertEquals(200, reply.status());
                assertEquals("3", reply.header("X-Rate-Limit-Limit"));
                assertEquals(Integer.toString(left), reply.header("X-Rate-Limit-Remaining"));
            }
            Centre.Reply refused = centre.get("/v1/Workspaces");
            assertEquals(429, refused.status());
            assertEquals(20429, refused.code());
            centre.clock.advance(Duration.ofSeconds(1));
            assertEquals(200, centre.get("/v1/Workspaces").status());
        }
    }

    @Test
    void manyPagesHearTheSameEventAndNoneIsForgotten() {
        HttpLimits limits = HttpLimits.standard();
        try (Centre centre = new Centre(new ApiConfig("127.0.0.1", 0, null, limits, true, "shared-secret", null))) {
            Centre.Team team = centre.team();
            String worker = team.worker("dave", "Offline");
            String token = centre.postJson("/desk/session", "{\"worker\":\"dave\",\"password\":\"shared-secret\"}")
                    .text("token");
            List<BrowserSocket> pages = new ArrayList<>();
            try {
                for (int i = 0; i < 100; i++) {
                    pages.add(new BrowserSocket(centre.face.localAddress(), "/v1/wschannels?token=" + token));
                }
                Centre.await("all sockets", () -> centre.face.openSockets() == 100);
                centre.post(team.workspace() + "/Workers/" + worker, "Attributes", "{\"n\":1}");
                pages.forEach(page -> assertEquals(
                        "{\"n\":1}",
                        page.payload("worker.attributes.update")
                                .path("attributes")
                                .asText()));
            } finally {
                pages.forEach(BrowserSocket::close);
            }
            Centre.await("all closed", () -> centre.face.openSockets() == 0);
        }
    }
}
