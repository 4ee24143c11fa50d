package org.cordboard.sip;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.SipUri;

/// A registration to keep at a carrier.
///
/// @param registrar its URI, for instance `sip:carrier.example;transport=tcp`
/// @param addressOfRecord our identity there
/// @param contactUser user part of our Contact: calls arrive for it
/// @param expires what we ask for, 60 s or more; refreshed at two thirds of what is granted
/// @param listener told every change of status, on a virtual thread
public record OutboundRegistration(
        SipUri registrar,
        SipUri addressOfRecord,
        String contactUser,
        Optional<DigestCredentials> credentials,
        Duration expires,
        Consumer<Registration.Status> listener) {

    public OutboundRegistration {
        if (expires.toSeconds() < 60) {
            throw new IllegalArgumentException("registration expires must be at least 60 s, was " + expires);
        }
    }
}
