package org.cordboard.routing;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.cordboard.routing.command.ActivityCommand;
import org.cordboard.routing.command.Command;
import org.cordboard.routing.command.ExpireDue;
import org.cordboard.routing.command.QueueCommand;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.command.ReservationCommand;
import org.cordboard.routing.command.TaskChannelCommand;
import org.cordboard.routing.command.TaskCommand;
import org.cordboard.routing.command.TaskQueueCommand;
import org.cordboard.routing.command.TransferCommand;
import org.cordboard.routing.command.WorkerCommand;
import org.cordboard.routing.command.WorkflowCommand;
import org.cordboard.routing.command.WorkspaceCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.ReservationStatus;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskOrder;
import org.cordboard.routing.entity.TaskStatus;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.QueueSid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.TransferSid;
import org.cordboard.routing.sid.WorkspaceSid;

/// An unreasonable contact centre: workers, tasks, edits, calls, races and time, from one seed.
final class RandomCommands {
    private static final List<String> LANGUAGES = List.of("en", "fr", "de");
    private static final List<String> EXPRESSIONS = List.of(
            "1==1",
            "languages HAS 'en'",
            "team == 'blue'",
            "level > 2",
            "",
            "activity_name == 'Available'",
            "channel.default.assigned_tasks == 0",
            "team IN ['red','green'] OR languages HAS 'fr'");
    private static final List<String> TARGETS = List.of(
            "",
            "task.language IN worker.languages",
            "worker.level >= task.min",
            "worker.sid == task.wanted",
            "worker.team IN ['blue', 'red'] AND worker.level > 1",
            "worker.team == task.team AND worker.languages HAS task.language",
            "worker.channel.default.available_capacity_percentage == 100",
            "taskrouter.currentMin < 30");
    private static final List<String> SKIPS = List.of("1==1", "workers.available < 2", "workers.unavailable > 1");

    private final Random random;
    private final Centre centre;
    private int names;
    private TransferSid lastTransfer;

    RandomCommands(long seed, Centre centre) {
        this.random = new Random(seed);
        this.centre = centre;
    }

    Command next() {
        int dice = random.nextInt(200);
        if (dice < 45) {
            return newTask();
        } else if (dice < 110) {
            return onReservation();
        } else if (dice < 135) {
            return onTask();
        } else if (dice < 165) {
            return onWorker();
        } else if (dice < 185) {
            return onCalls();
        } else if (dice < 192) {
            return onTransfer();
        }
        return onConfiguration();
    }

    /// How long until the next command: often nothing, sometimes past many deadlines.
    Duration pause() {
        return switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4, 5 -> Duration.ZERO;
            case 6, 7, 8 -> Duration.ofMillis(random.nextInt(1_000));
            case 9, 10 -> Duration.ofSeconds(random.nextInt(8));
            default -> random.nextInt(60) == 0 ? Duration.ofHours(random.nextInt(30)) : Duration.ofSeconds(20);
        };
    }

    private WorkspaceSid workspace() {
        return centre.workspace().sid();
    }

    private <T> T pick(List<T> from) {
        return from.isEmpty() ? null : from.get(random.nextInt(from.size()));
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private String workerAttributes() {
        var languages = LANGUAGES.stream().filter(_ -> chance(50)).map(name -> '"' + name + '"').toList();
        return "{\"languages\":%s,\"team\":\"%s\",\"level\":%d,\"contact_uri\":\"client:%d\"}"
                .formatted(languages, pick(List.of("blue", "red", "green")), random.nextInt(5), random.nextInt(100));
    }

    private String taskAttributes() {
        return "{\"language\":\"%s\",\"min\":%d,\"type\":\"%s\",\"team\":\"%s\",\"wanted\":%s}"
                .formatted(
                        pick(LANGUAGES),
                        random.nextInt(5),
                        pick(List.of("vip", "x", "y")),
                        pick(List.of("blue", "red")),
                        wanted());
    }

    private String wanted() {
        var worker = pick(centre.view().workers(workspace()));
        return worker == null || chance(50) ? "null" : '"' + worker.sid().value() + '"';
    }

    String configuration() {
        var filters = new StringBuilder();
        for (int i = 0; i < random.nextInt(3); i++) {
            var targets = new StringBuilder();
            for (int t = 0; t <= random.nextInt(3); t++) {
                targets.append(t == 0 ? "" : ",").append(target());
            }
            filters.append(i == 0 ? "" : ",")
                    .append("{\"expression\":\"%s\",\"targets\":[%s]}"
                            .formatted(pick(List.of("type == 'vip'", "1==1", "min > 1", "type != 'y'")), targets));
        }
        var fallback = chance(60) ? ",\"default_filter\":{\"queue\":\"" + queue() + "\"}" : "";
        return "{\"task_routing\":{\"filters\":[" + filters + "]" + fallback + "}}";
    }

    private String target() {
        var text = new StringBuilder("{\"queue\":\"" + queue() + "\"");
        text.append(",\"expression\":\"").append(pick(TARGETS)).append('"');
        if (chance(60)) {
            text.append(",\"timeout\":").append(1 + random.nextInt(60));
        }
        if (chance(40)) {
            text.append(",\"priority\":").append(random.nextInt(10));
        }
        if (chance(30)) {
            text.append(",\"skip_if\":\"").append(pick(SKIPS)).append('"');
        }
        if (chance(30)) {
            text.append(",\"order_by\":\"worker.level DESC\"");
        }
        if (chance(15)) {
            text.append(",\"known_worker_sid\":\"task.wanted\"");
        }
        return text.append('}').toString();
    }

    private String queue() {
        return pick(centre.view().taskQueues(workspace())).sid().value();
    }

    private Instant start() {
        return chance(20) ? centre.now().minusSeconds(random.nextInt(600)) : null;
    }

    private Command newTask() {
        String target = null;
        if (chance(10)) {
            var worker = pick(centre.view().workers(workspace()));
            target = worker == null || chance(10) ? "WK" + "f".repeat(32) : worker.sid().value();
        } else if (chance(5)) {
            target = queue();
        }
        var workflow = pick(centre.view().workflows(workspace()));
        return new TaskCommand.Create(
                workspace(),
                workflow == null ? null : workflow.sid(),
                taskAttributes(),
                chance(20) ? 1 + random.nextInt(200) : null,
                chance(50) ? random.nextInt(10) : null,
                chance(60) ? null : pick(List.of("voice", "chat", "default")),
                start(),
                target,
                target == null ? null : pick(Arrays.asList(null, true, false)),
                null);
    }

    private Reservation reservation() {
        var worker = pick(centre.view().workers(workspace()));
        if (worker == null) {
            return null;
        }
        var all = centre.view().reservationsOfWorker(worker.sid());
        var open = all.stream().filter(one -> one.status().isOpen()).toList();
        return open.isEmpty() || chance(5) ? pick(all) : pick(open);
    }

    private Command onReservation() {
        var found = reservation();
        var sid = found == null ? new ReservationSid("WR" + "0".repeat(32)) : found.sid();
        boolean pending = found != null && found.status() == ReservationStatus.PENDING;
        var activity = chance(20) ? pick(centre.view().activities(workspace())).sid() : null;
        Long version = found != null && chance(10) ? found.version() - random.nextInt(2) : null;
        return switch (pending && chance(50) ? 0 : pending ? random.nextInt(9) : 9 + random.nextInt(4)) {
            case 0, 1, 2 ->
                new ReservationCommand.Accept(
                        workspace(), sid, chance(20) ? "{\"conference\":{\"sid\":\"CF1\"}}" : null, version);
            case 3, 4 -> new ReservationCommand.Reject(workspace(), sid, activity, version);
            case 5 -> new ReservationCommand.Hold(workspace(), sid, "conference", activity, version);
            case 6 -> new ReservationCommand.Release(workspace(), sid);
            case 7 -> new ReservationCommand.CancelHeld(workspace(), sid, chance(50) ? 13223 : null, chance(30));
            case 8 -> new ReservationCommand.CancelUnreachable(workspace(), sid);
            case 9 -> new ReservationCommand.Wrap(workspace(), sid, version);
            case 10, 11 -> new ReservationCommand.Complete(workspace(), sid, version);
            default -> new ReservationCommand.CallEnded(workspace(), sid, activity);
        };
    }

    private Task someTask() {
        return pick(centre.view().tasks(workspace()));
    }

    private Command onTask() {
        var task = someTask();
        if (task == null) {
            return newTask();
        }
        Long version = chance(10) ? task.version() - random.nextInt(2) : null;
        return switch (random.nextInt(9)) {
            case 0, 1 -> update(task, taskAttributes(), null, null, version);
            case 2 -> update(task, null, TaskStatus.CANCELED, chance(50) ? "tired" : null, version);
            case 3 -> update(task, null, TaskStatus.WRAPPING, "almost", version);
            case 4, 5 -> update(task, null, TaskStatus.COMPLETED, chance(90) ? "done" : null, version);
            case 6 ->
                new TaskCommand.Update(
                        workspace(),
                        task.sid(),
                        null,
                        null,
                        null,
                        random.nextInt(10),
                        chance(30) ? pick(List.of("voice", "chat", "nonsense")) : null,
                        start(),
                        version);
            case 7 -> new TaskCommand.MergeAttributes(workspace(), task.sid(), "{\"min\":" + random.nextInt(5) + "}");
            default ->
                chance(30)
                        ? new TaskCommand.Delete(workspace(), task.sid(), version)
                        : update(task, null, TaskStatus.COMPLETED, "done", version);
        };
    }

    private Command update(Task task, String attributes, TaskStatus status, String reason, Long version) {
        return new TaskCommand.Update(
                workspace(), task.sid(), attributes, status, reason, null, null, null, version);
    }

    private Command onWorker() {
        var worker = pick(centre.view().workers(workspace()));
        if (worker == null || (chance(10) && centre.view().workers(workspace()).size() < 12)) {
            return new WorkerCommand.Create(
                    workspace(),
                    "worker" + ++names,
                    chance(70) ? centre.available().sid() : null,
                    workerAttributes());
        }
        Long version = chance(10) ? worker.version() - random.nextInt(2) : null;
        return switch (random.nextInt(14)) {
            case 0 -> workerUpdate(worker.sid(), null, workerAttributes(), null, version);
            case 1 ->
                new WorkerCommand.Update(
                        workspace(),
                        worker.sid(),
                        null,
                        pick(List.of(centre.offline(), centre.unavailable())).sid(),
                        null,
                        true,
                        version);
            case 2 -> workerUpdate(worker.sid(), centre.offline().sid(), null, null, version);
            case 3 -> {
                var channel = pick(centre.view().workerChannels(worker.sid()));
                yield new WorkerCommand.UpdateChannel(
                        workspace(),
                        worker.sid(),
                        channel.sid(),
                        chance(60) ? random.nextInt(4) : null,
                        chance(30) ? chance(70) : null);
            }
            case 4 -> chance(20)
                    ? new WorkerCommand.Delete(workspace(), worker.sid(), version)
                    : workerUpdate(worker.sid(), centre.available().sid(), null, "worker" + ++names, version);
            default -> workerUpdate(worker.sid(), centre.available().sid(), null, null, version);
        };
    }

    private Command workerUpdate(
            org.cordboard.routing.sid.WorkerSid worker,
            org.cordboard.routing.sid.ActivitySid activity,
            String attributes,
            String name,
            Long version) {
        return new WorkerCommand.Update(workspace(), worker, name, activity, attributes, null, version);
    }

    private CallSid call() {
        return Centre.call(random.nextInt(30));
    }

    private Command onCalls() {
        var account = Centre.ACCOUNT;
        var workflow = pick(centre.view().workflows(workspace()));
        var queues = centre.view().records(org.cordboard.routing.entity.VoiceQueue.class);
        var queue = queues.isEmpty() ? new QueueSid("QU" + "0".repeat(32)) : pick(queues).sid();
        return switch (random.nextInt(8)) {
            case 0, 1, 2 ->
                new QueueCommand.JoinWorkflow(
                        account, call(), workflow.sid(), taskAttributes(), random.nextInt(5), null);
            case 3 -> new QueueCommand.Join(account, call(), "line" + random.nextInt(3), chance(30) ? 2 : 0);
            case 4 -> new QueueCommand.Claim(queue, null);
            case 5 -> new QueueCommand.Unclaim(call());
            default ->
                new QueueCommand.Leave(
                        call(), pick(List.of("hangup", "leave", "bridged", "redirected", "redirected-from-bridged")));
        };
    }

    private Command onTransfer() {
        var task = centre.view().tasks(workspace()).stream()
                .filter(one -> one.status() == TaskStatus.ASSIGNED || one.transfer() != null)
                .findAny()
                .orElse(null);
        if (task == null) {
            return new TransferCommand.Cancel(
                    workspace(),
                    new TaskSid("WT" + "0".repeat(32)),
                    lastTransfer == null ? new TransferSid("TT" + "0".repeat(32)) : lastTransfer);
        }
        if (task.transfer() != null) {
            lastTransfer = task.transfer();
            return chance(20)
                    ? new TransferCommand.Cancel(workspace(), task.sid(), task.transfer())
                    : onReservation();
        }
        var own = centre.view().reservationsOfTask(task.sid()).stream()
                .filter(one -> one.status() == ReservationStatus.ACCEPTED || chance(5))
                .findFirst()
                .orElse(centre.view().reservationsOfTask(task.sid()).getLast());
        var idle = centre.view().workers(workspace()).stream()
                .filter(worker -> worker.activity().equals(centre.available().sid()))
                .toList();
        var to = chance(30)
                ? queue()
                : pick(idle.isEmpty() ? centre.view().workers(workspace()) : idle).sid().value();
        return new TransferCommand.Start(
                workspace(),
                task.sid(),
                own.sid(),
                to,
                pick(List.of("WARM", "COLD")),
                chance(20) ? taskAttributes() : null,
                null);
    }

    private Command onConfiguration() {
        var queue = pick(centre.view().taskQueues(workspace()));
        var workflow = pick(centre.view().workflows(workspace()));
        return switch (random.nextInt(12)) {
            case 0 ->
                new TaskQueueCommand.Update(
                        workspace(), queue.sid(), null, pick(EXPRESSIONS), null, null, null, null);
            case 1 ->
                new TaskQueueCommand.Update(
                        workspace(),
                        queue.sid(),
                        null,
                        null,
                        1 + random.nextInt(3),
                        pick(List.of(TaskOrder.values())),
                        chance(50) ? centre.unavailable().sid().value() : "",
                        null);
            case 2, 3 ->
                new WorkflowCommand.Update(
                        workspace(),
                        workflow.sid(),
                        null,
                        configuration(),
                        null,
                        null,
                        1 + random.nextInt(100),
                        chance(50));
            case 4 ->
                new WorkspaceCommand.Update(
                        workspace(),
                        null,
                        null,
                        null,
                        chance(20) ? chance(50) : null,
                        pick(List.of(TaskOrder.values())),
                        null,
                        null);
            case 5 -> {
                var channel = pick(centre.view().taskChannels(workspace()));
                yield new TaskChannelCommand.Update(workspace(), channel.sid(), null, chance(50));
            }
            case 6 -> new ActivityCommand.Update(workspace(), centre.available().sid(), "Available" + names % 3);
            case 7 ->
                centre.view().taskQueues(workspace()).size() > 1
                        ? new TaskQueueCommand.Delete(workspace(), queue.sid())
                        : new ExpireDue();
            case 8 ->
                centre.view().taskQueues(workspace()).size() < 6
                        ? new TaskQueueCommand.Create(
                                workspace(),
                                "queue" + ++names,
                                pick(EXPRESSIONS),
                                1 + random.nextInt(3),
                                pick(List.of(TaskOrder.values())),
                                null,
                                null)
                        : new ExpireDue();
            case 9 ->
                centre.view().workflows(workspace()).size() < 3
                        ? new WorkflowCommand.Create(
                                workspace(), "flow" + ++names, configuration(), null, null, 1 + random.nextInt(60))
                        : new WorkflowCommand.Delete(workspace(), workflow.sid());
            case 10 -> new TaskChannelCommand.Create(workspace(), "Extra", "extra" + names % 2, chance(50));
            default ->
                new RecordCommand.Put(List.of(new Account(
                        Centre.ACCOUNT, "Renamed", "secret", "active", null, Centre.START, centre.now())));
        };
    }

}
