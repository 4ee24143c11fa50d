package org.cordboard.history;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.sid.Sid;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Lists of tasks, reservations, transfers, calls, conferences, participants, recordings, executions, steps and
/// notifications, living and ended, as of the stored position. What `parent`, `other` and `name` mean for each kind
/// stands in the table of [RecordRow].
public final class RecordArchive {
    private static final int ROWS_AT_A_TIME = 200;
    private final Jdbi jdbi;
    private final Bodies bodies;

    RecordArchive(Jdbi jdbi, Bodies bodies) {
        this.jdbi = jdbi;
        this.bodies = bodies;
    }

    /// Each filter is null for "any".
    ///
    /// @param owner account or workspace
    /// @param from start of the time span, inclusive
    /// @param below end of the time span, exclusive
    /// @param oldestFirst the order; otherwise newest first
    public record Query<E extends Entity>(
            Class<E> kind,
            Sid owner,
            @Nullable Sid parent,
            @Nullable Sid other,
            @Nullable Collection<String> statuses,
            @Nullable String name,
            @Nullable String sender,
            @Nullable String receiver,
            @Nullable Instant from,
            @Nullable Instant below,
            @Nullable Instant updatedFrom,
            @Nullable Instant updatedBelow,
            boolean oldestFirst) {

        /// All of a kind, newest first.
        public static <E extends Entity> Query<E> of(Class<E> kind, Sid owner) {
            return new Query<>(kind, owner, null, null, null, null, null, null, null, null, null, null, false);
        }

        public Query<E> parent(@Nullable Sid value) {
            return new Query<>(
                    kind,
                    owner,
                    value,
                    other,
                    statuses,
                    name,
                    sender,
                    receiver,
                    from,
                    below,
                    updatedFrom,
                    updatedBelow,
                    oldestFirst);
        }

        public Query<E> other(@Nullable Sid value) {
            return new Query<>(
                    kind,
                    owner,
                    parent,
                    value,
                    statuses,
                    name,
                    sender,
                    receiver,
                    from,
                    below,
                    updatedFrom,
                    updatedBelow,
                    oldestFirst);
        }

        public Query<E> statuses(@Nullable Collection<String> values) {
            return new Query<>(
                    kind,
                    owner,
                    parent,
                    other,
                    values,
                    name,
                    sender,
                    receiver,
                    from,
                    below,
                    updatedFrom,
                    updatedBelow,
                    oldestFirst);
        }

        public Query<E> name(@Nullable String value) {
            return new Query<>(
                    kind,
                    owner,
                    parent,
                    other,
                    statuses,
                    value,
                    sender,
                    receiver,
                    from,
                    below,
                    updatedFrom,
                    updatedBelow,
                    oldestFirst);
        }

        public Query<E> sender(@Nullable String value) {
            return new Query<>(
                    kind,
                    owner,
                    parent,
                    other,
                    statuses,
                    name,
                    value,
                    receiver,
                    from,
                    below,
                    updatedFrom,
                    updatedBelow,
                    oldestFirst);
        }

        public Query<E> receiver(@Nullable String value) {
            return new Query<>(
                    kind,
                    owner,
                    parent,
                    other,
                    statuses,
                    name,
                    sender,
                    value,
                    from,
                    below,
                    updatedFrom,
                    updatedBelow,
                    oldestFirst);
        }

        public Query<E> between(@Nullable Instant inclusive, @Nullable Instant exclusive) {
            return new Query<>(
                    kind,
                    owner,
                    parent,
                    other,
                    statuses,
                    name,
                    sender,
                    receiver,
                    inclusive,
                    exclusive,
                    updatedFrom,
                    updatedBelow,
                    oldestFirst);
        }

        public Query<E> updatedBetween(@Nullable Instant inclusive, @Nullable Instant exclusive) {
            return new Query<>(
                    kind,
                    owner,
                    parent,
                    other,
                    statuses,
                    name,
                    sender,
                    receiver,
                    from,
                    below,
                    inclusive,
                    exclusive,
                    oldestFirst);
        }

        public Query<E> inOrderOfTime() {
            return new Query<>(
                    kind,
                    owner,
                    parent,
                    other,
                    statuses,
                    name,
                    sender,
                    receiver,
                    from,
                    below,
                    updatedFrom,
                    updatedBelow,
                    true);
        }
    }

    public <E extends Entity> Optional<E> find(Class<E> kind, String key) {
        return jdbi.withHandle(handle -> handle.createQuery("SELECT body FROM record WHERE kind = :kind AND id = :id")
                .bind("kind", kind.getSimpleName())
                .bind("id", key)
                .mapTo(String.class)
                .findOne()
                .map(body -> bodies.read(body, kind)));
    }

    /// Shows one record after the other, in the order of the list, until `more` has enough; never holds more than a few
    /// of them at a time. Records of the same millisecond come in order of their SIDs.
    public <E extends Entity> void visit(Query<E> query, Predicate<E> more) {
        var where = where(query);
        var order = query.oldestFirst() ? "ASC" : "DESC";
        // PostgreSQL fetches piecemeal only inside a transaction.
        jdbi.useTransaction(handle -> {
            try (var rows = where.bind(handle.createQuery("SELECT body FROM record WHERE " + where.text()
                            + " ORDER BY at " + order + ", id " + order))
                    .setFetchSize(ROWS_AT_A_TIME)
                    .mapTo(String.class)
                    .iterator()) {
                boolean wanted = true;
                while (wanted && rows.hasNext()) {
                    wanted = more.test(bodies.read(rows.next(), query.kind()));
                }
            }
        });
    }

    public <E extends Entity> Page<E> list(Query<E> query, PageRequest page) {
        var where = where(query);
        boolean ascending = query.oldestFirst() == (page.direction() == PageRequest.Direction.AFTER);
        page.anchor().ifPresent(key -> where.add(behind(ascending), "anchor", key));
        var order = ascending ? "ASC" : "DESC";
        List<E> rows = jdbi.withHandle(handle -> where.bind(handle.createQuery("SELECT body FROM record WHERE "
                        + where.text() + " ORDER BY at " + order + ", id " + order + " LIMIT :limit"))
                .bind("limit", page.size() + 1)
                .mapTo(String.class)
                .map(body -> bodies.read(body, query.kind()))
                .list());
        return Page.of(rows, page);
    }

    static Where where(Query<?> query) {
        var where = new Where("owner", query.owner().value());
        where.equal("kind", query.kind().getSimpleName());
        where.equal("parent", query.parent());
        where.equal("other", query.other());
        where.in("status", query.statuses());
        where.equal("name", query.name());
        where.equal("sender", query.sender());
        where.equal("receiver", query.receiver());
        where.atLeast("at", query.from());
        where.below("at", query.below());
        where.atLeast("updated", query.updatedFrom());
        where.below("updated", query.updatedBelow());
        return where;
    }

    /// Keyset paging: by the anchor's place, so that rows which come and go meanwhile shift nothing.
    private static String behind(boolean ascending) {
        return "EXISTS (SELECT 1 FROM record anchor WHERE anchor.kind = record.kind AND anchor.id = :anchor"
                + " AND (record.at " + (ascending ? ">" : "<") + " anchor.at OR (record.at = anchor.at AND record.id "
                + (ascending ? ">" : "<") + " anchor.id)))";
    }
}
