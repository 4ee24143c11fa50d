package org.cordboard.api.voice;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Past;
import org.cordboard.api.endpoint.Refusals;
import org.cordboard.api.endpoint.Window;
import org.cordboard.history.History;
import org.cordboard.history.RecordArchive;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.Sid;
import org.cordboard.routing.sid.SidSource;
import org.jspecify.annotations.Nullable;

/// The durable records behind the 2010 API: lists, lookups, writes and new SIDs, always within one account.
///
/// What has ended leaves the engine after some minutes and is then known to the history only; here both are one.
public final class Records {
    /// The kinds that leave the engine.
    private static final Set<Class<?>> ENDING = Set.of(
            Call.class,
            Conference.class,
            Recording.class,
            Notification.class,
            TextMessage.class,
            Execution.class,
            ExecutionStep.class);

    private final Engine engine;
    private final @Nullable History history;
    private final SecureRandom random = new SecureRandom();

    /// @param history where ended records are found; null when none is kept
    public Records(Engine engine, @Nullable History history) {
        this.engine = engine;
        this.history = history;
    }

    public <T> T read(Function<RoutingView, T> view) {
        return engine.read(view);
    }

    /// What is in the engine: everything that lives, and what ended lately.
    public <R extends VoiceRecord> List<R> all(Class<R> type, Predicate<R> wanted) {
        return engine.read(view -> view.records(type)).stream().filter(wanted).toList();
    }

    public <R extends VoiceRecord> @Nullable R find(Class<R> type, String key) {
        R present = engine.read(view -> view.record(type, key));
        return present != null || history == null || !ENDING.contains(type)
                ? present
                : past().records().find(type, key).orElse(null);
    }

    private History past() {
        return new Past(engine, history).known();
    }

    /// What the engine and the history have of a list, each record once, enough for the page asked for.
    ///
    /// @param query narrows what the history looks through; `wanted` decides
    public <R extends VoiceRecord> List<R> listed(
            Exchange x, RecordArchive.Query<R> query, Predicate<R> wanted, Order<R> order) {
        return merged(query, wanted, (store, fromHistory) -> Window.around(x, order, store, fromHistory));
    }

    /// The same without pages, for short lists.
    public <R extends VoiceRecord> List<R> everything(RecordArchive.Query<R> query, Predicate<R> wanted) {
        return merged(query, wanted, (store, fromHistory) -> {
            List<R> found = new ArrayList<>();
            store.visit(null, true, row -> !fromHistory.test(row) || found.add(row));
            return found;
        });
    }

    private <R extends VoiceRecord> List<R> merged(
            RecordArchive.Query<R> query,
            Predicate<R> wanted,
            BiFunction<Window.Store<R>, Predicate<R>, List<R>> ended) {
        List<R> present = engine.read(view -> view.records(query.kind()));
        List<R> all = new ArrayList<>(present.stream().filter(wanted).toList());
        if (history != null) {
            // The engine's value wins even where it is not wanted and that of the history still is.
            Set<String> known = present.stream().map(Entity::key).collect(Collectors.toSet());
            all.addAll(ended.apply(
                    new Ended<>(this, past().records(), query), r -> !known.contains(r.key()) && wanted.test(r)));
        }
        return all;
    }

    private record Ended<R extends VoiceRecord>(Records records, RecordArchive archive, RecordArchive.Query<R> query)
            implements Window.Store<R> {
        @Override
        public void visit(@Nullable Instant from, boolean newestFirst, Predicate<R> more) {
            if (newestFirst) {
                Instant below = from == null ? null : from.plusMillis(1);
                archive.visit(query.between(query.from(), earlier(query.below(), below)), more);
            } else {
                archive.visit(query.between(later(query.from(), from), query.below()).inOrderOfTime(), more);
            }
        }

        @Override
        public @Nullable R find(String sid) {
            return records.find(query.kind(), normalised(sid));
        }

        private static @Nullable Instant earlier(@Nullable Instant a, @Nullable Instant b) {
            return a == null || (b != null && b.isBefore(a)) ? b : a;
        }

        private static @Nullable Instant later(@Nullable Instant a, @Nullable Instant b) {
            return a == null || (b != null && b.isAfter(a)) ? b : a;
        }
    }

    /// The record the path names; one of another account is as unknown as none.
    public <R extends VoiceRecord> R need(Exchange x, Class<R> type, String key, Function<R, AccountSid> owner) {
        return need(x, type, key, owner, x.account().sid().value());
    }

    /// @param account whose it must be, for those who need not say who they are
    <R extends VoiceRecord> R need(
            Exchange x, Class<R> type, String key, Function<R, AccountSid> owner, String account) {
        R found = find(type, normalised(key));
        if (found == null || !owner.apply(found).value().equals(account)) {
            throw x.notFound();
        }
        return found;
    }

    /// SIDs are kept in lower case but accepted in both.
    private static String normalised(String sid) {
        return sid.length() == Sid.LENGTH
                ? sid.substring(0, 2) + sid.substring(2).toLowerCase(Locale.ROOT)
                : sid;
    }

    public <E extends Entity> E put(Exchange x, E entity) {
        Refusals.done(engine.submit(new RecordCommand.Put(List.of(entity))), x);
        return entity;
    }

    public void putAll(Exchange x, List<? extends Entity> entities) {
        Refusals.done(engine.submit(new RecordCommand.Put(List.copyOf(entities))), x);
    }

    public void remove(Exchange x, List<? extends Entity> entities) {
        Refusals.done(
                history == null
                        ? engine.submit(new RecordCommand.Remove(List.copyOf(entities)))
                        : history.delete(entities),
                x);
    }

    /// Deletes what has left the engine and is described by the query.
    public void removeEnded(RecordArchive.Query<?> query) {
        if (history != null) {
            past().deleteRetired(query);
        }
    }

    public <S extends Sid> S newSid(String prefix, Function<String, S> make) {
        return new SidSource(random.nextLong(), random.nextLong()).next(prefix, make);
    }

    /// A secret of 32 characters that can be typed and sent anywhere.
    public String newSecret() {
        StringBuilder secret = new StringBuilder(32);
        String alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";
        for (int i = 0; i < 32; i++) {
            secret.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return secret.toString();
    }
}
