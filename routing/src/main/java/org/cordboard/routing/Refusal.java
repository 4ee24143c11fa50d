package org.cordboard.routing;

/// Why a command was refused. Each maps to one published HTTP status and code, in `api`.
public enum Refusal {
    /// No such resource in that workspace or account: 404 / 20404.
    NOT_FOUND,
    /// A bad value or an illegal change of state: 400 / 20001.
    INVALID,
    /// The given version is not the current one: 412.
    VERSION_MISMATCH,
    /// A limit of the reference (1.7) is reached: 400 / 20001.
    LIMIT,
    /// The voice queue holds its maximum: QueueResult `queue-full`.
    QUEUE_FULL,
    /// The queue is empty, or its call is being connected by someone else.
    NOTHING_WAITING
}
