package org.cordboard.sip;

/// Our own registration at a carrier (RFC 3261 section 10.2), refreshed until closed. Any thread.
public interface Registration extends AutoCloseable {

    /// Where it stands now.
    Status status();

    /// Removes the binding at the carrier and stops refreshing; returns at once.
    @Override
    void close();

    /// @param registered true while the carrier has our contact
    /// @param lastStatus last final SIP status, 408 or 503 when none came, 0 before the first answer
    record Status(boolean registered, int lastStatus, String reason) {}
}
