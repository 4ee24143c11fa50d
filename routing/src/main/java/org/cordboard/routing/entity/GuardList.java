package org.cordboard.routing.entity;

import java.time.Instant;
import org.cordboard.routing.sid.AccountSid;

/// What the lists have in common that are mapped to domains and trunks to guard them (11.1).
public interface GuardList {
    AccountSid account();

    String friendlyName();

    Instant dateCreated();

    Instant dateUpdated();

    /// SID of the list.
    String key();
}
