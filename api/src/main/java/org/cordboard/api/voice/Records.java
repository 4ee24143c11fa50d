package org.cordboard.api.voice;

import java.security.SecureRandom;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Refusals;
import org.cordboard.routing.Engine;
import org.cordboard.routing.RoutingView;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.Sid;
import org.cordboard.routing.sid.SidSource;
import org.jspecify.annotations.Nullable;

/// The durable records behind the 2010 API: lists, lookups, writes and new SIDs, always within one account.
public final class Records {
    private final Engine engine;
    private final SecureRandom random = new SecureRandom();

    public Records(Engine engine) {
        this.engine = engine;
    }

    public <T> T read(Function<RoutingView, T> view) {
        return engine.read(view);
    }

    public <R extends VoiceRecord> List<R> all(Class<R> type, Predicate<R> wanted) {
        return engine.read(view -> view.records(type)).stream().filter(wanted).toList();
    }

    public <R extends VoiceRecord> @Nullable R find(Class<R> type, String key) {
        return engine.read(view -> view.record(type, key));
    }

    /// The record the path names; one of another account is as unknown as none.
    public <R extends VoiceRecord> R need(Exchange x, Class<R> type, String key, Function<R, AccountSid> owner) {
        R found = find(type, normalised(key));
        if (found == null || !owner.apply(found).equals(x.account().sid())) {
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
        Refusals.done(engine.submit(new RecordCommand.Remove(List.copyOf(entities))), x);
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
