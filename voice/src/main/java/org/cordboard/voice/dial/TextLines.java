package org.cordboard.voice.dial;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.PhoneRoute;
import org.cordboard.routing.entity.SipCredential;
import org.cordboard.sip.OutboundInvite;
import org.cordboard.sip.OutboundMessage;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.VoiceConfig;
import org.cordboard.voice.twiml.Target.Address;

/// Where texts can go by SIP: the phones and hosts that a call to the same address would reach.
public final class TextLines {
    private final VoiceConfig config;
    private final Engine engine;
    private final SipStack sip;
    private final Entrance entrance;

    public TextLines(VoiceConfig config, Engine engine, SipStack sip, Entrance entrance) {
        this.config = config;
        this.engine = engine;
        this.sip = sip;
        this.entrance = entrance;
    }

    /// Texts ready to send.
    ///
    /// @param phones to the registered phones of the address
    /// @param hosts to other hosts it is routed to
    /// @param known whether the address is one of ours, its phone on or off
    public record Ways(List<OutboundMessage> phones, List<OutboundMessage> hosts, boolean known) {}

    /// @param account that writes
    /// @param from as phones show it
    public Ways find(Account account, Address to, String from, String text) {
        var directory = new Directory(config, engine, sip, entrance, account, _ -> List.of());
        if (!(directory.find(to, from, null) instanceof Destination.Phones(var forks, var _, var _))) {
            return new Ways(List.of(), List.of(), knows(to));
        }
        var invites = forks.stream().map(ways -> ways.getFirst().invite()).toList();
        return new Ways(
                texts(invites.stream().filter(invite -> invite.flow() != null).toList(), text),
                texts(invites.stream().filter(invite -> invite.flow() == null).toList(), text),
                true);
    }

    private static List<OutboundMessage> texts(List<OutboundInvite> calls, String text) {
        return calls.stream().map(call -> OutboundMessage.like(call, text)).toList();
    }

    /// A phone of ours that is off has no binding, yet its name is known.
    private boolean knows(Address to) {
        return switch (to) {
            case Address.Client(var identity, var _) -> credential(identity);
            case Address.Sip(var uri, var _, var _) ->
                Addresses.sipUri(uri).filter(this::isOfOurPhones).isPresent();
            case Address.Number(var number, var _) ->
                engine.read(view -> view.records(PhoneRoute.class).stream()
                        .anyMatch(route -> number.startsWith(route.prefix())));
            case Address.Application _ -> false;
        };
    }

    private boolean isOfOurPhones(SipUri uri) {
        return ours(uri) && credential(uri.user().orElse(""));
    }

    private boolean ours(SipUri uri) {
        return config.domains().contains(uri.host().toLowerCase(Locale.ROOT));
    }

    private boolean credential(String identity) {
        return engine.read(view ->
                view.records(SipCredential.class).stream().anyMatch(phone -> phone.identity().equals(identity)));
    }

    /// The name of the phone of ours that somebody claims to write from, with the realm it logs in to.
    public Optional<SipUri> claimed(NameAddress from) {
        return from.uri() instanceof SipUri uri && isOfOurPhones(uri) ? Optional.of(uri) : Optional.empty();
    }

    /// The number of ours that stands in a request line.
    public Optional<PhoneNumber> own(String user) {
        return Numbers.e164(user)
                .flatMap(number -> engine.read(view -> view.records(PhoneNumber.class).stream()
                        .filter(record -> record.phoneNumber().equals(number))
                        .findFirst()));
    }
}
