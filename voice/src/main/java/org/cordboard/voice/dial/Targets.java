package org.cordboard.voice.dial;

import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;

/// What the parameters of a SIP address mean to us, and numbers put in front of a host (Voice reference 11.5).
final class Targets {
    private Targets() {}

    /// `secure=true` means TLS and protected audio.
    private static boolean secure(SipUri uri) {
        return uri.parameters().get("secure").filter("true"::equalsIgnoreCase).isPresent();
    }

    static LegTerms.Protection protection(SipUri uri) {
        return secure(uri) ? LegTerms.Protection.REQUIRED : LegTerms.Protection.AS_OFFERED;
    }

    /// Without the parameters that are meant for us.
    static SipUri wire(SipUri uri) {
        var own = uri.withoutParameter("secure").withoutParameter("edge").withoutParameter("region");
        return secure(uri) ? own.withoutParameter("transport").withParameter("transport", "tls") : own;
    }

    /// That host, asked for this user.
    static SipUri toward(SipUri host, String user) {
        var named = SipUri.of(user, "host", 0);
        return new SipUri(host.secure(), named.rawUser(), null, host.host(), host.port(), host.parameters(), "");
    }

    /// The same caller at another host; nobody stays nobody.
    static NameAddress at(NameAddress from, String host) {
        return from.uri() instanceof SipUri uri && !uri.equals(CallingParty.NOBODY)
                ? new NameAddress(
                        from.displayName(),
                        new SipUri(uri.secure(), uri.rawUser(), null, host, 0, uri.parameters(), ""),
                        from.parameters())
                : from;
    }
}
