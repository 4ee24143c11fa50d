package org.cordboard.routing;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.event.Event;
import org.cordboard.routing.event.EventType;
import org.cordboard.routing.event.RecordsChanged;
import org.cordboard.routing.event.TaskRouterEvent;
import org.cordboard.routing.sid.EventSid;
import org.cordboard.routing.sid.Sid;
import org.cordboard.routing.sid.SidSource;
import org.cordboard.routing.sid.WorkspaceSid;

/// One command being decided: its time, its SIDs, and the events so far. Each rule reads the state, answers the next
/// event, and the event is applied before the next rule looks. After the first event nothing can be refused any more.
final class Turn {
    final State state;
    final Instant now;
    final Limits limits;
    private final SidSource sids;
    private final List<Event> events = new ArrayList<>();

    Turn(State state, Entry entry) {
        this.state = state;
        this.now = entry.now();
        this.limits = state.settings.limits();
        this.sids = new SidSource(entry.seedHigh(), entry.seedLow());
    }

    <S extends Sid> S sid(String prefix, Function<String, S> kind) {
        return sids.next(prefix, kind);
    }

    About about() {
        return new About(state);
    }

    void emit(EventType type, WorkspaceSid workspace, About about, List<? extends Entity> changed) {
        emit(type, workspace, about, Map.of(), changed, List.of());
    }

    void emit(
            EventType type,
            WorkspaceSid workspace,
            About about,
            Map<String, String> details,
            List<? extends Entity> changed,
            List<? extends Entity> removed) {
        var node = state.workspaces.get(workspace);
        var value = changed.isEmpty() || !(changed.getFirst() instanceof org.cordboard.routing.entity.Workspace first)
                ? (node == null ? state.requireWorkspace(workspace) : node).value
                : first;
        commit(new TaskRouterEvent(
                sid(EventSid.PREFIX, EventSid::new),
                type,
                now,
                value,
                about.context(),
                Collections.unmodifiableMap(new LinkedHashMap<>(details)),
                List.copyOf(changed),
                List.copyOf(removed)));
    }

    /// A change that is not published.
    void record(List<? extends Entity> changed, List<? extends Entity> removed) {
        commit(new RecordsChanged(now, List.copyOf(changed), List.copyOf(removed)));
    }

    private void commit(Event event) {
        state.apply(event);
        events.add(event);
    }

    List<Event> events() {
        return List.copyOf(events);
    }

    boolean isUntouched() {
        return events.isEmpty();
    }
}
