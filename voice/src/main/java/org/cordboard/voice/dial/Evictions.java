package org.cordboard.voice.dial;

import java.util.concurrent.ExecutorService;
import java.util.stream.Stream;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.SipMapping;
import org.cordboard.routing.event.Committed;
import org.cordboard.routing.event.RecordsChanged;
import org.cordboard.sip.Binding;
import org.cordboard.sip.Registrar;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Phones that may no longer register are no longer rung (Voice reference 11.2): their password or its mapping was deleted,
/// their domain is gone or has become secure. Looked for in the background after each such change.
public final class Evictions implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Evictions.class);

    private final Entrance entrance;
    private final PhoneDomains domains;
    private final Registrar registrar;
    private final ExecutorService background;
    private final Engine.Subscription subscription;

    public Evictions(
            Engine engine, Entrance entrance, PhoneDomains domains, Registrar registrar, ExecutorService background) {
        this.entrance = entrance;
        this.domains = domains;
        this.registrar = registrar;
        this.background = background;
        subscription = engine.follow("sip-evictions", engine.position(), this::committed);
    }

    private void committed(Committed committed) {
        if (committed.event() instanceof RecordsChanged changed
                && Stream.concat(
                                changed.changed().stream().filter(SipDomain.class::isInstance),
                                changed.removed().stream().filter(Evictions::lets))
                        .findAny()
                        .isPresent()) {
            background.execute(this::sweep);
        }
    }

    private static boolean lets(Entity entity) {
        return entity instanceof SipCredential || entity instanceof SipMapping || entity instanceof SipDomain;
    }

    private void sweep() {
        for (var binding : registrar.bindings()) {
            if (!welcome(binding)) {
                LOG.info("a phone in {} may no longer register", binding.addressOfRecord().domain());
                registrar.remove(binding.addressOfRecord());
            }
        }
    }

    private boolean welcome(Binding binding) {
        var address = binding.addressOfRecord();
        return domains.admits(address.domain(), binding.flow())
                && domains.realm(address.domain())
                        .flatMap(realm -> entrance.registrationSecret(realm, address.user()))
                        .isPresent();
    }

    @Override
    public void close() {
        subscription.close();
    }
}
