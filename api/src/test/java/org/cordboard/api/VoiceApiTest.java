package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cordboard.api.http.HttpLimits;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.sid.AccountSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The 2010 API over real HTTP: F2, F8 to F10, F80, F81, F93, F113 to F119, F165.
@Timeout(60)
class VoiceApiTest {
    private static final String BASE = "/2010-04-01/Accounts/" + Centre.ACCOUNT;

    @TempDir
    private Path recordings;

    private Centre centre;
    private Account account;

    @BeforeEach
    void start() {
        centre = new Centre(new ApiConfig("127.0.0.1", 0, null, HttpLimits.standard(), true, "", recordings));
        account = centre.engine.read(view -> view.account(new AccountSid(Centre.ACCOUNT)));
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private JsonNode made(String path, String... form) {
        Centre.Reply reply = centre.post(BASE + path, form);
        assertEquals(201, reply.status(), reply.http().body());
        return reply.json();
    }

    private void refused(int status, int code, String path, String... form) {
        Centre.Reply reply = centre.post(BASE + path, form);
        assertEquals(status, reply.status(), reply.http().body());
        assertEquals(code, reply.code(), reply.http().body());
    }

    @Test
    void theAccountShowsItselfToItsTokenOnly() {
        Published.check("api:account", centre.get(BASE + ".json").json());
        JsonNode key = made("/Keys.json", "FriendlyName", "ci");
        Published.check("api:new_key", key);
        String basic = Centre.basic(key.path("sid").asText(), key.path("secret").asText());
        assertEquals(200, as(basic, "/v1/Workspaces").status(), "a key suffices for resources");
        assertEquals(403, as(basic, BASE + "/Keys.json").status(), "but not for keys");
        assertFalse(centre.get(BASE + "/Keys/" + key.path("sid").asText() + ".json")
                .json()
                .has("secret"));
        assertEquals(
                204,
                centre.delete(BASE + "/Keys/" + key.path("sid").asText() + ".json")
                        .status());
        assertEquals(401, as(basic, "/v1/Workspaces").status());
        assertEquals(
                404,
                centre.get("/2010-04-01/Accounts/AC00000000000000000000000000000000.json")
                        .status());
    }

    private Centre.Reply as(String basic, String path) {
        return centre.send(java.net.http.HttpRequest.newBuilder(centre.url(path))
                .header("Authorization", basic)
                .build());
    }

    @Test
    void subAccountsAreSeparateAndReachedByTheirParent() {
        String sub = centre.post("/2010-04-01/Accounts.json", "FriendlyName", "branch")
                .sid();
        assertEquals(
                200, centre.get("/2010-04-01/Accounts/" + sub + "/Calls.json").status());
        Account branch = centre.engine.read(view -> view.account(new AccountSid(sub)));
        String own = Centre.basic(sub, branch.authToken());
        assertEquals(404, as(own, BASE + "/Calls.json").status());
        centre.post("/2010-04-01/Accounts/" + sub + ".json", "Status", "suspended");
        Centre.Reply suspended = as(own, "/v1/Workspaces");
        assertEquals(403, suspended.status());
        assertEquals(20005, suspended.code());
    }

    @Test
    void aCallIsMadeShownEndedAndDeleted() {
        JsonNode call = made(
                "/Calls.json",
                "To",
                "15551234567",
                "From",
                "client:desk",
                "Url",
                "https://example.org/twiml",
                "Timeout",
                "20",
                "StatusCallbackEvent",
                "ringing",
                "StatusCallbackEvent",
                "answered");
        Published.check("api:call", call);
        assertEquals("queued", call.path("status").asText());
        assertEquals("+15551234567", call.path("to").asText());
        assertEquals("(555) 123-4567", call.path("to_formatted").asText());
        assertEquals("outbound-api", call.path("direction").asText());
        assertTrue(call.path("duration").isNull());
        assertEquals(
                List.of("ringing", "answered"), centre.calls.options.getFirst().list("StatusCallbackEvent"));
        String path = BASE + "/Calls/" + call.path("sid").asText() + ".json";
        assertEquals(409, centre.delete(path).status());
        assertEquals("canceled", centre.post(path, "Status", "canceled").text("status"));
        Centre.Reply again = centre.post(path, "Status", "completed");
        assertEquals("canceled", again.text("status"), "a final status never changes");
        Centre.Reply redirected = centre.post(path, "Url", "https://example.org/x");
        assertEquals(400, redirected.status());
        assertEquals(21220, redirected.code());
        assertEquals("Call is not in-progress. Cannot redirect.", redirected.text("message"));
        assertEquals(204, centre.delete(path).status());
        assertEquals(404, centre.get(path).status());
    }

    @Test
    void badCallsHaveTheirPublishedCodes() {
        refused(400, 21201, "/Calls.json", "From", "+15550001111", "Url", "https://e.org");
        refused(400, 21213, "/Calls.json", "To", "+15550001111", "Url", "https://e.org");
        refused(400, 21205, "/Calls.json", "To", "+15550001111", "From", "+15550002222");
        refused(400, 21205, "/Calls.json", "To", "+15550001111", "From", "+15550002222", "Url", "/relative");
        refused(400, 21211, "/Calls.json", "To", "nobody", "From", "+15550002222", "Url", "https://e.org");
        refused(400, 21212, "/Calls.json", "To", "+15550001111", "From", "a b", "Url", "https://e.org");
        refused(400, 21218, "/Calls.json", "To", "+15550001111", "From", "+15550002222", "ApplicationSid", "AP1");
        refused(
                400,
                21208,
                "/Calls.json",
                "To",
                "+15550001111",
                "From",
                "+15550002222",
                "Url",
                "https://e.org",
                "Timeout",
                "601");
        refused(
                400,
                21206,
                "/Calls.json",
                "To",
                "+15550001111",
                "From",
                "+15550002222",
                "Url",
                "https://e.org",
                "SendDigits",
                "12x");
        refused(
                400,
                21209,
                "/Calls.json",
                "To",
                "+15550001111",
                "From",
                "+15550002222",
                "Url",
                "https://e.org",
                "Method",
                "PUT");
        refused(
                400,
                21234,
                "/Calls.json",
                "To",
                "+15550001111",
                "From",
                "+15550002222",
                "Url",
                "https://e.org",
                "MachineDetectionTimeout",
                "90");
        assertTrue(centre.calls.asked().isEmpty(), "none reached the voice side");
    }

    @Test
    void callsAreListedNewestFirstFilteredAndPagedInTheOldStyle() {
        for (int i = 0; i < 5; i++) {
            centre.calls.call(
                    account, i % 2 == 0 ? CallStatus.COMPLETED : CallStatus.BUSY, Centre.START.plusSeconds(60L * i));
        }
        JsonNode page = centre.get(BASE + "/Calls.json?PageSize=2&Status=completed&StartTime%3E=2026-03-01")
                .json();
        for (String key : List.of(
                "first_page_uri", "next_page_uri", "previous_page_uri", "uri", "page", "page_size", "start", "end")) {
            assertTrue(page.has(key), key);
        }
        assertFalse(page.has("total"));
        assertEquals(2, page.path("calls").size());
        assertEquals(0, page.path("start").asInt());
        assertEquals(1, page.path("end").asInt());
        assertEquals("17", page.path("calls").path(0).path("duration").asText());
        String next = page.path("next_page_uri").asText();
        assertTrue(
                next.startsWith(BASE + "/Calls.json?Status=completed&StartTime%3E=2026-03-01&PageSize=2&Page=1"), next);
        JsonNode second = centre.get(next).json();
        assertEquals(1, second.path("calls").size());
        assertTrue(second.path("next_page_uri").isNull());
        assertEquals(2, second.path("start").asInt());
        assertEquals(
                0,
                centre.get(BASE + "/Calls.json?StartTime%3C=2026-02-28")
                        .json()
                        .path("calls")
                        .size());
        assertEquals(
                5,
                centre.get(BASE + "/Calls.json?StartTime=2026-03-01")
                        .json()
                        .path("calls")
                        .size());
        assertEquals(
                5,
                centre.get(BASE + "/Calls.json?To=15550002222")
                        .json()
                        .path("calls")
                        .size());
        Centre.Reply large = centre.get(BASE + "/Calls.json?PageSize=1001");
        assertEquals(20007, large.code());
        assertEquals(21481, centre.get(BASE + "/Calls.json?PageToken=made-up").code());
    }

    @Test
    void aConferenceIsListedAnnouncedToAndEnded() {
        Conference room = centre.calls.conference(account, "room", "in-progress");
        centre.calls.conference(account, "other", "completed");
        JsonNode list = centre.get(BASE + "/Conferences.json?FriendlyName=room&Status=in-progress")
                .json();
        assertEquals(1, list.path("conferences").size());
        Published.check("api:conference", list.path("conferences").path(0));
        String path = BASE + "/Conferences/" + room.sid() + ".json";
        assertEquals(
                200,
                centre.post(path, "AnnounceUrl", "https://example.org/a.wav").status());
        assertEquals("completed", centre.post(path, "Status", "completed").text("status"));
        assertEquals(200, centre.post(path, "Status", "completed").status());
        assertEquals(
                400,
                centre.post(path, "AnnounceUrl", "https://example.org/a.wav").status());
        assertEquals(List.of("announce https://example.org/a.wav", "end conference room"), centre.calls.asked());
    }

    @Test
    void participantsComeAndGo() {
        Conference room = centre.calls.conference(account, "room", "in-progress");
        Call call = centre.calls.call(account, CallStatus.IN_PROGRESS, Centre.START);
        centre.calls.participant(room, call, "agent one");
        String list = BASE + "/Conferences/" + room.sid() + "/Participants";
        JsonNode seen = centre.get(list + ".json").json().path("participants").path(0);
        Published.check("api:participant", seen);
        assertEquals(seen, centre.get(list + "/agent%20one.json").json());
        assertEquals(
                200,
                centre.post(list + "/" + call.sid() + ".json", "Hold", "true", "HoldUrl", "https://e.org/h")
                        .status());
        refused(
                400,
                16026,
                "/Conferences/" + room.sid() + "/Participants.json",
                "To",
                "+15551112222",
                "From",
                "+15550001111",
                "Label",
                "agent one");
        refused(
                400,
                13240,
                "/Conferences/" + room.sid() + "/Participants/" + call.sid() + ".json",
                "CallSidToCoach",
                "CA00000000000000000000000000000009",
                "Coaching",
                "true");
        refused(
                404,
                16022,
                "/Conferences/CF00000000000000000000000000000009/Participants.json",
                "To",
                "+15551112222",
                "From",
                "+15550001111");
        JsonNode added =
                made("/Conferences/new%20room/Participants.json", "To", "+15551112222", "From", "+15550001111");
        Published.check("api:participant", added);
        assertEquals(204, centre.delete(list + "/" + call.sid() + ".json").status());
        assertTrue(centre.calls.asked().contains("kick " + call.sid()));
    }

    @Test
    void queuesAreMadeRenamedAndDeletedWhenEmpty() {
        JsonNode queue = made("/Queues.json", "FriendlyName", "support", "MaxSize", "50");
        Published.check("api:queue", queue);
        assertEquals(0, queue.path("current_size").asInt());
        refused(400, 22003, "/Queues.json", "FriendlyName", "support");
        refused(400, 20001, "/Queues.json", "FriendlyName", "big", "MaxSize", "5001");
        String path = BASE + "/Queues/" + queue.path("sid").asText();
        assertEquals(
                "sales", centre.post(path + ".json", "FriendlyName", "sales").text("friendly_name"));
        assertEquals(
                0,
                centre.get(path + "/Members.json").json().path("queue_members").size());
        assertEquals(404, centre.get(path + "/Members/Front.json").status());
        assertEquals(204, centre.delete(path + ".json").status());
    }

    @Test
    void numbersAreAllottedConfiguredAndGivenBack() {
        JsonNode number = made(
                "/IncomingPhoneNumbers.json", "PhoneNumber", "+15550001000", "VoiceUrl", "https://example.org/ivr");
        Published.check("api:incoming_phone_number", number);
        assertEquals("(555) 000-1000", number.path("friendly_name").asText());
        refused(400, 21422, "/IncomingPhoneNumbers.json", "PhoneNumber", "+15550001000");
        refused(400, 21421, "/IncomingPhoneNumbers.json", "PhoneNumber", "abc");
        refused(400, 21452, "/IncomingPhoneNumbers.json", "AreaCode", "555");
        refused(400, 21402, "/IncomingPhoneNumbers.json", "PhoneNumber", "+15550001001", "VoiceUrl", "x");
        refused(
                400,
                21405,
                "/IncomingPhoneNumbers.json",
                "PhoneNumber",
                "+15550001001",
                "VoiceFallbackUrl",
                "https://e.org");
        String path = BASE + "/IncomingPhoneNumbers/" + number.path("sid").asText() + ".json";
        JsonNode changed = centre.post(path, "VoiceUrl", "", "VoiceMethod", "get", "FriendlyName", "main")
                .json();
        assertTrue(changed.path("voice_url").isNull());
        assertEquals("GET", changed.path("voice_method").asText());
        assertEquals(
                1,
                centre.get(BASE + "/IncomingPhoneNumbers.json?PhoneNumber=5550*")
                        .json()
                        .path("incoming_phone_numbers")
                        .size());
        assertEquals(
                1,
                centre.get(BASE + "/IncomingPhoneNumbers/Local.json")
                        .json()
                        .path("incoming_phone_numbers")
                        .size());
        assertEquals(204, centre.delete(path).status());
        Published.check(
                "api:available_phone_number_country",
                centre.get(BASE + "/AvailablePhoneNumbers/US.json").json());
        assertEquals(404, centre.get(BASE + "/AvailablePhoneNumbers/XX.json").status());
    }

    @Test
    void anInventoryLimitsWhatCanBeAllotted() {
        centre.put(new org.cordboard.routing.entity.Setting("numbers.inventory", "+14155550001, +14155550002"));
        JsonNode free = centre.get(BASE + "/AvailablePhoneNumbers/US/Local.json?AreaCode=415")
                .json();
        assertEquals(2, free.path("available_phone_numbers").size());
        Published.check(
                "api:available_phone_number_local",
                free.path("available_phone_numbers").path(0));
        assertEquals(
                "+14155550001",
                made("/IncomingPhoneNumbers.json", "AreaCode", "415")
                        .path("phone_number")
                        .asText());
        refused(400, 21422, "/IncomingPhoneNumbers.json", "PhoneNumber", "+15550001000");
        assertEquals(
                1,
                centre.get(BASE + "/AvailablePhoneNumbers/US/Local.json")
                        .json()
                        .path("available_phone_numbers")
                        .size());
    }

    @Test
    void applicationsCannotGoWhileANumberUsesThem() {
        JsonNode application = made("/Applications.json", "FriendlyName", "ivr", "VoiceUrl", "https://example.org/v");
        Published.check("api:application", application);
        String sid = application.path("sid").asText();
        String number = made("/IncomingPhoneNumbers.json", "PhoneNumber", "+15550001000", "VoiceApplicationSid", sid)
                .path("sid")
                .asText();
        assertEquals(400, centre.delete(BASE + "/Applications/" + sid + ".json").status());
        centre.delete(BASE + "/IncomingPhoneNumbers/" + number + ".json");
        assertEquals(204, centre.delete(BASE + "/Applications/" + sid + ".json").status());
    }

    @Test
    void recordingsAreShownControlledHeardAndDeleted() throws IOException {
        Call call = centre.calls.call(account, CallStatus.IN_PROGRESS, Centre.START);
        JsonNode started = made("/Calls/" + call.sid() + "/Recordings.json", "RecordingChannels", "dual");
        Published.check("api:call_recording", started);
        assertEquals(
                200,
                centre.post(BASE + "/Calls/" + call.sid() + "/Recordings/Twilio.CURRENT.json", "Status", "paused")
                        .status());
        String done = centre.calls.recording(call, "completed").sid().value();
        Published.check(
                "api:recording",
                centre.get(BASE + "/Recordings/" + done + ".json").json());
        Files.writeString(recordings.resolve("a.wav"), "RIFF sound");
        Centre.Reply sound = centre.get(BASE + "/Recordings/" + done + ".wav");
        assertEquals("RIFF sound", sound.http().body());
        assertEquals("10", sound.header("Content-Length"));
        assertEquals(
                "RIFF sound", centre.get(BASE + "/Recordings/" + done).http().body());
        assertEquals(404, centre.get(BASE + "/Recordings/" + done + ".mp3").status());
        assertEquals(204, centre.delete(BASE + "/Recordings/" + done + ".json").status());
        assertFalse(Files.exists(recordings.resolve("a.wav")), "the sound goes with the record");
    }

    @Test
    void phonesGetTheirCredentials() {
        JsonNode list = made("/SIP/CredentialLists.json", "FriendlyName", "phones");
        Published.check("api:sip_credential_list", list);
        String path = "/SIP/CredentialLists/" + list.path("sid").asText() + "/Credentials";
        JsonNode credential = made(path + ".json", "Username", "dave", "Password", "Long-Enough-42");
        Published.check("api:sip_credential", credential);
        assertFalse(credential.toString().contains("Long-Enough-42"));
        refused(400, 21243, path + ".json", "Username", "dave", "Password", "Long-Enough-42");
        refused(400, 21243, path + ".json", "Username", "eve", "Password", "short");
        assertEquals(
                1, centre.get(BASE + path + ".json").json().path("credentials").size());
        assertEquals(
                204,
                centre.delete(BASE + path + "/" + credential.path("sid").asText() + ".json")
                        .status());
        assertEquals(
                204,
                centre.delete(BASE + "/SIP/CredentialLists/" + list.path("sid").asText() + ".json")
                        .status());
    }
}
