package org.cordboard.history;

import java.time.Instant;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Reservation;
import org.cordboard.routing.entity.Task;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.routing.entity.Transfer;
import org.cordboard.routing.sid.Sid;
import org.jspecify.annotations.Nullable;

/// The columns by which records are found, one meaning per kind:
///
/// | kind | owner | parent | other | name | at |
/// |---|---|---|---|---|---|
/// | Task | workspace | task queue | workflow | – | creation |
/// | Reservation | workspace | task | worker | worker's name | creation |
/// | Transfer | workspace | task | – | – | creation |
/// | Call | account | parent call | phone number | – | creation |
/// | Conference | account | – | – | friendly name | creation |
/// | Participant | account | conference | call | label | creation |
/// | Recording | account | call | conference | source | creation |
/// | Execution | account | flow | call | contact | creation |
/// | ExecutionStep | account | execution | flow | widget | creation |
/// | Notification | account | call | – | error code | message date |
/// | TextMessage | account | – | – | direction | creation |
record RecordRow(
        String owner,
        @Nullable String parent,
        @Nullable String other,
        @Nullable String status,
        @Nullable String name,
        @Nullable String sender,
        @Nullable String receiver,
        Instant at,
        Instant updated) {

    /// Null for what always lives in the engine: accounts, task queues, numbers, flows.
    static @Nullable RecordRow of(Entity entity) {
        return switch (entity) {
            case Task t ->
                row(
                        t.workspace(),
                        t.taskQueue(),
                        t.workflow(),
                        t.status().wire(),
                        null,
                        t.dateCreated(),
                        t.dateUpdated());
            case Reservation r ->
                row(
                        r.workspace(),
                        r.task(),
                        r.worker(),
                        r.status().wire(),
                        r.workerName(),
                        r.dateCreated(),
                        r.dateUpdated());
            case Transfer t -> row(t.workspace(), t.task(), null, t.status(), null, t.dateCreated(), t.dateUpdated());
            case Call c -> call(c);
            case Conference c ->
                row(c.account(), null, null, c.status(), c.friendlyName(), c.dateCreated(), c.dateUpdated());
            case Participant p ->
                row(p.account(), p.conference(), p.call(), p.status(), p.label(), p.dateCreated(), p.dateUpdated());
            case Recording r ->
                row(r.account(), r.call(), r.conference(), r.status(), r.source(), r.dateCreated(), r.dateUpdated());
            case Execution e ->
                row(
                        e.account(),
                        e.flow(),
                        e.call(),
                        e.status(),
                        e.contactChannelAddress(),
                        e.dateCreated(),
                        e.dateUpdated());
            case ExecutionStep s ->
                row(s.account(), s.execution(), s.flow(), null, s.name(), s.dateCreated(), s.dateUpdated());
            case Notification n ->
                row(n.account(), n.call(), null, n.log(), n.errorCode(), n.messageDate(), n.dateUpdated());
            case TextMessage m -> text(m);
            default -> null;
        };
    }

    private static RecordRow call(Call c) {
        return new RecordRow(
                c.account().value(),
                text(c.parent()),
                text(c.phoneNumber()),
                c.status().wire(),
                null,
                c.from(),
                c.to(),
                c.dateCreated(),
                c.dateUpdated());
    }

    private static RecordRow text(TextMessage m) {
        return new RecordRow(
                m.account().value(),
                null,
                null,
                m.status(),
                m.direction(),
                m.from(),
                m.to(),
                m.dateCreated(),
                m.dateUpdated());
    }

    private static RecordRow row(
            Sid owner,
            @Nullable Sid parent,
            @Nullable Sid other,
            @Nullable String status,
            @Nullable String name,
            Instant at,
            Instant updated) {
        return new RecordRow(owner.value(), text(parent), text(other), status, name, null, null, at, updated);
    }

    private static @Nullable String text(@Nullable Sid sid) {
        return sid == null ? null : sid.value();
    }

    /// Whether a record that leaves memory in this form is kept here. Tasks leave by time; they and their reservations
    /// stay. Whatever else is removed was deleted, unless it was marked before ([History#retire]).
    static boolean staysWhenRemoved(Entity entity) {
        return entity instanceof Task
                || entity instanceof Reservation
                || entity instanceof Transfer
                || entity instanceof Participant;
    }
}
