package org.cordboard.api.webhook;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.cordboard.api.voice.Records;
import org.cordboard.routing.Engine;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Notification;
import org.cordboard.routing.sid.NotificationSid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Entries of the debugger log about callbacks that went wrong: what their developer looks at.
final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final int MAX_TEXT = 1_000;
    private final Engine engine;
    private final Records records;
    private final InstantSource clock;

    Alerts(Engine engine, InstantSource clock) {
        this.engine = engine;
        this.records = new Records(engine, null);
        this.clock = clock;
    }

    void raise(Account account, int code, String text, String url) {
        LOG.info("Alert {} for {}: {}", code, account.sid(), text);
        Instant now = clock.instant();
        String shortened = text.length() > MAX_TEXT ? text.substring(0, MAX_TEXT) : text;
        engine.submit(new RecordCommand.Put(List.of(new Notification(
                records.newSid(NotificationSid.PREFIX, NotificationSid::new),
                account.sid(),
                null,
                code == 40001 || code == 40005 ? "1" : "0",
                Integer.toString(code),
                shortened,
                url.isEmpty() ? Map.of() : Map.of("request_url", url, "request_method", "POST"),
                now,
                now,
                now))));
    }
}
