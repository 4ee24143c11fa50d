package org.cordboard.routing;

import java.time.Instant;
import java.util.List;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Activity;
import org.cordboard.routing.entity.ApiKey;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TaskChannel;
import org.cordboard.routing.entity.TaskQueue;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.entity.Worker;
import org.cordboard.routing.entity.WorkerChannel;
import org.cordboard.routing.entity.Workflow;
import org.cordboard.routing.entity.Workspace;
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
}
