package org.cordboard.voice.text;

import org.cordboard.routing.entity.Account;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// A text to send.
///
/// @param from a number of the account
/// @param to number, `client:name` or SIP address
/// @param direction `outbound-api` or `outbound-reply`
/// @param callback told how it goes, null for nobody
public record TextOrder(
        Account account,
        String from,
        String to,
        String body,
        String direction,
        @Nullable String callback,
        HttpMethod method) {
    /// Longer texts are refused.
    public static final int BODY_MAX = 1_600;

    public static TextOrder of(Account account, String from, String to, String body, @Nullable String callback) {
        return new TextOrder(account, from, to, body, "outbound-api", callback, HttpMethod.POST);
    }

    /// Addresses and words are people's own.
    @Override
    public String toString() {
        return direction;
    }
}
