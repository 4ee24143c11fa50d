package org.cordboard.routing;

import java.time.Instant;
import java.util.List;
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

/// The state, read only. Valid only inside [Engine#read]; what it returns are immutable values that may be kept.
/// Lists are copies in order of creation, ties by SID.
public interface RoutingView {

    /// Time of the last entry.
    Instant now();

    List<Account> accounts();

    @Nullable
    Account account(AccountSid sid);

    List<ApiKey> apiKeys(AccountSid account);

    @Nullable
    ApiKey apiKey(ApiKeySid sid);

    List<Workspace> workspaces(AccountSid account);

    @Nullable
    Workspace workspace(WorkspaceSid sid);

    List<Activity> activities(WorkspaceSid workspace);

    @Nullable
    Activity activity(ActivitySid sid);

    List<TaskChannel> taskChannels(WorkspaceSid workspace);

    @Nullable
    TaskChannel taskChannel(TaskChannelSid sid);

    List<TaskQueue> taskQueues(WorkspaceSid workspace);

    @Nullable
    TaskQueue taskQueue(TaskQueueSid sid);

    List<Workflow> workflows(WorkspaceSid workspace);

    @Nullable
    Workflow workflow(WorkflowSid sid);

    List<Worker> workers(WorkspaceSid workspace);

    @Nullable
    Worker worker(WorkerSid sid);

    /// Workers whose attributes satisfy the queue's expression, whatever their activity.
    List<Worker> eligibleWorkers(TaskQueueSid queue);

    /// Task queues whose expression the worker satisfies.
    List<TaskQueue> taskQueuesOf(WorkerSid worker);

    List<WorkerChannel> workerChannels(WorkerSid worker);

    @Nullable
    WorkerChannel workerChannel(WorkerChannelSid sid);

    /// All retained tasks, finished ones included for five minutes.
    List<Task> tasks(WorkspaceSid workspace);

    @Nullable
    Task task(TaskSid sid);

    List<Reservation> reservationsOfTask(TaskSid task);

    List<Reservation> reservationsOfWorker(WorkerSid worker);

    @Nullable
    Reservation reservation(ReservationSid sid);

    @Nullable
    Transfer transfer(TransferSid sid);

    /// All records of a voice or flow type.
    <R extends VoiceRecord> List<R> records(Class<R> type);

    /// The record of that type and [Entity#key()].
    <R extends VoiceRecord> @Nullable R record(Class<R> type, String key);

    /// Transfers of the task, oldest first.
    List<Transfer> transfers(TaskSid task);

    /// Calls waiting in a voice queue, longest waiting first.
    List<QueueMember> waitingCalls(QueueSid queue);

    /// The voice queue of that name in the account.
    @Nullable
    VoiceQueue voiceQueue(AccountSid account, String friendlyName);

    /// Live tasks of the workspace, of one task channel or of all when null.
    TaskCounts taskCounts(WorkspaceSid workspace, @Nullable TaskChannelSid channel);

    TaskCounts taskCounts(TaskQueueSid queue, @Nullable TaskChannelSid channel);

    TaskCounts taskCounts(WorkflowSid workflow, @Nullable TaskChannelSid channel);

    /// How many workers are in each activity of the workspace; every activity, zeros included.
    SequencedMap<Activity, Integer> workersByActivity(WorkspaceSid workspace);

    /// The same among the workers who satisfy the queue's expression.
    SequencedMap<Activity, Integer> workersByActivity(TaskQueueSid queue);

    /// Why the task stands where it stands, and what happens next; null when there is no such task.
    @Nullable
    Explanation explain(TaskSid task);

    /// Where a task with these attributes would go and to whom, changing nothing.
    ///
    /// @param taskChannel unique name or SID, null for `default`
    /// @throws IllegalArgumentException with a message for the caller if the attributes are no JSON object, or there is
    ///     no such task channel
    @Nullable
    DryRun dryRun(WorkflowSid workflow, String attributes, @Nullable String taskChannel);
}
