package org.cordboard.history;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.entity.Worker;
import org.jdbi.v3.core.Jdbi;

/// Goes on from the present state when the events in between are no longer kept, as with a new database beside an old
/// log. The events themselves, and statistics over that time, are lost; everything that lives is listed again.
final class Rebuild {
    private static final List<Class<? extends VoiceRecord>> LISTED = List.of(
            Call.class,
            Conference.class,
            Participant.class,
            Recording.class,
            Execution.class,
            ExecutionStep.class,
            Notification.class,
            TextMessage.class);

    private final Engine engine;
    private final Projection projection;

    Rebuild(Engine engine, Projection projection) {
        this.engine = engine;
        this.projection = projection;
    }

    private record Present(long position, List<Worker> workers, List<Entity> records) {}

    /// @return the position the database has now
    long run(Jdbi jdbi) {
        var present = engine.read(view -> new Present(engine.position(), workers(view), records(view)));
        jdbi.useTransaction(handle -> {
            handle.execute("DELETE FROM activity_period WHERE ended IS NULL");
            present.workers().forEach(worker -> Projection.begin(handle, worker, worker.dateStatusChanged()));
            projection.putAll(handle, present.records());
            projection.moveTo(handle, present.position());
        });
        return present.position();
    }

    private static List<Worker> workers(RoutingView view) {
        return view.accounts().stream()
                .flatMap(account -> view.workspaces(account.sid()).stream())
                .flatMap(workspace -> view.workers(workspace.sid()).stream())
                .toList();
    }

    private static List<Entity> records(RoutingView view) {
        var all = new ArrayList<Entity>();
        for (var account : view.accounts()) {
            for (var workspace : view.workspaces(account.sid())) {
                for (var task : view.tasks(workspace.sid())) {
                    all.add(task);
                    all.addAll(view.reservationsOfTask(task.sid()));
                }
            }
        }
        LISTED.forEach(type -> all.addAll(view.records(type)));
        return all;
    }
}
