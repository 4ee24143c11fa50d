package org.cordboard.sip.transaction;

/// The timers of RFC 3261 section 17 and RFC 6026, by their names there.
public enum TimerName {
    A,
    B,
    D,
    E,
    F,
    G,
    H,
    I,
    J,
    K,
    L,
    M
}
