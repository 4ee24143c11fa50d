package org.cordboard.sip;

import java.util.Locale;
import org.cordboard.sip.message.SipUri;

/// The public SIP identity of a phone's owner: user and domain. The domain is lower case and without port.
public record AddressOfRecord(String user, String domain) implements Comparable<AddressOfRecord> {

    public AddressOfRecord {
        domain = domain.toLowerCase(Locale.ROOT);
    }

    public SipUri uri() {
        return SipUri.of(user, domain, 0);
    }

    @Override
    public int compareTo(AddressOfRecord other) {
        int byDomain = domain.compareTo(other.domain);
        return byDomain != 0 ? byDomain : user.compareTo(other.user);
    }

    @Override
    public String toString() {
        return uri().toString();
    }
}
