package org.cordboard.voice.browser;

import java.time.Instant;
import java.util.Map;
import org.cordboard.routing.entity.Account;
import org.jspecify.annotations.Nullable;

/// Checks the tokens that pages show.
@FunctionalInterface
public interface BrowserTokens {
    Verdict check(String token);

    sealed interface Verdict {}

    /// A good token and what it permits (Voice reference 13.1).
    ///
    /// @param incoming whether the page may be called as `client:identity`
    /// @param application SID of the application that calls out, null when it may not call
    /// @param parameters what every call of the page says unless it says otherwise
    record Admitted(
            Account account,
            String identity,
            boolean incoming,
            @Nullable String application,
            Map<String, String> parameters,
            Instant expires)
            implements Verdict {
        public Admitted {
            parameters = Map.copyOf(parameters);
        }
    }

    record Refused(SignalError error, String why) implements Verdict {}
}
