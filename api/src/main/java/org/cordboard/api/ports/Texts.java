package org.cordboard.api.ports;

import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.TextMessage;
import org.jspecify.annotations.Nullable;

/// Texts that go out and, from a gateway, come in. Both return as soon as the text is kept.
public interface Texts {
    /// @param callback told how it goes, null for nobody
    TextMessage send(Account account, String from, String to, String body, @Nullable String callback);

    /// A text from the world outside to a number of the account.
    TextMessage bring(Account account, String from, String to, String body);
}
