package org.cordboard.routing;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.entity.QueueMember;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.VoiceQueue;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.ActivitySid;
import org.cordboard.routing.sid.ApiKeySid;
import org.cordboard.routing.sid.QueueSid;
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

/// The state as others may see it, by the thread that owns it.
final class StateView implements RoutingView {
    private final State state;

    StateView(State state) {
        this.state = state;
    }

    @Override
    public Instant now() {
        return state.now;
    }

    @Override
    public List<Account> accounts() {
        return state.accounts.values().stream()
                .sorted(Comparator.comparing(Account::dateCreated).thenComparing(Account::sid))
                .toList();
    }

    @Override
    public @Nullable Account account(AccountSid sid) {
        return state.accounts.get(sid);
    }

    @Override
    public List<ApiKey> apiKeys(AccountSid account) {
        return state.apiKeys.values().stream()
                .filter(key -> key.account().equals(account))
                .sorted(Comparator.comparing(ApiKey::dateCreated).thenComparing(ApiKey::sid))
                .toList();
    }

    @Override
    public @Nullable ApiKey apiKey(ApiKeySid sid) {
        return state.apiKeys.get(sid);
    }

    @Override
    public List<Workspace> workspaces(AccountSid account) {
        return state.workspaces.values().stream()
                .map(node -> node.value)
                .filter(workspace -> workspace.account().equals(account))
                .sorted(Comparator.comparing(Workspace::dateCreated).thenComparing(Workspace::sid))
                .toList();
    }

    @Override
    public @Nullable Workspace workspace(WorkspaceSid sid) {
        var node = state.workspaces.get(sid);
        return node == null ? null : node.value;
    }

    @Override
    public List<Activity> activities(WorkspaceSid workspace) {
        var node = state.workspaces.get(workspace);
        return node == null ? List.of() : List.copyOf(node.activities.values());
    }

    @Override
    public @Nullable Activity activity(ActivitySid sid) {
        return state.activities.get(sid);
    }

    @Override
    public List<TaskChannel> taskChannels(WorkspaceSid workspace) {
        var node = state.workspaces.get(workspace);
        return node == null ? List.of() : List.copyOf(node.taskChannels.values());
    }

    @Override
    public @Nullable TaskChannel taskChannel(TaskChannelSid sid) {
        return state.taskChannels.get(sid);
    }

    @Override
    public List<TaskQueue> taskQueues(WorkspaceSid workspace) {
        var node = state.workspaces.get(workspace);
        return node == null ? List.of() : queues(node.taskQueues.values());
    }

    @Override
    public @Nullable TaskQueue taskQueue(TaskQueueSid sid) {
        var node = state.taskQueues.get(sid);
        return node == null ? null : node.value;
    }

    @Override
    public List<Workflow> workflows(WorkspaceSid workspace) {
        var node = state.workspaces.get(workspace);
        return node == null
                ? List.of()
                : node.workflows.values().stream()
                        .map(workflow -> workflow.value)
                        .toList();
    }

    @Override
    public @Nullable Workflow workflow(WorkflowSid sid) {
        var node = state.workflows.get(sid);
        return node == null ? null : node.value;
    }

    @Override
    public List<Worker> workers(WorkspaceSid workspace) {
        var node = state.workspaces.get(workspace);
        return node == null ? List.of() : workers(node.workers.values());
    }

    @Override
    public @Nullable Worker worker(WorkerSid sid) {
        var node = state.workers.get(sid);
        return node == null ? null : node.value;
    }

    @Override
    public List<Worker> eligibleWorkers(TaskQueueSid queue) {
        var node = state.taskQueues.get(queue);
        return node == null ? List.of() : workers(node.members.values());
    }

    @Override
    public List<TaskQueue> taskQueuesOf(WorkerSid worker) {
        var node = state.workers.get(worker);
        return node == null ? List.of() : queues(node.taskQueues.values());
    }

    @Override
    public List<WorkerChannel> workerChannels(WorkerSid worker) {
        var node = state.workers.get(worker);
        return node == null
                ? List.of()
                : node.slots.values().stream()
                        .map(slot -> slot.value)
                        .sorted(Comparator.comparing(WorkerChannel::dateCreated).thenComparing(WorkerChannel::sid))
                        .toList();
    }

    @Override
    public @Nullable WorkerChannel workerChannel(WorkerChannelSid sid) {
        return state.workerChannels.get(sid);
    }

    @Override
    public List<Task> tasks(WorkspaceSid workspace) {
        var node = state.workspaces.get(workspace);
        return node == null
                ? List.of()
                : node.tasks.values().stream().map(task -> task.value).toList();
    }

    @Override
    public @Nullable Task task(TaskSid sid) {
        var node = state.tasks.get(sid);
        return node == null ? null : node.value;
    }

    @Override
    public List<Reservation> reservationsOfTask(TaskSid task) {
        var node = state.tasks.get(task);
        return node == null ? List.of() : List.copyOf(node.reservations.values());
    }

    @Override
    public List<Reservation> reservationsOfWorker(WorkerSid worker) {
        var node = state.workers.get(worker);
        return node == null ? List.of() : List.copyOf(node.reservations.values());
    }

    @Override
    public @Nullable Reservation reservation(ReservationSid sid) {
        return state.reservations.get(sid);
    }

    @Override
    public @Nullable Transfer transfer(TransferSid sid) {
        return state.transfers.get(sid);
    }

    @Override
    public <R extends VoiceRecord> List<R> records(Class<R> type) {
        return state.voice.all(type);
    }

    @Override
    public <R extends VoiceRecord> @Nullable R record(Class<R> type, String key) {
        return state.voice.find(type, key);
    }

    @Override
    public List<Transfer> transfers(TaskSid task) {
        return state.transfersOf(task);
    }

    @Override
    public List<QueueMember> waitingCalls(QueueSid queue) {
        return state.voice.line(queue);
    }

    @Override
    public @Nullable VoiceQueue voiceQueue(AccountSid account, String friendlyName) {
        return state.voice.queueNamed(account, friendlyName);
    }

    @Override
    public TaskCounts taskCounts(WorkspaceSid workspace, @Nullable TaskChannelSid channel) {
        var node = state.workspaces.get(workspace);
        return (node == null ? new Tally() : node.tally).counts(channel);
    }

    @Override
    public TaskCounts taskCounts(TaskQueueSid queue, @Nullable TaskChannelSid channel) {
        var node = state.taskQueues.get(queue);
        return (node == null ? new Tally() : node.tally).counts(channel);
    }

    @Override
    public TaskCounts taskCounts(WorkflowSid workflow, @Nullable TaskChannelSid channel) {
        var node = state.workflows.get(workflow);
        return (node == null ? new Tally() : node.tally).counts(channel);
    }

    @Override
    public SequencedMap<Activity, Integer> workersByActivity(WorkspaceSid workspace) {
        var node = state.workspaces.get(workspace);
        return node == null ? new LinkedHashMap<>() : byActivity(node, node.workersIn);
    }

    @Override
    public SequencedMap<Activity, Integer> workersByActivity(TaskQueueSid queue) {
        var node = state.taskQueues.get(queue);
        return node == null ? new LinkedHashMap<>() : byActivity(node.workspace, node.membersIn);
    }

    private static SequencedMap<Activity, Integer> byActivity(
            WorkspaceNode workspace, Map<ActivitySid, Integer> counts) {
        var all = new LinkedHashMap<Activity, Integer>();
        workspace.activities.values().forEach(activity -> all.put(activity, counts.getOrDefault(activity.sid(), 0)));
        return all;
    }

    @Override
    public @Nullable Explanation explain(TaskSid task) {
        var node = state.tasks.get(task);
        return node == null ? null : new Explanations(state).explain(node);
    }

    @Override
    public @Nullable DryRun dryRun(WorkflowSid workflow, String attributes, @Nullable String taskChannel) {
        var node = state.workflows.get(workflow);
        if (node == null) {
            return null;
        }
        var name = taskChannel == null ? "default" : taskChannel;
        var channel = node.workspace.taskChannels.values().stream()
                .filter(one -> one.uniqueName().equals(name) || one.sid().value().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("TaskChannel " + name + " does not exist"));
        return new Explanations(state).dryRun(node, Attributes.of(attributes), channel.sid());
    }

    private static List<TaskQueue> queues(Collection<QueueNode> nodes) {
        return nodes.stream().map(node -> node.value).toList();
    }

    private static List<Worker> workers(Collection<WorkerNode> nodes) {
        return nodes.stream().map(node -> node.value).toList();
    }
}
