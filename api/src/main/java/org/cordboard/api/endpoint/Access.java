package org.cordboard.api.endpoint;

/// Who may use an endpoint.
public enum Access {
    /// An account, by its token or one of its keys.
    ACCOUNT,
    /// An account by its token; a key does not suffice.
    ACCOUNT_TOKEN,
    /// Anyone; the operation looks for itself.
    ANYONE
}
