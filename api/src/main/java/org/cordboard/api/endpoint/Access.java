package org.cordboard.api.endpoint;

/// Who may use an endpoint.
public enum Access {
    /// An account, by its token or one of its keys.
    ACCOUNT,
    /// An account by its token; a key does not suffice.
    ACCOUNT_TOKEN,
    /// An account where the path asks for a written form; anyone who knows the address of what it is written about, such as
    /// a sound.
    ACCOUNT_FOR_WRITING,
    /// Anyone; the operation looks for itself.
    ANYONE
}
