package org.cordboard.routing.entity;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.MessageSid;
import org.jspecify.annotations.Nullable;

/// A text that came in or went out.
///
/// @param from number, `client:name` or SIP address, like `to`
/// @param direction `inbound`, `outbound-api` or `outbound-reply`
/// @param status `received`; `queued`, `sending`, `sent`, `delivered`, `undelivered` or `failed`
/// @param segments how many short messages a phone network would make of it
/// @param details further published fields by their wire name
public record TextMessage(
        MessageSid sid,
        AccountSid account,
        String from,
        String to,
        String body,
        String direction,
        String status,
        @Nullable Integer errorCode,
        int segments,
        Map<String, String> details,
        @Nullable Instant dateSent,
        Instant dateCreated,
        Instant dateUpdated)
        implements VoiceRecord {

    @Override
    public String key() {
        return sid.value();
    }

    /// Whether nothing will change it any more by itself.
    public boolean settled() {
        return !status.equals("queued") && !status.equals("sending");
    }

    public TextMessage withStatus(String now, @Nullable Integer code, @Nullable Instant sent, Instant at) {
        return new TextMessage(
                sid, account, from, to, body, direction, now, code, segments, details, sent, dateCreated, at);
    }

    public TextMessage withBody(String text, Instant at) {
        return new TextMessage(
                sid, account, from, to, text, direction, status, errorCode, segments, details, dateSent, dateCreated, at);
    }

    /// What people write to each other is nobody's business.
    @Override
    public String toString() {
        return sid + " " + direction + " " + status;
    }
}
