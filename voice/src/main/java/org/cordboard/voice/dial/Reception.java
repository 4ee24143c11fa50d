package org.cordboard.voice.dial;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.cordboard.media.MediaEngine;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.SipDomain;
import org.cordboard.routing.entity.Trunk;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.sip.Flow;
import org.cordboard.sip.InboundInvite;
import org.cordboard.sip.InboundMessage;
import org.cordboard.sip.SipListener;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.Transport;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.leg.Direction;
import org.cordboard.voice.leg.Legs;
import org.cordboard.voice.leg.Program;
import org.cordboard.voice.leg.Sids;
import org.cordboard.voice.twiml.Callback;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where calls come in: a known number or domain gets a leg and the program of its settings, everything else a refusal.
public final class Reception implements SipListener {
    private static final Logger LOG = LoggerFactory.getLogger(Reception.class);
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int OVERLOADED = 503;

    private final Engine engine;
    private final Entrance entrance;
    private final Arrivals arrivals;
    private final String countryCode;
    private volatile @Nullable SipStack sip;
    private volatile @Nullable Answering answering;
    private volatile @Nullable Texting texts;

    public Reception(
            Engine engine, Legs legs, Sids sids, MediaEngine media, Entrance entrance, String countryCode) {
        this.engine = engine;
        this.entrance = entrance;
        this.countryCode = countryCode;
        this.arrivals = new Arrivals(legs, sids, media, countryCode);
    }

    /// What answers a number.
    ///
    /// @param callback where the end of the call is told
    public record Reaction(Program program, @Nullable Callback callback) {}

    /// Knows what answers whom.
    public interface Answering {
        Reaction of(PhoneNumber number, Account account);

        Reaction of(SipDomain domain, Account account);

        /// What takes a call from the trunk's exchange to the world.
        Reaction of(Trunk trunk);
    }

    /// Calls before this are refused.
    ///
    /// @param stack whose phones may call our numbers
    public void open(Answering knowledge, SipStack stack) {
        sip = stack;
        answering = knowledge;
    }

    /// Takes texts in.
    @FunctionalInterface
    public interface Texting {
        /// @param trusted whether it comes from where calls to numbers are taken without a password
        void received(InboundMessage message, boolean trusted);
    }

    /// Texts before this are refused.
    public void texts(Texting reader) {
        texts = reader;
    }

    @Override
    public void onMessage(InboundMessage message) {
        var reader = texts;
        if (reader == null) {
            message.answer(OVERLOADED);
        } else {
            boolean trusted = entrance.open(message.source().remote().getAddress()) || ofOurPhone(message.source());
            reader.received(message, trusted);
        }
    }

    @Override
    public boolean admits(Flow source, SipRequest request) {
        return !request.is(SipRequest.INVITE)
                || !(request.uri() instanceof SipUri uri)
                || entrance.admits(uri.host(), source.remote().getAddress());
    }

    @Override
    public boolean expects(Flow source) {
        return entrance.expects(source.remote().getAddress());
    }

    @Override
    public void onInvite(InboundInvite invite) {
        var knowledge = answering;
        if (knowledge == null) {
            invite.reject(OVERLOADED);
            return;
        }
        var uri = invite.request().uri() instanceof SipUri called ? called : null;
        var domain = uri == null ? Optional.<SipDomain>empty() : entrance.domain(uri.host());
        if (uri != null && domain.isPresent()) {
            domainCalled(invite, uri, domain.get(), knowledge);
            return;
        }
        var trunk = uri == null ? Optional.<Trunk>empty() : entrance.trunk(uri.host());
        if (uri != null && trunk.isPresent()) {
            trunkCalled(invite, uri, trunk.get(), knowledge);
        } else {
            numberCalled(invite, uri, knowledge);
        }
    }

    private void numberCalled(InboundInvite invite, @Nullable SipUri uri, Answering knowledge) {
        var source = invite.source().remote().getAddress();
        var carried = entrance.carried(source);
        boolean open = entrance.open(source);
        var number = called(uri);
        if (uri != null && carried.isPresent() && (!open || number.isEmpty())) {
            domainCalled(invite, uri, carried.get(), knowledge);
            return;
        }
        if (!open && !ofOurPhone(invite.source()) && !knows(invite)) {
            return;
        }
        if (number.isEmpty()) {
            LOG.info("a call from {} to an unknown number is refused", source.getHostAddress());
            invite.reject(NOT_FOUND);
            return;
        }
        var account = active(number.get().account());
        if (account.isEmpty()) {
            invite.reject(NOT_FOUND);
            return;
        }
        var from = CallingParty.ofNumber(invite, entrance.carrier(source).isPresent(), countryCode);
        var origin = from.startsWith("sip:") || from.startsWith("sips:")
                ? CallingParty.origin(invite)
                : Map.<String, String>of();
        var direction = number.get().trunk().isEmpty() ? Direction.INBOUND : Direction.TRUNK_ORIGINATING;
        var callee = new Arrivals.Callee(
                direction, number.get().phoneNumber(), number.get().sid(), from, origin, false);
        arrivals.welcome(invite, callee, account.get(), knowledge.of(number.get(), account.get()));
    }

    /// A phone that is registered proves by its connection that it may call.
    private boolean ofOurPhone(Flow source) {
        var stack = sip;
        return stack != null
                && stack.registrar().bindings().stream()
                        .anyMatch(binding -> binding.flow().equals(source));
    }

    /// A stranger who says to be of ours must know the password; everybody else is refused.
    private boolean knows(InboundInvite invite) {
        if (invite.request().from().uri() instanceof SipUri from && entrance.house(from.host())) {
            var realm = from.host().toLowerCase(Locale.ROOT);
            return invite.authenticate(realm, entrance::houseSecret) instanceof InboundInvite.Authentication.Accepted;
        }
        LOG.info("a call from {} is refused: it is no trunk's and no phone's of ours", invite.source().remote());
        invite.reject(FORBIDDEN);
        return false;
    }

    private Optional<Account> active(AccountSid sid) {
        return Optional.ofNullable(engine.read(view -> view.account(sid)))
                .filter(account -> account.status().equals("active"));
    }

    private void domainCalled(InboundInvite invite, SipUri uri, SipDomain domain, Answering knowledge) {
        var account = active(domain.account());
        if (account.isEmpty()) {
            invite.reject(NOT_FOUND);
        } else if (admitted(invite, domain.domainName(), domain.sid().value(), domain.secure())) {
            welcomed(invite, uri, domain, account.get(), knowledge);
        }
    }

    /// An account's exchange calls the world (11.7).
    private void trunkCalled(InboundInvite invite, SipUri uri, Trunk trunk, Answering knowledge) {
        var account = active(trunk.account());
        var number = number(uri);
        if (account.isEmpty() || number.isEmpty()) {
            invite.reject(NOT_FOUND);
        } else if (admitted(invite, trunk.domainName(), trunk.sid().value(), trunk.secure())) {
            var callee = new Arrivals.Callee(
                    Direction.TRUNK_TERMINATING,
                    number.get(),
                    null,
                    CallingParty.ofNumber(invite, true, countryCode),
                    Map.of(),
                    trunk.secure());
            arrivals.welcome(invite, callee, account.get(), knowledge.of(trunk));
        }
    }

    /// Voice reference 11.1: addresses first, then passwords, then protection. Whoever is not admitted was told so.
    private boolean admitted(InboundInvite invite, String realm, String owner, boolean secure) {
        var guard = entrance.guard(owner);
        if (guard.none() || !guard.allows(invite.source().remote().getAddress())) {
            LOG.info("a call to {} is refused: nothing mapped to it lets the caller in", realm);
            invite.reject(FORBIDDEN);
            return false;
        }
        if (!guard.credentials().isEmpty()
                && !(invite.authenticate(realm, (name, user) -> entrance.secret(name, user, guard.credentials()))
                        instanceof InboundInvite.Authentication.Accepted)) {
            return false;
        }
        if (secure && invite.source().transport() != Transport.TLS) {
            invite.reject(FORBIDDEN);
            return false;
        }
        return true;
    }

    /// A carrier's calls are calls to numbers, though they come to its domain.
    private void welcomed(
            InboundInvite invite, SipUri uri, SipDomain domain, Account account, Answering knowledge) {
        var extra = new HashMap<>(CallingParty.origin(invite));
        extra.put("SipDomain", domain.domainName());
        extra.put("SipDomainSid", domain.sid().value());
        var number = domain.carried() ? number(uri) : Optional.<String>empty();
        var callee = new Arrivals.Callee(
                Direction.INBOUND,
                number.orElseGet(() -> SipUri.of(uri.user().orElse(""), domain.domainName(), 0).toString()),
                null,
                domain.carried() ? CallingParty.ofNumber(invite, true, countryCode) : CallingParty.ofDomain(invite),
                extra,
                domain.secure());
        arrivals.welcome(invite, callee, account, knowledge.of(domain, account));
    }

    private Optional<PhoneNumber> called(@Nullable SipUri uri) {
        return Optional.ofNullable(uri)
                .flatMap(this::number)
                .flatMap(number -> engine.read(view -> view.records(PhoneNumber.class).stream()
                        .filter(record -> record.phoneNumber().equals(number))
                        .findFirst()));
    }

    /// Parameters of a telephone number may follow it.
    private Optional<String> number(SipUri uri) {
        return uri.user().map(user -> user.split(";", 2)[0]).flatMap(user -> Numbers.e164(user, countryCode));
    }
}
