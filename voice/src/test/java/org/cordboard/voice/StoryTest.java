package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.cordboard.routing.command.ActivityCommand;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.TransferCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.FlowRevision;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.Ears;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;

/// One call through the whole house: a flow greets, the call waits as a task, a worker's phone rings, both talk.
@Timeout(60)
class StoryTest {
    private static final Duration SOON = House.PATIENCE;
    private static final double CALLER = 440;
    private static final double WORKER = 1_300;

    private House house;
    private TestPhone caller;
    private TestPhone dave;
    private Workspace workspace;
    private Worker worker;

    @BeforeEach
    void build() throws Exception {
        house = new House();
        caller = new TestPhone("+15557770001");
        dave = house.registered("dave");
        workspace = (Workspace)
                house.submit(new WorkspaceCommand.Create(house.account.sid(), "writers", null, null, null, false, null))
                        .subject();
        var queue = (TaskQueue) house.submit(new TaskQueueCommand.Create(
                        workspace.sid(), "support", "skills HAS \"support\"", 1, null, null, null))
                .subject();
        var workflow = (Workflow) house.submit(new WorkflowCommand.Create(
                        workspace.sid(),
                        "support",
                        "{\"task_routing\":{\"default_filter\":{\"queue\":\"" + queue.sid() + "\"}}}",
                        null,
                        null,
                        30))
                .subject();
        worker = (Worker) house.submit(new WorkerCommand.Create(
                        workspace.sid(),
                        "dave",
                        available(),
                        "{\"skills\":[\"support\"],\"contact_uri\":\"sip:dave@127.0.0.1\"}"))
                .subject();
        flow(workflow);
    }

    @AfterEach
    void tearDown() {
        caller.close();
        dave.close();
        house.close();
    }

    private ActivitySid available() {
        return house.engine.read(view -> view.activities(workspace.sid())).stream()
                .filter(Activity::available)
                .findFirst()
                .orElseGet(() -> (Activity) house.submit(new ActivityCommand.Create(workspace.sid(), "Available", true))
                        .subject())
                .sid();
    }

    private void flow(Workflow workflow) {
        var sid = new FlowSid("FW" + "2".repeat(32));
        var definition = FLOW.replace("WORKFLOW", workflow.sid().value());
        var now = Instant.now();
        house.put(
                new Flow(sid, house.account.sid(), "Writers IVR", 1, 1, List.of(), now, now),
                new FlowRevision(sid, 1, "Writers IVR", "published", definition, null, true, now, now));
        house.number(
                House.NUMBER,
                Map.of(
                        "voice_url",
                        "https://webhooks.twilio.com/v1/Accounts/" + house.account.sid() + "/Flows/" + sid));
    }

    @Test
    void aCallerIsGreetedWaitsMeetsTheWorkerAndTheTaskWrapsUp() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.voice.instructions().conference(reservation, Options.NONE);
        var ringing = dave.rings();
        assertEquals(House.NUMBER, ringing.from());
        assertEquals(ReservationStatus.PENDING, reservation(reservation).status());
        var worker = ringing.answer();
        call.sing(CALLER);
        worker.sing(WORKER);
        assertTrue(Ears.within(SOON, () -> worker.ears.tone(CALLER)), "the worker hears the caller");
        assertTrue(Ears.within(SOON, () -> call.ears.tone(WORKER)), "the caller hears the worker");
        assertTrue(Ears.within(SOON, () -> reservation(reservation).status() == ReservationStatus.ACCEPTED));
        var conference = house.eventually(Conference.class, c -> c.status().equals("in-progress"));
        assertEquals(reservation.task().value(), conference.friendlyName());
        var task = task(reservation);
        assertEquals(TaskStatus.ASSIGNED, task.status());
        assertTrue(task.attributes().contains(conference.sid().value()), task.attributes());

        house.voice.stage().conferences().find(conference.sid()).orElseThrow().end("conference-ended-via-api", null);
        assertEquals(200, call.end(SOON));
        assertEquals(200, worker.end(SOON));
        house.eventually(Conference.class, c -> c.status().equals("completed"));
        assertTrue(Ears.within(SOON, () -> task(reservation).status() != TaskStatus.ASSIGNED));
        assertTrue(Ears.within(SOON, () -> house.calls().stream().allMatch(c -> c.status() == CallStatus.COMPLETED)));
        house.eventually(Execution.class, e -> e.status().equals("ended"));
    }

    @Test
    void aCallerWhoHangsUpWhileTheWorkersPhoneRingsStopsItAtOnce() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.voice.instructions().conference(reservation, Options.NONE);
        var ringing = dave.rings();
        call.hangUp();
        assertTrue(ringing.canceledWithin(SOON), "the worker's phone stops ringing");
        assertTrue(Ears.within(SOON, () -> task(reservation).status() == TaskStatus.CANCELED));
        assertTrue(Ears.within(SOON, () -> reservation(reservation).status() == ReservationStatus.CANCELED));
        house.eventually(Conference.class, c -> c.status().equals("completed"));
        house.eventually(Execution.class, e -> e.status().equals("ended"));
    }

    @Test
    void aWorkerWhoDeclinesGetsTheTaskTakenAwayAndTheCallerWaitsOn() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.voice.instructions().conference(reservation, Options.NONE);
        dave.rings().refuse(486);
        assertTrue(Ears.within(SOON, () -> reservation(reservation).status() == ReservationStatus.CANCELED));
        house.eventually(Call.class, c -> c.status() == CallStatus.BUSY);
        assertTrue(Ears.within(SOON, call.ears::sound), "hold music goes on");
        assertTrue(!call.over());
        call.hangUp();
        assertTrue(Ears.within(SOON, () -> task(reservation).status() == TaskStatus.CANCELED));
    }

    @Test
    void aDequeuedCallerIsBridgedWithTheWorker() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.voice.instructions().dequeue(reservation, Options.NONE);
        var worker = dave.rings().answer();
        call.sing(CALLER);
        worker.sing(WORKER);
        assertTrue(Ears.within(SOON, () -> worker.ears.tone(CALLER)));
        assertTrue(Ears.within(SOON, () -> call.ears.tone(WORKER)));
        assertTrue(Ears.within(SOON, () -> reservation(reservation).status() == ReservationStatus.ACCEPTED));
        worker.hangUp();
        assertEquals(200, call.end(SOON));
        assertTrue(Ears.within(SOON, () -> task(reservation).status() != TaskStatus.ASSIGNED));
    }

    @Test
    void aWorkerWhoseLeavingEndsTheConferenceTakesTheCallerWithHim() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.voice.instructions().conference(reservation, options("EndConferenceOnExit", "true"));
        var worker = dave.rings().answer();
        assertTrue(Ears.within(SOON, () -> reservation(reservation).status() == ReservationStatus.ACCEPTED));
        worker.hangUp();
        assertEquals(200, call.end(SOON));
        var ended = house.eventually(Conference.class, c -> c.status().equals("completed"));
        assertEquals("participant-with-end-conference-on-exit-left", ended.reasonEnded());
        assertTrue(Ears.within(SOON, () -> task(reservation).status() != TaskStatus.ASSIGNED));
    }

    @Test
    void withoutThatTheTaskStaysAssignedUntilTheLastOneLeaves() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.voice.instructions().conference(reservation, Options.NONE);
        var worker = dave.rings().answer();
        assertTrue(Ears.within(SOON, () -> reservation(reservation).status() == ReservationStatus.ACCEPTED));
        call.hangUp();
        house.eventually(Call.class, c -> c.direction().equals("inbound") && c.status() == CallStatus.COMPLETED);
        assertEquals(TaskStatus.ASSIGNED, task(reservation).status());
        assertTrue(!worker.over());
        worker.hangUp();
        assertTrue(Ears.within(SOON, () -> task(reservation).status() != TaskStatus.ASSIGNED));
    }

    @Test
    void aSupervisorListensWithoutBeingHeard() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.voice.instructions().conference(reservation, Options.NONE);
        var worker = dave.rings().answer();
        call.sing(CALLER);
        assertTrue(Ears.within(SOON, () -> worker.ears.tone(CALLER)));
        assertTrue(Ears.within(SOON, () -> reservation(reservation).status() == ReservationStatus.ACCEPTED));
        try (var boss = house.registered("boss")) {
            house.voice.instructions().supervise(reservation, "client:boss", "monitor", Options.NONE);
            var listening = boss.rings().answer();
            listening.sing(WORKER);
            assertTrue(Ears.within(SOON, () -> listening.ears.tone(CALLER)), "the supervisor hears");
            assertTrue(worker.ears.share(WORKER) < 0.05, "and is not heard");
            listening.hangUp();
        }
        assertEquals(TaskStatus.ASSIGNED, task(reservation).status());
    }

    @Test
    void anInstructionOnATaskWithoutACallOrTwiceIsRefused() throws Exception {
        waitingCaller();
        var reservation = reserved();
        house.voice.instructions().conference(reservation, Options.NONE);
        dave.rings();
        var again = assertThrows(
                ControlFailure.class, () -> house.voice.instructions().dequeue(reservation, Options.NONE));
        assertEquals(400, again.status());
    }

    /// What the newer browser client asks for: F147.
    @Test
    void theWorkersPageHoldsMutesAndKicks() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.voice.instructions().conference(reservation, Options.NONE);
        var phone = dave.rings().answer();
        call.sing(CALLER);
        phone.sing(WORKER);
        assertTrue(Ears.within(SOON, () -> phone.ears.tone(CALLER) && call.ears.tone(WORKER)));
        assertTrue(Ears.within(SOON, () -> reservation(reservation).status() == ReservationStatus.ACCEPTED));

        var legs = house.voice.workerLegs();
        legs.updateCustomer(task(reservation), options("Hold", "true"));
        assertTrue(Ears.within(SOON, () -> call.ears.share(WORKER) < 0.1), "the caller on hold hears music");
        assertTrue(Ears.within(SOON, () -> !phone.ears.tone(CALLER)), "and is not heard");
        legs.updateCustomer(task(reservation), options("Hold", "false"));
        assertTrue(Ears.within(SOON, () -> phone.ears.tone(CALLER) && call.ears.tone(WORKER)));

        legs.updateWorker(reservation, options("Mute", "true"));
        assertTrue(Ears.within(SOON, () -> !call.ears.tone(WORKER)), "a muted worker is not heard");
        assertTrue(Ears.within(SOON, () -> phone.ears.tone(CALLER)), "but hears");
        legs.updateWorker(reservation, options("Mute", "false"));
        assertTrue(Ears.within(SOON, () -> call.ears.tone(WORKER)));

        legs.holdWorker(task(reservation), worker.sid(), options("Hold", "true"));
        assertTrue(Ears.within(SOON, () -> phone.ears.share(CALLER) < 0.1), "the worker on hold hears music");
        legs.holdWorker(task(reservation), worker.sid(), options("Hold", "false"));
        assertTrue(Ears.within(SOON, () -> phone.ears.tone(CALLER)));

        var stranger = new WorkerSid("WK" + "9".repeat(32));
        assertEquals(
                400,
                assertThrows(ControlFailure.class, () -> legs.kickWorker(task(reservation), stranger)).status());
        legs.kickWorker(task(reservation), worker.sid());
        assertTrue(Ears.within(SOON, phone::over), "the worker's phone is hung up");
    }

    @Test
    void aTransferredTaskIsNotFetchedByTheInstructionsForAFirstWorker() throws Exception {
        waitingCaller();
        var first = reserved();
        house.submit(new ReservationCommand.Accept(workspace.sid(), first.sid(), null, null));
        var second = (Worker) house.submit(new WorkerCommand.Create(
                        workspace.sid(), "erin", available(), "{\"contact_uri\":\"sip:dave@127.0.0.1\"}"))
                .subject();
        house.submit(new TransferCommand.Start(
                workspace.sid(), first.task(), first.sid(), second.sid().value(), "WARM", null, null));
        var offered = house.engine.read(view -> view.reservationsOfTask(first.task())).stream()
                .filter(each -> each.worker().equals(second.sid()))
                .findFirst()
                .orElseThrow();
        var instructions = house.voice.instructions();
        for (Executable refused : List.<Executable>of(
                () -> instructions.dequeue(offered, Options.NONE),
                () -> instructions.call(offered, House.NUMBER, house.url("/fetch"), Options.NONE),
                () -> instructions.redirect(offered, "CA" + "0".repeat(32), house.url("/fetch"), Options.NONE))) {
            assertEquals(40151, assertThrows(ControlFailure.class, refused).code());
        }
        assertEquals(ReservationStatus.PENDING, reservation(offered).status());
    }

    @Test
    void theWorkersOwnCallFetchesTheCallerOfItsReservation() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.page(
                "/fetch", _ -> "<Response><Dial><Queue reservationSid='" + reservation.sid() + "'/></Dial></Response>");
        house.voice.instructions().call(reservation, House.NUMBER, house.url("/fetch"), Options.NONE);
        var worker = dave.rings().answer();
        call.sing(CALLER);
        worker.sing(WORKER);
        assertTrue(Ears.within(SOON, () -> worker.ears.tone(CALLER) && call.ears.tone(WORKER)));
        assertEquals(ReservationStatus.ACCEPTED, reservation(reservation).status());
        assertTrue(task(reservation).attributes().contains("worker_call_sid"));
        worker.hangUp();
        assertTrue(Ears.within(SOON, () -> task(reservation).status() != TaskStatus.ASSIGNED));
    }

    @Test
    void theActivityAfterTheCallIsTheDialledQueuesWhenTheBridgeEnds() throws Exception {
        var after = (Activity) house.submit(new ActivityCommand.Create(workspace.sid(), "Notes", false))
                .subject();
        var call = waitingCaller();
        var reservation = reserved();
        house.page("/fetch", _ -> "<Response><Dial><Queue reservationSid='" + reservation.sid()
                + "' postWorkActivitySid='" + after.sid() + "'/></Dial></Response>");
        house.voice.instructions().call(reservation, House.NUMBER, house.url("/fetch"), Options.NONE);
        var talking = dave.rings().answer();
        call.sing(CALLER);
        assertTrue(Ears.within(SOON, () -> talking.ears.tone(CALLER)));
        talking.hangUp();
        assertTrue(Ears.within(SOON, () -> house.engine.read(view -> view.worker(worker.sid()))
                .activity()
                .equals(after.sid())));
    }

    @Test
    void aPostWorkActivityThatIsNoneIsReported() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.page("/fetch", _ -> "<Response><Dial><Queue reservationSid='" + reservation.sid()
                + "' postWorkActivitySid='WA" + "0".repeat(32) + "'/></Dial></Response>");
        house.voice.instructions().call(reservation, House.NUMBER, house.url("/fetch"), Options.NONE);
        var talking = dave.rings().answer();
        call.sing(CALLER);
        assertTrue(Ears.within(SOON, () -> talking.ears.tone(CALLER)));
        house.eventually(org.cordboard.routing.entity.Notification.class, n -> n.errorCode().equals("14218"));
    }

    @Test
    void aParkedCallIsRedirectedToADocument() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.page("/parked", _ -> "<Response><Say>You were redirected to me</Say><Pause length='5'/></Response>");
        var sid = house.eventually(Call.class, c -> c.direction().equals("inbound"))
                .sid()
                .value();
        house.voice.instructions().redirect(reservation, sid, house.url("/parked"), options("Accept", "true"));
        assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)));
        assertEquals(ReservationStatus.ACCEPTED, reservation(reservation).status());
    }

    @Test
    void anOutboundTaskRingsTheWorkerFirstAndThenTheCustomer() throws Exception {
        house.submit(new TaskCommand.Create(
                workspace.sid(),
                null,
                "{\"outbound_to\":\"client:erin\",\"from\":\"" + House.NUMBER + "\"}",
                null,
                null,
                "voice",
                null,
                null,
                null,
                null));
        var reservation = reserved();
        try (var erin = house.registered("erin")) {
            house.voice.instructions().conference(reservation, Options.NONE);
            var worker = dave.rings().answer();
            var customer = erin.rings().answer();
            worker.sing(WORKER);
            customer.sing(CALLER);
            assertTrue(Ears.within(SOON, () -> worker.ears.tone(CALLER) && customer.ears.tone(WORKER)));
            assertTrue(Ears.within(SOON, () -> reservation(reservation).status() == ReservationStatus.ACCEPTED));
        }
    }

    @Test
    void aTaskCanceledByRestStopsTheRingingAndTheFlowGoesOn() throws Exception {
        var call = waitingCaller();
        var reservation = reserved();
        house.voice.instructions().conference(reservation, Options.NONE);
        var ringing = dave.rings();
        house.submit(new TaskCommand.Update(
                workspace.sid(), reservation.task(), null, TaskStatus.CANCELED, "by test", null, null, null, null));
        assertTrue(ringing.canceledWithin(SOON));
        assertEquals(200, call.end(SOON), "the flow has nothing more to say");
        var execution = house.eventually(Execution.class, e -> e.status().equals("ended"));
        assertTrue(execution.context().contains("\"QueueResult\":\"leave\""), execution.context());
    }

    private static Options options(String name, String value) {
        return new Options(Map.of(name, List.of(value)));
    }

    /// Calls, hears the welcome, presses a key, hears music.
    private TestCall waitingCaller() throws Exception {
        var call = caller.call(house.sip(), House.NUMBER);
        call.dialog();
        assertTrue(Ears.within(SOON, () -> call.ears.tone(House.SPEECH)), "the welcome is spoken");
        call.press("1");
        assertTrue(Ears.within(SOON, () -> call.ears.sound() && !call.ears.tone(House.SPEECH)), "hold music follows");
        return call;
    }

    private Reservation reserved() throws InterruptedException {
        var found = new Reservation[1];
        assertTrue(Ears.within(SOON, () -> {
            found[0] = house.engine.read(view -> view.reservationsOfWorker(worker.sid())).stream()
                    .filter(r -> r.status() == ReservationStatus.PENDING)
                    .findFirst()
                    .orElse(null);
            return found[0] != null;
        }));
        return found[0];
    }

    private Reservation reservation(Reservation known) {
        return house.engine.read(view -> view.reservation(known.sid()));
    }

    private Task task(Reservation known) {
        return house.engine.read(view -> view.task(known.task()));
    }

    private static final String FLOW = """
            {"description":"A New Flow","states":[
             {"type":"InitialState","name":"Trigger","properties":{"offset":{"x":0,"y":0}},"transitions":[
               {"event":"incomingMessage","conditions":[],"next":null,"uuid":"1"},
               {"event":"incomingCall","conditions":[],"next":"FFed2061cbcccea5d1e81bc370443c86af","uuid":"2"},
               {"event":"incomingRequest","conditions":[],"next":null,"uuid":"3"}],
              "sid":"FF855b9620cafaf5495d85b14458ea7f87"},
             {"type":"Gather","name":"gather_1","properties":{"offset":{"x":0,"y":190},"timeout":5,"finish_on_key":"#",
               "stop_gather":true,"number_of_digits":1,"save_response_as":null,
               "say":"Welcome to Support. I will put you on hold while I find you an agent.",
               "play":null,"voice":"alice","language":"en","loop":1,"hints":null,"gather_language":"en"},
              "transitions":[
               {"event":"keypress","conditions":[],"next":"FFe0bce614d5fbf9de2ab854b1ee64336b","uuid":"4"},
               {"event":"speech","conditions":[],"next":null,"uuid":"5"},
               {"event":"timeout","conditions":[],"next":"FFe0bce614d5fbf9de2ab854b1ee64336b","uuid":"6"}],
              "sid":"FFed2061cbcccea5d1e81bc370443c86af"},
             {"type":"EnqueueCall","name":"enqueue_1","properties":{"offset":{"x":20,"y":410},
               "workflow_sid":"WORKFLOW","queue_name":null,"priority":null,"timeout":null,"task_attributes":null,
               "wait_url":null,"wait_url_method":null},
              "transitions":[
               {"event":"callComplete","conditions":[],"next":null,"uuid":"7"},
               {"event":"failedToEnqueue","conditions":[],"next":null,"uuid":"8"},
               {"event":"callFailure","conditions":[],"next":null,"uuid":"9"}],
              "sid":"FFe0bce614d5fbf9de2ab854b1ee64336b"}]}
            """;
}
