package org.cordboard.apps.worker;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.Conference;
import com.twilio.rest.taskrouter.v1.workspace.Task;
import com.twilio.rest.taskrouter.v1.workspace.Worker;
import com.twilio.rest.taskrouter.v1.workspace.task.Reservation;
import java.io.PrintStream;
import java.util.List;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.platform.MissingSetting;
import org.cordboard.apps.platform.Platform;
import org.cordboard.apps.setup.Json;

/// The utility programs of the documents: each prints its lines and ends.
final class Utilities {
    private final TwilioRestClient client;
    private final String workspaceSid;
    private final PrintStream out;

    Utilities(TwilioRestClient client, String workspaceSid, PrintStream out) {
        this.client = client;
        this.workspaceSid = workspaceSid;
        this.out = out;
    }

    static List<String> names() {
        return List.of(
                "workerStatus",
                "tasksList",
                "tasksReservationsList",
                "conferenceList",
                "conferenceListInProgress",
                "taskReservationList",
                "taskReservationListFix",
                "taskDeleteAll");
    }

    static void run(Environment environment, String name, PrintStream out) {
        var client = Platform.of(environment).client();
        new Utilities(client, environment.need("the workspace to look at", "WORKSPACE_SID"), out)
                .run(name.replaceFirst("\\.(js|php)$", ""));
    }

    void run(String name) {
        switch (name) {
            case "workerStatus" -> workerStatus();
            case "tasksList" -> tasksList();
            case "tasksReservationsList", "taskReservationList" -> tasksReservationsList();
            case "conferenceList" -> conferenceList();
            case "conferenceListInProgress" -> conferenceListInProgress();
            case "taskReservationListFix" -> taskReservationListFix();
            case "taskDeleteAll" -> taskDeleteAll();
            default -> throw new MissingSetting("no utility " + name + "; there are " + String.join(", ", names()));
        }
    }

    private void workerStatus() {
        out.println("+++ Start.");
        out.println("++ List worker activity status.");
        for (var worker : Worker.reader(workspaceSid).read(client)) {
            out.println("+ " + worker.getSid() + " : " + worker.getFriendlyName() + " : " + worker.getActivityName());
        }
    }

    private void tasksList() {
        out.println("+++ List tasks and their reservations(if any).");
        for (var task : Task.reader(workspaceSid).read(client)) {
            out.println(line(task));
            if (!Reservation.reader(workspaceSid, task.getSid()).read(client).iterator().hasNext()) {
                out.println("At this time, there are no reservations.");
            }
        }
    }

    private void tasksReservationsList() {
        out.println("+++ List tasks and their reservations(if any).");
        for (var task : Task.reader(workspaceSid).read(client)) {
            out.println(line(task));
            conferenceOf(task);
            reservations(task);
        }
    }

    private static String line(Task task) {
        return "++ SID: " + task.getSid() + " assignmentStatus: " + task.getAssignmentStatus() + ", Queue:"
                + task.getTaskQueueFriendlyName();
    }

    private void conferenceOf(Task task) {
        var attributes = Json.tree(task.getAttributes());
        var conference = attributes.path("conference");
        if (conference.has("sid")) {
            var participants = conference.path("participants");
            out.println("+++ theAttributes from:" + attributes.path("from").asText()
                    + " conference.sid:" + conference.path("sid").asText()
                    + " worker:" + participants.path("worker").asText()
                    + " customer:" + participants.path("customer").asText());
        }
    }

    private void reservations(Task task) {
        for (var reservation : Reservation.reader(workspaceSid, task.getSid()).read(client)) {
            out.println("++ SID: " + task.getSid() + " assignmentStatus: " + task.getAssignmentStatus()
                    + " Task Queue:" + task.getTaskQueueFriendlyName()
                    + " Reservation sid:" + reservation.getSid()
                    + " status:" + reservation.getReservationStatus()
                    + " workerName:" + reservation.getWorkerName());
        }
    }

    private void conferenceList() {
        out.println("+++ List conference calls.");
        for (var conference : Conference.reader().read(client)) {
            out.println("+  SID: " + conference.getSid() + " status: " + conference.getStatus() + " friendlyName: "
                    + conference.getFriendlyName());
        }
    }

    private void conferenceListInProgress() {
        out.println("++ Conference SIDs");
        for (var conference :
                Conference.reader().setStatus(Conference.Status.IN_PROGRESS).read(client)) {
            out.println("+ " + conference.getSid() + " Name: " + conference.getFriendlyName());
        }
        out.println("++ End of list.");
    }

    private void taskReservationListFix() {
        out.println("+++ Tasks whose assignment status is wrapping are set to completed.");
        var programs = new Programs(client, workspaceSid);
        for (var task : Task.reader(workspaceSid).read(client)) {
            out.println(line(task));
            if (task.getAssignmentStatus() == Task.Status.WRAPPING) {
                programs.complete(task.getSid());
                out.println("++ Assignment status reset to completed: " + task.getSid());
            }
        }
    }

    private void taskDeleteAll() {
        out.println("+++ Delete all tasks.");
        for (var task : Task.reader(workspaceSid).read(client)) {
            Task.deleter(workspaceSid, task.getSid()).delete(client);
            out.println("+ Deleted: " + task.getSid());
        }
    }
}
