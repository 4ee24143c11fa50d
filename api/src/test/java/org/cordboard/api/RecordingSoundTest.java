package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.cordboard.api.http.HttpLimits;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.sid.AccountSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a recording sounds like by REST, and what is left of one that was deleted (Voice reference 10.3).
@Timeout(60)
class RecordingSoundTest {
    private static final String BASE = "/2010-04-01/Accounts/" + Centre.ACCOUNT;

    @TempDir
    private Path folder;

    private Centre centre;
    private Call call;

    @BeforeEach
    void start() throws IOException {
        open(true);
        Files.writeString(folder.resolve("a.wav"), "RIFF0123456789");
    }

    private void open(boolean openSounds) {
        if (centre != null) {
            centre.close();
        }
        ApiConfig usual = ApiConfig.onLoopback();
        centre = new Centre(new ApiConfig(
                "127.0.0.1",
                0,
                null,
                HttpLimits.standard(),
                true,
                "",
                folder,
                openSounds,
                usual.ice(),
                usual.watch(),
                null));
        Account account = centre.engine.read(view -> view.account(new AccountSid(Centre.ACCOUNT)));
        call = centre.calls.call(account, CallStatus.IN_PROGRESS, Centre.START);
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private String recorded(String status) {
        return BASE + "/Recordings/" + centre.calls.recording(call, status).sid();
    }

    private Centre.Reply anyone(String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(centre.url(path));
        return centre.send((headers.length == 0 ? request : request.headers(headers)).build());
    }

    @Test
    void whoeverKnowsTheSidHearsItAndTheRecordTakesTheAccount() {
        String path = recorded("completed");
        for (String form : new String[] {path, path + ".wav", alias(path) + ".wav"}) {
            Centre.Reply sound = anyone(form);
            assertEquals(200, sound.status(), form);
            assertEquals("audio/x-wav", sound.header("Content-Type"));
            assertEquals("14", sound.header("Content-Length"));
            assertEquals("RIFF0123456789", sound.http().body());
        }
        assertEquals(401, anyone(path + ".json").status());
        assertEquals(401, anyone(path + ".xml").status());
        assertEquals(401, anyone(alias(path) + ".json").status());
        assertEquals(200, centre.get(alias(path) + ".json").status());
        assertEquals(404, anyone(path.replace(Centre.ACCOUNT, "AC" + "9".repeat(32))).status(), "of another account");
        String other = path.replace("/Recordings/", "/Calls/CA" + "9".repeat(32) + "/Recordings/");
        assertEquals(404, anyone(other + ".wav").status(), "of another call");
        assertEquals(404, anyone(path + ".ogg").status());
    }

    private String alias(String path) {
        return path.replace("/Recordings/", "/Calls/" + call.sid() + "/Recordings/");
    }

    @Test
    void whereSoundsArePrivateTheyTakeTheAccountToo() {
        open(false);
        String path = recorded("completed");
        assertEquals(401, anyone(path + ".wav").status());
        assertEquals(401, anyone(alias(path) + ".mp3").status());
        assertEquals(200, centre.get(path + ".wav").status());
    }

    @Test
    void mp3AndOneChannelOfTwoAreMadeOnDemand() throws IOException {
        centre.calls.sounds.put("mp3 1", Files.writeString(folder.resolve("a.mp3"), "ID3 sound"));
        String path = recorded("completed");
        Centre.Reply mp3 = anyone(path + ".mp3");
        assertEquals("audio/mpeg", mp3.header("Content-Type"));
        assertEquals("ID3 sound", mp3.http().body());
        Recording two = dual();
        centre.calls.sounds.put("wav 1", Files.writeString(folder.resolve("b.mono.wav"), "RIFF mixed"));
        assertEquals("RIFF mixed", anyone(BASE + "/Recordings/" + two.sid() + ".wav?RequestedChannels=1").http().body());
        assertEquals("RIFF both", anyone(BASE + "/Recordings/" + two.sid() + "?RequestedChannels=2").http().body());
        Centre.Reply impossible = anyone(path + ".wav?RequestedChannels=2");
        assertEquals(400, impossible.status());
        assertTrue(impossible.http().body().contains("16113"), impossible.http().body());
        assertEquals(400, anyone(path + ".wav?RequestedChannels=3").status());
    }

    private Recording dual() throws IOException {
        Recording one = centre.calls.recording(call, "completed");
        Recording two = new Recording(
                one.sid(),
                one.account(),
                one.call(),
                null,
                "completed",
                one.source(),
                2,
                "both",
                12,
                null,
                "b.wav",
                one.startTime(),
                one.details(),
                one.dateCreated(),
                one.dateUpdated());
        Files.writeString(folder.resolve("b.wav"), "RIFF both");
        centre.put(two);
        return two;
    }

    @Test
    void partsAreGivenToPlayersThatSkip() {
        String path = recorded("completed") + ".wav";
        part(path, "bytes=4-6", 206, "012", "bytes 4-6/14");
        part(path, "bytes=11-", 206, "789", "bytes 11-13/14");
        part(path, "bytes=-2", 206, "89", "bytes 12-13/14");
        part(path, "bytes=12-999", 206, "89", "bytes 12-13/14");
        part(path, "bytes=14-", 416, "", "bytes */14");
        part(path, "bytes=-0", 416, "", "bytes */14");
        part(path, "bytes=0-1,4-5", 200, "RIFF0123456789", "");
        part(path, "bytes=6-4", 200, "RIFF0123456789", "");
        part(path, "seconds=1-2", 200, "RIFF0123456789", "");
        assertEquals("RIFF0123456789", anyone(path, "Range", "bytes=0-1", "If-Range", "\"x\"").http().body());
        assertEquals("bytes", anyone(path).header("Accept-Ranges"));
    }

    private void part(String path, String range, int status, String body, String given) {
        Centre.Reply reply = anyone(path, "Range", range);
        assertEquals(status, reply.status(), range);
        assertEquals(body, reply.http().body(), range);
        assertEquals(given, reply.header("Content-Range"), range);
    }

    @Test
    void whatIsNotCompleteHasNoSoundAndCannotBeDeletedOrChangedAnyMore() {
        for (String status : new String[] {"in-progress", "paused", "processing"}) {
            String path = recorded(status);
            assertEquals(404, anyone(path + ".wav").status(), status);
            Centre.Reply refused = centre.delete(path + ".json");
            assertEquals(20009, refused.code());
            assertEquals(409, refused.status());
        }
        assertEquals(404, anyone(recorded("absent")).status());
        Centre.Reply late = centre.post(alias(recorded("completed")) + ".json", "Status", "paused");
        assertEquals(16114, late.code(), late.http().body());
    }

    @Test
    void aDeletedOneIsSilentAtOnceAndStillListedForFortyDaysToThoseWhoAsk() throws IOException {
        Files.writeString(folder.resolve("a.mp3"), "ID3");
        String path = recorded("completed");
        assertEquals(204, centre.delete(path + ".json").status());
        assertFalse(Files.exists(folder.resolve("a.wav")) || Files.exists(folder.resolve("a.mp3")));
        assertEquals(404, anyone(path + ".wav").status());
        assertEquals(404, centre.get(path + ".json").status());
        assertEquals(404, centre.delete(path + ".json").status());
        assertEquals(0, listed(""));
        assertEquals(0, centre.get(BASE + "/Calls/" + call.sid() + "/Recordings.json").json().path("recordings").size());
        assertEquals(1, listed("?IncludeSoftDeleted=true"));
        assertEquals("deleted", centre.get(path + ".json?IncludeSoftDeleted=true").text("status"));
        centre.clock.advance(Duration.ofDays(41));
        assertEquals(0, listed("?IncludeSoftDeleted=true"));
        centre.delete(recorded("completed") + ".json");
        assertEquals(1, centre.engine.read(view -> view.records(Recording.class)).size(), "the old record is gone");
    }

    private int listed(String query) {
        return centre.get(BASE + "/Recordings.json" + query).json().path("recordings").size();
    }
}
