package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.cordboard.routing.command.ActivityCommand;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.event.Event;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;

/// A contact centre in memory for tests: a clock that is moved by hand, and short words for the common commands.
final class Centre {
    static final Instant START = Instant.parse("2024-03-01T09:00:00Z");
    static final AccountSid ACCOUNT = new AccountSid("AC" + "0".repeat(31) + "1");

    RoutingCore core;
    final List<Entry> log = new ArrayList<>();
    private Instant now = START;
    private long seed = 7;
    List<Event> lastEvents = List.of();
    private Workspace workspace;
    private Activity available;
    private Activity offline;
    private Activity unavailable;

    Centre() {
        this(true, RoutingSettings.DEFAULT);
    }

    Centre(boolean multiTasking, RoutingSettings settings) {
        core = new RoutingCore(settings);
        run(new RecordCommand.Put(
                List.of(new Account(ACCOUNT, "Test", "secret", "active", null, START, START))));
        workspace = make(new WorkspaceCommand.Create(ACCOUNT, "Writers", null, null, multiTasking, false, null));
        var activities = view().activities(workspace.sid());
        offline = named(activities, "Offline");
        unavailable = activities.stream()
                .filter(activity -> !activity.available() && !activity.equals(offline))
                .findFirst()
                .orElseThrow();
        available = activities.stream().filter(Activity::available).findFirst().orElseThrow();
    }

    private static Activity named(List<Activity> activities, String name) {
        return activities.stream()
                .filter(activity -> activity.friendlyName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Centre singleTasking() {
        return new Centre(false, RoutingSettings.DEFAULT);
    }

    RoutingView view() {
        return core.view();
    }

    Instant now() {
        return now;
    }

    Workspace workspace() {
        return view().workspace(workspace.sid());
    }

    Activity available() {
        return available;
    }

    Activity offline() {
        return offline;
    }

    Activity unavailable() {
        return unavailable;
    }

    Outcome submit(Command command) {
        var entry = new Entry(now, ++seed, seed * 31, command);
        log.add(entry);
        var outcome = core.apply(entry);
        lastEvents = outcome instanceof Outcome.Done done ? done.events() : List.of();
        return outcome;
    }

    Outcome.Done run(Command command) {
        return switch (submit(command)) {
            case Outcome.Done done -> done;
            case Outcome.Refused refused -> fail(command + " was refused: " + refused);
        };
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    <E extends Entity> E make(Command command) {
        return (E) run(command).subject();
    }

    void refuses(Command command, String message) {
        switch (submit(command)) {
            case Outcome.Done done -> fail("accepted: " + command + " " + types(done.events()));
            case Outcome.Refused refused -> assertEquals(message, refused.message());
        }
    }

    Outcome.Refused refused(Command command) {
        return switch (submit(command)) {
            case Outcome.Done done -> fail("accepted: " + command + " " + types(done.events()));
            case Outcome.Refused refused -> refused;
        };
    }

    /// Lets time pass, making happen what is due at its moment.
    void pass(Duration time) {
        var end = now.plus(time);
        var events = new ArrayList<Event>();
        while (true) {
            var due = core.earliestDeadline();
            if (due.isEmpty() || due.get().isAfter(end)) {
                break;
            }
            now = due.get().isBefore(now) ? now : due.get();
            events.addAll(run(new ExpireDue()).events());
        }
        now = end;
        lastEvents = events;
    }

    void pass(long seconds) {
        pass(Duration.ofSeconds(seconds));
    }

    /// Lets time pass while nobody looks.
    void jump(Duration time) {
        now = now.plus(time);
    }

    static List<String> types(List<Event> events) {
        return events.stream()
                .filter(TaskRouterEvent.class::isInstance)
                .map(event -> ((TaskRouterEvent) event).type().wire())
                .toList();
    }

    List<String> lastTypes() {
        return types(lastEvents);
    }

    TaskRouterEvent lastEvent(String type) {
        return lastEvents.stream()
                .filter(TaskRouterEvent.class::isInstance)
                .map(TaskRouterEvent.class::cast)
                .filter(event -> event.type().wire().equals(type))
                .reduce((_, second) -> second)
                .orElseThrow(() -> new AssertionError("no " + type + " in " + lastTypes()));
    }

    TaskQueue queue(String name, String expression) {
        return queue(name, expression, 1, TaskOrder.FIFO);
    }

    TaskQueue queue(String name, String expression, int reserved, TaskOrder order) {
        return make(new TaskQueueCommand.Create(workspace.sid(), name, expression, reserved, order, null, null));
    }

    Workflow workflow(String configuration) {
        return workflow(configuration, 120);
    }

    Workflow workflow(String configuration, int timeout) {
        return make(new WorkflowCommand.Create(workspace.sid(), "Flow", configuration, null, null, timeout));
    }

    /// A workflow that sends everything to one queue.
    Workflow simple(TaskQueue queue) {
        return workflow("{\"task_routing\":{\"default_filter\":{\"queue\":\"" + queue.sid() + "\"}}}");
    }

    Worker worker(String name, String attributes) {
        return worker(name, attributes, available);
    }

    Worker worker(String name, String attributes, Activity activity) {
        return make(new WorkerCommand.Create(workspace.sid(), name, activity.sid(), attributes));
    }

    WorkerChannel channel(Worker worker, String name) {
        return view().workerChannels(worker.sid()).stream()
                .filter(channel -> channel.taskChannelUniqueName().equals(name))
                .findFirst()
                .orElseThrow();
    }

    void capacity(Worker worker, String channel, int capacity) {
        run(new WorkerCommand.UpdateChannel(
                workspace.sid(), worker.sid(), channel(worker, channel).sid(), capacity, null));
    }

    void activity(Worker worker, Activity activity) {
        run(new WorkerCommand.Update(workspace.sid(), worker.sid(), null, activity.sid(), null, null, null));
    }

    Task task() {
        return task("{}");
    }

    Task task(String attributes) {
        return task(create -> create.attributes(attributes));
    }

    Task task(UnaryOperator<NewTask> edit) {
        return make(edit.apply(new NewTask(this)).command());
    }

    Task now(Task task) {
        return view().task(task.sid());
    }

    Worker now(Worker worker) {
        return view().worker(worker.sid());
    }

    Reservation now(Reservation reservation) {
        return view().reservation(reservation.sid());
    }

    List<Reservation> reservations(Task task) {
        return view().reservationsOfTask(task.sid());
    }

    /// The pending reservation of the task, or else the newest.
    Reservation reservation(Task task) {
        return reservations(task).stream()
                .filter(reservation -> reservation.status() == ReservationStatus.PENDING)
                .findFirst()
                .orElse(reservations(task).getLast());
    }

    Reservation pending(Task task) {
        var reservation = reservation(task);
        assertEquals(ReservationStatus.PENDING, reservation.status());
        return reservation;
    }

    /// Name of the worker the task is offered to now, or "nobody".
    String offeredTo(Task task) {
        return reservations(task).stream()
                .filter(reservation -> reservation.status() == ReservationStatus.PENDING)
                .map(Reservation::workerName)
                .reduce((one, other) -> one + "," + other)
                .orElse("nobody");
    }

    void accept(Reservation reservation) {
        run(new ReservationCommand.Accept(workspace.sid(), reservation.sid(), null, null));
    }

    void reject(Reservation reservation) {
        run(new ReservationCommand.Reject(workspace.sid(), reservation.sid(), null, null));
    }

    void status(Task task, TaskStatus status, String reason) {
        run(statusOf(task, status, reason));
    }

    TaskCommand statusOf(Task task, TaskStatus status, String reason) {
        return new TaskCommand.Update(workspace.sid(), task.sid(), null, status, reason, null, null, null, null);
    }

    void complete(Task task) {
        status(task, TaskStatus.COMPLETED, "done");
    }

    Activity activity(String name, boolean isAvailable) {
        return make(new ActivityCommand.Create(workspace.sid(), name, isAvailable));
    }

    static CallSid call(int number) {
        return new CallSid("CA%032x".formatted(number));
    }
}
