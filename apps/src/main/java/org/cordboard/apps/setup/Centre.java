package org.cordboard.apps.setup;

import com.twilio.exception.ApiException;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Call;
import com.twilio.rest.taskrouter.v1.Workspace;
import com.twilio.rest.taskrouter.v1.workspace.Activity;
import com.twilio.rest.taskrouter.v1.workspace.Task;
import com.twilio.rest.taskrouter.v1.workspace.TaskQueue;
import com.twilio.rest.taskrouter.v1.workspace.Worker;
import com.twilio.rest.taskrouter.v1.workspace.Workflow;
import com.twilio.twiml.VoiceResponse;
import com.twilio.type.Twiml;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.cordboard.apps.web.Site;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One workspace and the queues, workflows, workers and activities in it.
public final class Centre {
    private static final Logger log = LoggerFactory.getLogger(Centre.class);
    private final TwilioRestClient client;
    private final String workspaceSid;

    private Centre(TwilioRestClient client, String workspaceSid) {
        this.client = client;
        this.workspaceSid = workspaceSid;
    }

    /// The workspace that `WORKSPACE_SID` names, else the one called `WORKSPACE_NAME` or as usual.
    ///
    /// @param template of a new one: `NONE`, or `FIFO` for a sample queue and a default workflow
    public static Centre at(Site site, String usualName, String template) {
        var client = site.platform().client();
        return site.environment()
                .given("WORKSPACE_SID")
                .map(sid -> of(client, sid))
                .orElseGet(() -> named(client, site.environment().get("WORKSPACE_NAME", usualName), template));
    }

    /// @param template `NONE`, or `FIFO` for a sample queue and a default workflow
    public static Centre named(TwilioRestClient client, String name, String template) {
        var found = Workspace.reader().setFriendlyName(name).read(client).iterator();
        var sid = found.hasNext()
                ? found.next().getSid()
                : Workspace.creator(name).setTemplate(template).create(client).getSid();
        return new Centre(client, sid);
    }

    public static Centre of(TwilioRestClient client, String workspaceSid) {
        return new Centre(client, workspaceSid);
    }

    public String workspaceSid() {
        return workspaceSid;
    }

    public void eventsTo(String url) {
        Workspace.updater(workspaceSid).setEventCallbackUrl(url).update(client);
    }

    /// @throws NoSuchElementException if the workspace has no such activity
    public String activity(String name) {
        return StreamSupport.stream(Activity.reader(workspaceSid).read(client).spliterator(), false)
                .filter(activity -> activity.getFriendlyName().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchElementException("no activity " + name + " in " + workspaceSid))
                .getSid();
    }

    public String activity(String name, boolean available) {
        var found = Activity.reader(workspaceSid).setFriendlyName(name).read(client).iterator();
        return found.hasNext()
                ? found.next().getSid()
                : Activity.creator(workspaceSid, name).setAvailable(available).create(client).getSid();
    }

    public String queue(String name, String expression) {
        var found = TaskQueue.reader(workspaceSid).setFriendlyName(name).read(client).iterator();
        return found.hasNext()
                ? found.next().getSid()
                : TaskQueue.creator(workspaceSid, name)
                        .setTargetWorkers(expression)
                        .setMaxReservedWorkers(1)
                        .create(client)
                        .getSid();
    }

    /// Workflow of that name with this configuration and, unless empty, this assignment callback.
    ///
    /// @param seconds how long a worker has to accept
    public String workflow(String name, Map<String, ?> configuration, String assignmentCallback, int seconds) {
        var found = Workflow.reader(workspaceSid).setFriendlyName(name).read(client).iterator();
        var text = Json.text(configuration);
        if (found.hasNext()) {
            var sid = found.next().getSid();
            var updater = Workflow.updater(workspaceSid, sid)
                    .setConfiguration(text)
                    .setTaskReservationTimeout(seconds);
            if (!assignmentCallback.isEmpty()) {
                updater.setAssignmentCallbackUrl(assignmentCallback);
            }
            updater.update(client);
            return sid;
        }
        var creator = Workflow.creator(workspaceSid, name, text).setTaskReservationTimeout(seconds);
        if (!assignmentCallback.isEmpty()) {
            creator.setAssignmentCallbackUrl(assignmentCallback);
        }
        return creator.create(client).getSid();
    }

    /// A workflow that is there already, as the FIFO template makes it, gets an assignment callback.
    public String assignTo(String workflow, String assignmentCallback) {
        var found = Workflow.reader(workspaceSid).setFriendlyName(workflow).read(client).iterator();
        if (!found.hasNext()) {
            throw new NoSuchElementException("no workflow " + workflow + " in " + workspaceSid);
        }
        var sid = found.next().getSid();
        Workflow.updater(workspaceSid, sid).setAssignmentCallbackUrl(assignmentCallback).update(client);
        return sid;
    }

    /// A worker of that name; its attributes are brought up to date, its activity is left alone.
    public String worker(String name, Map<String, ?> attributes) {
        var found = Worker.reader(workspaceSid).setFriendlyName(name).read(client).iterator();
        if (!found.hasNext()) {
            return Worker.creator(workspaceSid, name)
                    .setAttributes(Json.text(attributes))
                    .create(client)
                    .getSid();
        }
        var worker = found.next();
        if (!Json.tree(worker.getAttributes()).equals(Json.tree(Json.text(attributes)))) {
            Worker.updater(workspaceSid, worker.getSid())
                    .setAttributes(Json.text(attributes))
                    .update(client);
        }
        return worker.getSid();
    }

    /// Completes a task that is assigned or wrapping; one that is over stays as it is.
    public void complete(String taskSid, String reason) {
        try {
            Task.updater(workspaceSid, taskSid)
                    .setAssignmentStatus(Task.Status.COMPLETED)
                    .setReason(reason)
                    .update(client);
        } catch (ApiException e) {
            log.info("{} was over already: {}", taskSid, e.getMessage());
        }
    }

    /// The worker whose `contact_uri` this is.
    public Optional<Worker> workerAt(String contactUri) {
        for (var worker : Worker.reader(workspaceSid).read(client)) {
            if (Json.tree(worker.getAttributes()).path("contact_uri").asText().equalsIgnoreCase(contactUri)) {
                return Optional.of(worker);
            }
        }
        return Optional.empty();
    }

    /// Takes a call out of where it waits and tells its caller something.
    public void tell(String callSid, VoiceResponse words) {
        try {
            Call.updater(callSid).setTwiml(new Twiml(words.toXml())).update(client);
        } catch (ApiException e) {
            log.info("{} cannot be told: {}", callSid, e.getMessage());
        }
    }

    public void put(String workerSid, String activitySid) {
        Worker.updater(workspaceSid, workerSid).setActivitySid(activitySid).update(client);
    }
}
