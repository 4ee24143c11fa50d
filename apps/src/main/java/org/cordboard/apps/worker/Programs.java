package org.cordboard.apps.worker;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Conference;
import com.twilio.rest.taskrouter.v1.Workspace;
import com.twilio.rest.taskrouter.v1.workspace.Activity;
import com.twilio.rest.taskrouter.v1.workspace.Task;
import com.twilio.rest.taskrouter.v1.workspace.Worker;
import java.util.Optional;

/// What the page's server programs do, one method each; the answers are texts the page shows or takes apart.
final class Programs {
    private final TwilioRestClient client;
    private final String workspaceSid;

    Programs(TwilioRestClient client, String workspaceSid) {
        this.client = client;
        this.workspaceSid = workspaceSid;
    }

    /// The workspace's name and its activities: `name:workspacefriendlyname:SID:activity:SID:activity…`
    String activities() {
        var text = new StringBuilder(Workspace.fetcher(workspaceSid).fetch(client).getFriendlyName())
                .append(":workspacefriendlyname");
        for (var activity : Activity.reader(workspaceSid).read(client)) {
            text.append(':').append(activity.getSid()).append(':').append(activity.getFriendlyName());
        }
        return text.toString();
    }

    Optional<Worker> worker(String name) {
        if (name.isEmpty()) {
            return Optional.empty();
        }
        var found = Worker.reader(workspaceSid).setFriendlyName(name).read(client).iterator();
        return found.hasNext() ? Optional.of(found.next()) : Optional.empty();
    }

    /// Ends the conference of that SID, or the one in progress under that name.
    String endConference(String conference) {
        var sid = conference.startsWith("CF") ? Optional.of(conference) : inProgress(conference);
        if (sid.isEmpty()) {
            return "No conference in progress: " + conference;
        }
        var ended = Conference.updater(sid.orElseThrow())
                .setStatus(Conference.UpdateStatus.COMPLETED)
                .update(client);
        return "Conference " + ended.getSid() + " status: " + ended.getStatus();
    }

    private Optional<String> inProgress(String name) {
        var found = Conference.reader()
                .setFriendlyName(name)
                .setStatus(Conference.Status.IN_PROGRESS)
                .read(client)
                .iterator();
        return found.hasNext() ? Optional.of(found.next().getSid()) : Optional.empty();
    }

    /// A task that hangs in wrapping keeps its worker from new calls: completes it.
    String fixWrapping(String taskSid) {
        var task = Task.fetcher(workspaceSid, taskSid).fetch(client);
        if (task.getAssignmentStatus() != Task.Status.WRAPPING) {
            return taskSid + " status: " + task.getAssignmentStatus();
        }
        complete(taskSid);
        return taskSid + " status: wrapping, reset to completed";
    }

    void complete(String taskSid) {
        Task.updater(workspaceSid, taskSid)
                .setAssignmentStatus(Task.Status.COMPLETED)
                .setReason("wrapping reset to completed")
                .update(client);
    }
}
