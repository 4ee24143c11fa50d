package org.cordboard.server.clients;

import static org.cordboard.server.story.Centre.CALLER;
import static org.cordboard.server.story.Centre.PATIENCE;
import static org.cordboard.server.story.Centre.until;
import static org.cordboard.server.story.Centre.untilIs;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.base.Reader;
import com.twilio.base.Resource;
import com.twilio.exception.ApiException;
import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Application;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.api.v2010.account.Conference;
import com.twilio.rest.api.v2010.account.IncomingPhoneNumber;
import com.twilio.rest.api.v2010.account.Key;
import com.twilio.rest.api.v2010.account.NewKey;
import com.twilio.rest.api.v2010.account.Queue;
import com.twilio.rest.api.v2010.account.Recording;
import com.twilio.rest.api.v2010.account.conference.Participant;
import com.twilio.rest.api.v2010.account.queue.Member;
import com.twilio.rest.studio.v2.Flow;
import com.twilio.rest.taskrouter.v1.workspace.Task;
import com.twilio.rest.taskrouter.v1.workspace.Worker;
import com.twilio.rest.taskrouter.v1.workspace.task.Reservation;
import com.twilio.type.PhoneNumber;
import com.twilio.type.Twiml;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cordboard.server.phone.ScriptedPhone;
import org.cordboard.server.story.Centre;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Calls, queues, conferences, participants, recordings, numbers, applications, keys and flows through the official
/// Java library, with phones that ring where the library says so.
@Timeout(120)
class JavaSdkVoiceIT {
    @TempDir
    Path data;

    private Centre centre;
    private TwilioRestClient client;

    @BeforeEach
    void start() throws Exception {
        centre = new Centre(data);
        client = Sdk.of(centre);
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private <T extends Resource> List<T> list(Reader<T> reader) {
        var found = new ArrayList<T>();
        reader.read(client).forEach(found::add);
        return found;
    }

    @Test
    void aCallWaitsInAQueueMeetsItsWorkerAndIsEnded() throws Exception {
        try (var caller = new ScriptedPhone(CALLER);
                var phone = centre.phoneOf("dave")) {
            var call = centre.callIn(caller);
            call.press("1");
            until("the caller waits", () -> list(Queue.reader()).stream().anyMatch(one -> one.getCurrentSize() == 1));
            var queue = list(Queue.reader()).stream().filter(one -> one.getCurrentSize() == 1).findFirst().orElseThrow();
            var member = list(Member.reader(queue.getSid())).getFirst();
            assertEquals(1, member.getPosition());
            var inbound = Call.fetcher(member.getCallSid()).fetch(client);
            assertEquals(Call.Status.IN_PROGRESS, inbound.getStatus());
            assertEquals(CALLER, inbound.getFrom());
            assertEquals("inbound", inbound.getDirection());

            centre.setActivity("dave", "Available");
            var ws = centre.connection().workspaceSid();
            var task = list(Task.reader(ws)).getFirst().getSid();
            until("a reservation", () -> !list(Reservation.reader(ws, task)).isEmpty());
            var reservation = list(Reservation.reader(ws, task)).getFirst().getSid();
            Reservation.updater(ws, task, reservation).setInstruction("conference").update(client);
            var answered = phone.awaitRinging(PATIENCE).answer();
            untilIs(Task.Status.ASSIGNED, () -> Task.fetcher(ws, task).fetch(client).getAssignmentStatus());

            until("both to be in the conference", () -> list(Conference.reader().setStatus(Conference.Status.IN_PROGRESS)).stream()
                    .anyMatch(one -> list(Participant.reader(one.getSid())).size() == 2));
            var conference =
                    list(Conference.reader().setStatus(Conference.Status.IN_PROGRESS)).getFirst();
            assertEquals(task, conference.getFriendlyName());
            var participants = list(Participant.reader(conference.getSid()));
            assertEquals(2, participants.size());
            var muted = Participant.updater(conference.getSid(), inbound.getSid()).setMuted(true).update(client);
            assertTrue(muted.getMuted());
            Conference.updater(conference.getSid()).setStatus(Conference.UpdateStatus.COMPLETED).update(client);
            assertTrue(call.awaitEnd(PATIENCE) && answered.awaitEnd(PATIENCE), "both are hung up");
            untilIs(Call.Status.COMPLETED, () -> Call.fetcher(inbound.getSid()).fetch(client).getStatus());
            assertNotNull(Call.fetcher(inbound.getSid()).fetch(client).getDuration());
            assertEquals(
                    Conference.Status.COMPLETED,
                    Conference.fetcher(conference.getSid()).fetch(client).getStatus());
            assertEquals(1, list(Worker.reader(ws).setFriendlyName("dave")).size());
        }
    }

    @Test
    void aCallIsMadeRecordedRedirectedAndHungUp() throws Exception {
        try (var phone = centre.phoneOf("dave")) {
            var to = new PhoneNumber("sip:dave@" + centre.connection().sipDomain());
            var from = new PhoneNumber(centre.connection().demoNumber());
            var made = Call.creator(to, from, new Twiml("<Response><Pause length=\"60\"/></Response>"))
                    .create(client);
            assertEquals(Call.Status.QUEUED, made.getStatus());
            var answered = phone.awaitRinging(PATIENCE).answer();
            answered.sing(620);
            untilIs(Call.Status.IN_PROGRESS, () -> Call.fetcher(made.getSid()).fetch(client).getStatus());
            var recording = com.twilio.rest.api.v2010.account.call.Recording.creator(made.getSid()).create(client);
            Call.updater(made.getSid())
                    .setTwiml(new Twiml("<Response><Say>redirected</Say><Pause length=\"60\"/></Response>"))
                    .update(client);
            assertTrue(answered.ears().within(PATIENCE, answered.ears()::sound), "the new document is spoken");
            Call.updater(made.getSid()).setStatus(Call.UpdateStatus.COMPLETED).update(client);
            assertTrue(answered.awaitEnd(PATIENCE), "hung up");
            untilIs(
                    Recording.Status.COMPLETED,
                    () -> Recording.fetcher(recording.getSid()).fetch(client).getStatus());
            assertEquals(made.getSid(), list(Recording.reader()).getFirst().getCallSid());
            assertTrue(Recording.deleter(recording.getSid()).delete(client));
            assertTrue(list(Recording.reader()).isEmpty());
        }
    }

    @Test
    void numbersApplicationsQueuesAndTheirPages() {
        var application = Application.creator()
                .setFriendlyName("app")
                .setVoiceUrl("https://example.org/voice")
                .setVoiceMethod(HttpMethod.GET)
                .create(client);
        assertEquals(HttpMethod.GET, Application.fetcher(application.getSid()).fetch(client).getVoiceMethod());
        var number = IncomingPhoneNumber.creator(new PhoneNumber("+15550001777"))
                .setVoiceApplicationSid(application.getSid())
                .create(client);
        assertEquals(application.getSid(), number.getVoiceApplicationSid());
        assertEquals(
                1,
                list(IncomingPhoneNumber.reader().setPhoneNumber(new PhoneNumber("+15550001777"))).size());
        assertTrue(IncomingPhoneNumber.deleter(number.getSid()).delete(client));
        assertTrue(Application.deleter(application.getSid()).delete(client));

        var before = list(Queue.reader()).size();
        IntStream.range(0, 5).forEach(n -> Queue.creator("line " + n).setMaxSize(10).create(client));
        assertEquals(before + 5, list(Queue.reader().setPageSize(2L)).size(), "over several pages");
        var page = Queue.reader().setPageSize(2L).firstPage(client);
        var second = Queue.reader().nextPage(page, client);
        assertEquals(2, second.getRecords().size());
        assertEquals(
                page.getRecords().getFirst().getSid(),
                Queue.reader().previousPage(second, client).getRecords().getFirst().getSid());
        var refusal = assertThrows(
                ApiException.class, () -> Queue.fetcher("QU0123456789abcdef0123456789abcdef").fetch(client));
        assertEquals(404, refusal.getStatusCode());
        assertEquals(20404, refusal.getCode());
    }

    @Test
    void keysWorkUntilTheyAreDeleted() {
        var key = NewKey.creator().setFriendlyName("k").create(client);
        var own = Sdk.withKey(centre, key.getSid(), key.getSecret());
        assertEquals("Writers IVR", Flow.reader().read(own).iterator().next().getFriendlyName());
        assertEquals("k2", Key.updater(key.getSid()).setFriendlyName("k2").update(client).getFriendlyName());
        assertTrue(Key.deleter(key.getSid()).delete(client));
        var refusal = assertThrows(ApiException.class, () -> Flow.reader().read(own).iterator().next());
        assertEquals(20003, refusal.getCode());
    }

    @Test
    void flowsAreCopiedRevisedAndPublished() {
        var whole = Flow.fetcher(list(Flow.reader()).getFirst().getSid()).fetch(client);
        var copy = Flow.creator("copy", Flow.Status.DRAFT, whole.getDefinition()).create(client);
        assertEquals(1, copy.getRevision());
        var published = Flow.updater(copy.getSid(), Flow.Status.PUBLISHED)
                .setDefinition(whole.getDefinition())
                .setCommitMessage("go")
                .update(client);
        assertEquals(2, published.getRevision());
        assertEquals(Flow.Status.PUBLISHED, published.getStatus());
        assertTrue(Flow.deleter(copy.getSid()).delete(client));
    }
}
