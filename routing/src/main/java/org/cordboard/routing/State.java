package org.cordboard.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.WorkflowPlan;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.event.Event;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.ApiKeySid;
import org.cordboard.routing.sid.ReservationSid;
import org.cordboard.routing.sid.TaskChannelSid;
import org.cordboard.routing.sid.TaskQueueSid;
import org.cordboard.routing.sid.TaskSid;
import org.cordboard.routing.sid.TransferSid;
import org.cordboard.routing.sid.WorkerChannelSid;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.sid.WorkflowSid;
import org.cordboard.routing.sid.WorkspaceSid;
import org.jspecify.annotations.Nullable;

/// Everything routing knows: immutable entities, and indexes derived from them alone. [#apply] is the only writer; it
/// puts and drops what an event says and keeps the indexes. One thread owns it.
final class State {
    private static final int PARSED_MAX = 64;

    final RoutingSettings settings;
    final Map<AccountSid, Account> accounts = new HashMap<>();
    final Map<ApiKeySid, ApiKey> apiKeys = new HashMap<>();
    final Map<WorkspaceSid, WorkspaceNode> workspaces = new HashMap<>();
    final Map<ActivitySid, Activity> activities = new HashMap<>();
    final Map<TaskChannelSid, TaskChannel> taskChannels = new HashMap<>();
    final Map<TaskQueueSid, QueueNode> taskQueues = new HashMap<>();
    final Map<WorkflowSid, WorkflowNode> workflows = new HashMap<>();
    final Map<WorkerSid, WorkerNode> workers = new HashMap<>();
    final Map<WorkerChannelSid, WorkerChannel> workerChannels = new HashMap<>();
    final Map<TaskSid, TaskNode> tasks = new HashMap<>();
    final Map<ReservationSid, Reservation> reservations = new HashMap<>();
    final Map<TransferSid, Transfer> transfers = new HashMap<>();
    private final Map<TaskSid, TreeMap<Born, Transfer>> transfersByTask = new HashMap<>();
    final VoiceRecords voice = new VoiceRecords();
    final TreeSet<Deadline> deadlines = new TreeSet<>();
    final Agenda agenda = new Agenda();
    final TaskIndex taskIndex = new TaskIndex(this);
    final WorkerIndex workerIndex = new WorkerIndex(this);
    Instant now = Instant.EPOCH;
    long position;

    private final Map<String, Attributes> parsed = new HashMap<>();

    State(RoutingSettings settings) {
        this.settings = settings;
    }

    void apply(Event event) {
        event.changed().forEach(this::put);
        event.removed().forEach(this::remove);
        position++;
    }

    void put(Entity entity) {
        switch (entity) {
            case Account account -> accounts.put(account.sid(), account);
            case ApiKey key -> apiKeys.put(key.sid(), key);
            case Workspace workspace -> put(workspace);
            case Activity activity -> put(activity);
            case TaskChannel channel -> put(channel);
            case TaskQueue queue -> workerIndex.put(queue);
            case Workflow workflow -> put(workflow);
            case WorkflowPlan plan -> requireWorkflow(plan.workflow()).put(plan);
            case Worker worker -> workerIndex.put(worker);
            case WorkerChannel channel -> workerIndex.put(channel);
            case Transfer transfer -> put(transfer);
            case Task task -> taskIndex.put(task);
            case Reservation reservation -> taskIndex.put(reservation);
            case VoiceRecord entry -> voice.put(entry);
        }
    }

    private void remove(Entity entity) {
        switch (entity) {
            case Account account -> accounts.remove(account.sid());
            case ApiKey key -> apiKeys.remove(key.sid());
            case Workspace workspace -> workspaces.remove(workspace.sid());
            case Activity activity -> {
                activities.remove(activity.sid());
                workspace(activity.workspace())
                        .ifPresent(node -> node.activities.remove(new Born(activity.dateCreated(), activity.sid())));
            }
            case TaskChannel channel -> {
                taskChannels.remove(channel.sid());
                workspace(channel.workspace())
                        .ifPresent(node -> node.taskChannels.remove(new Born(channel.dateCreated(), channel.sid())));
            }
            case TaskQueue queue -> workerIndex.remove(queue);
            case Workflow workflow -> {
                workflows.remove(workflow.sid());
                workspace(workflow.workspace())
                        .ifPresent(node -> node.workflows.remove(new Born(workflow.dateCreated(), workflow.sid())));
            }
            case WorkflowPlan plan -> Optional.ofNullable(workflows.get(plan.workflow()))
                    .ifPresent(node -> node.remove(plan));
            case Worker worker -> workerIndex.remove(worker);
            case WorkerChannel channel -> workerIndex.remove(channel);
            case Transfer transfer -> remove(transfer);
            case Task task -> taskIndex.remove(task);
            case Reservation reservation -> taskIndex.remove(reservation);
            case VoiceRecord entry -> voice.remove(entry);
        }
    }

    private void put(Workspace workspace) {
        var node = workspaces.get(workspace.sid());
        if (node == null) {
            workspaces.put(workspace.sid(), new WorkspaceNode(workspace));
            return;
        }
        boolean multi = node.value.multiTaskEnabled() != workspace.multiTaskEnabled();
        node.value = workspace;
        if (multi) {
            workerIndex.reindex(node);
        }
    }

    private void put(Activity activity) {
        var before = activities.put(activity.sid(), activity);
        var workspace = requireWorkspace(activity.workspace());
        workspace.activities.put(new Born(activity.dateCreated(), activity.sid()), activity);
        if (before != null) {
            workerIndex.changed(activity, workspace);
        }
    }

    private void put(TaskChannel channel) {
        var before = taskChannels.put(channel.sid(), channel);
        var workspace = requireWorkspace(channel.workspace());
        workspace.taskChannels.put(new Born(channel.dateCreated(), channel.sid()), channel);
        if (before != null && before.channelOptimizedRouting() != channel.channelOptimizedRouting()) {
            workerIndex.reindex(workspace);
        }
    }

    private void put(Workflow workflow) {
        var node = workflows.get(workflow.sid());
        if (node != null) {
            node.become(workflow);
            return;
        }
        var workspace = requireWorkspace(workflow.workspace());
        var made = new WorkflowNode(workspace, workflow);
        workflows.put(workflow.sid(), made);
        workspace.workflows.put(made.born(), made);
    }

    private void put(Transfer transfer) {
        transfers.put(transfer.sid(), transfer);
        transfersByTask
                .computeIfAbsent(transfer.task(), _ -> new TreeMap<>())
                .put(new Born(transfer.dateCreated(), transfer.sid()), transfer);
    }

    private void remove(Transfer transfer) {
        transfers.remove(transfer.sid());
        var ofTask = transfersByTask.get(transfer.task());
        if (ofTask != null
                && ofTask.remove(new Born(transfer.dateCreated(), transfer.sid())) != null
                && ofTask.isEmpty()) {
            transfersByTask.remove(transfer.task());
        }
    }

    List<Transfer> transfersOf(TaskSid task) {
        var found = transfersByTask.get(task);
        return found == null ? List.of() : List.copyOf(found.values());
    }

    /// Attributes of a task, read from its text. A task is looked at several times in one command and then long not
    /// at all, so only the last few are remembered.
    Attributes parsed(String text) {
        var known = parsed.get(text);
        if (known != null) {
            return known;
        }
        if (parsed.size() >= PARSED_MAX) {
            parsed.clear();
        }
        var read = Attributes.of(text);
        parsed.put(text, read);
        return read;
    }

    Optional<Instant> earliestDeadline() {
        var look = taskIndex.demands.nextLook(now);
        if (deadlines.isEmpty()) {
            return look;
        }
        var due = deadlines.first().at();
        return Optional.of(look.isPresent() && look.get().isBefore(due) ? look.get() : due);
    }

    private Optional<WorkspaceNode> workspace(WorkspaceSid sid) {
        return Optional.ofNullable(workspaces.get(sid));
    }

    WorkspaceNode requireWorkspace(WorkspaceSid sid) {
        return required(workspaces.get(sid), sid);
    }

    Activity requireActivity(ActivitySid sid) {
        return required(activities.get(sid), sid);
    }

    WorkerNode requireWorker(WorkerSid sid) {
        return required(workers.get(sid), sid);
    }

    TaskNode requireTask(TaskSid sid) {
        return required(tasks.get(sid), sid);
    }

    WorkflowNode requireWorkflow(WorkflowSid sid) {
        return required(workflows.get(sid), sid);
    }

    QueueNode requireQueue(TaskQueueSid sid) {
        return required(taskQueues.get(sid), sid);
    }

    Transfer requireTransfer(TransferSid sid) {
        return required(transfers.get(sid), sid);
    }

    Reservation requireReservation(ReservationSid sid) {
        return required(reservations.get(sid), sid);
    }

    /// What the rules guarantee to be there. If it is not, the log is damaged or a rule is wrong: stop.
    private static <T> T required(@Nullable T found, Object sid) {
        if (found == null) {
            throw new IllegalStateException("the state has no " + sid);
        }
        return found;
    }

    /// All entities in the order in which they can be put back: what others refer to comes first.
    List<Entity> entities() {
        var all = new ArrayList<Entity>();
        all.addAll(sorted(accounts.values()));
        all.addAll(sorted(apiKeys.values()));
        all.addAll(sorted(workspaces.values().stream().map(node -> node.value).toList()));
        all.addAll(sorted(activities.values()));
        all.addAll(sorted(taskChannels.values()));
        all.addAll(sorted(taskQueues.values().stream().map(node -> node.value).toList()));
        all.addAll(sorted(workflows.values().stream().map(node -> node.value).toList()));
        all.addAll(sorted(workflows.values().stream()
                .flatMap(node -> node.oldPlans.values().stream())
                .toList()));
        all.addAll(sorted(workers.values().stream().map(node -> node.value).toList()));
        all.addAll(sorted(workerChannels.values()));
        all.addAll(sorted(transfers.values()));
        all.addAll(sorted(tasks.values().stream().map(node -> node.value).toList()));
        all.addAll(sorted(reservations.values()));
        all.addAll(voice.all());
        return all;
    }

    private static List<Entity> sorted(java.util.Collection<? extends Entity> entities) {
        var sorted = new ArrayList<Entity>(entities);
        sorted.sort(java.util.Comparator.comparing(Entity::key));
        return sorted;
    }
}
