package org.cordboard.sip.digest;

import java.util.Optional;

/// Knows the secret of each user. Called on a virtual thread, may look into a database. An unknown user
/// takes the same way and time through the check as a wrong password.
@FunctionalInterface
public interface DigestSecrets {
    Optional<DigestSecret> find(String realm, String user);
}
