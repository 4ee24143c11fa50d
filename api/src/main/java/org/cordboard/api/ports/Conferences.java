package org.cordboard.api.ports;

import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Participant;

/// Live conferences and who is in them (Voice reference 7.5, 7.6).
public interface Conferences {
    /// Hangs up or moves on every leg in it.
    Conference end(Conference conference);

    /// Plays a sound or document once to all; options `AnnounceUrl`, `AnnounceMethod`.
    Conference announce(Conference conference, Options options);

    /// Dials out and joins the callee on answer.
    ///
    /// @param conference SID of a live conference or a friendly name, which makes one when there is none
    Participant add(Account account, String conference, String to, String from, Options options);

    /// Changes the given flags: muted, hold, coaching and the like.
    Participant update(Participant participant, Options options);

    /// Takes the leg out; one added by REST is hung up.
    void remove(Participant participant);
}
