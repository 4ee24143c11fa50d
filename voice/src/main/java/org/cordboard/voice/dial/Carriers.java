package org.cordboard.voice.dial;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.sip.OutboundRegistration;
import org.cordboard.sip.Registration;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.message.SipUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our registrations at the trunks that want one, kept alive by the SIP layer until closed.
public final class Carriers implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Carriers.class);
    private static final Duration EXPIRES = Duration.ofMinutes(10);

    private final List<Registration> registrations;

    private Carriers(List<Registration> registrations) {
        this.registrations = registrations;
    }

    public static Carriers register(List<Carrier> carriers, SipStack sip) {
        var registrations = new ArrayList<Registration>();
        for (var carrier : carriers) {
            if (carrier.register()) {
                var user = carrier.uri().user().orElseThrow();
                var registrar = new SipUri(
                        carrier.uri().secure(),
                        null,
                        null,
                        carrier.uri().host(),
                        carrier.uri().port(),
                        carrier.uri().parameters(),
                        "");
                registrations.add(sip.register(new OutboundRegistration(
                        registrar,
                        SipUri.of(user, carrier.uri().host(), 0),
                        user,
                        carrier.credentials(),
                        EXPIRES,
                        status -> told(carrier, status))));
            }
        }
        return new Carriers(registrations);
    }

    private static void told(Carrier carrier, Registration.Status status) {
        if (status.registered()) {
            LOG.info("registered at the trunk {}", carrier.name());
        } else {
            LOG.warn(
                    "not registered at the trunk {}: {} {}; calls from it may not arrive",
                    carrier.name(),
                    status.lastStatus(),
                    status.reason());
        }
    }

    @Override
    public void close() {
        registrations.forEach(Registration::close);
    }
}
