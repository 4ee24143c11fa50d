package org.cordboard.api.taskrouter;

import org.cordboard.routing.sid.AccountSid;

/// A resource together with the account it belongs to, which it does not know itself.
public record Owned<E>(E it, AccountSid account) {}
