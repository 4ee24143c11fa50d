package org.cordboard.api.endpoint;

import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.ApiKey;
import org.jspecify.annotations.Nullable;

/// Who sent the request.
///
/// @param key the API key used instead of the account's token
public record Caller(Account account, @Nullable ApiKey key) {}
