package org.cordboard.api.voice;

import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.Setting;

/// The documents of one kind, always within the caller's account.
final class Documents {
    /// More of one kind than any account needs; each is a setting in memory.
    private static final int MAX = 1_000;

    private static final int SID_BYTES = 16;
    private final Records records;
    private final String kind;
    private final String prefix;
    private final SecureRandom random = new SecureRandom();

    /// @param prefix two letters of their SIDs
    Documents(Records records, String kind, String prefix) {
        this.records = records;
        this.kind = kind;
        this.prefix = prefix;
    }

    static Order<Document> newestFirst() {
        return Order.newestFirst(Document::dateCreated, Document::sid);
    }

    List<Document> all(Exchange x, Predicate<Document> wanted) {
        return everybodys().stream()
                .filter(d -> d.account().equals(x.account().sid()) && wanted.test(d))
                .toList();
    }

    /// Of all accounts.
    List<Document> everybodys() {
        return records.all(Setting.class, s -> s.name().startsWith(kind + "." + prefix)).stream()
                .map(Document::of)
                .toList();
    }

    Document need(Exchange x, String sid) {
        Setting kept = records.find(Setting.class, kind + "." + sid);
        if (!sid.startsWith(prefix) || kept == null) {
            throw x.notFound();
        }
        Document found = Document.of(kept);
        if (!found.account().equals(x.account().sid())) {
            throw x.notFound();
        }
        return found;
    }

    Document create(Exchange x, Map<String, String> fields) {
        if (all(x, d -> true).size() >= MAX) {
            throw Problem.badRequest("An account has at most " + MAX + " of these; delete some");
        }
        Document made =
                new Document(kind, newSid(), x.account().sid(), fields, x.place().now(), x.place().now());
        records.put(x, made.kept());
        return made;
    }

    Document update(Exchange x, Document before, Map<String, String> fields) {
        Document after = before.with(fields, x.place().now());
        records.put(x, after.kept());
        return after;
    }

    Answer delete(Exchange x, Document document) {
        records.remove(x, List.of(document.kept()));
        return Answer.empty(204);
    }

    String newSid() {
        byte[] bytes = new byte[SID_BYTES];
        random.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }
}
