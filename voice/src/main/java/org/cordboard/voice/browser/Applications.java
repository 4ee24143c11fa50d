package org.cordboard.voice.browser;

import java.util.Optional;
import org.cordboard.routing.entity.Account;
import org.cordboard.voice.dial.Reception;

/// Knows what answers the calls that pages make.
public interface Applications {
    /// Empty when the account has no such application.
    Optional<Reception.Reaction> of(String application, Account account);
}
