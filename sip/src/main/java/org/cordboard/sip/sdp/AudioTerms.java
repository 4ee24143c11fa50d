package org.cordboard.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one of our legs can do with audio: makes its offers, answers the peer's, and reads the peer's
/// answers (RFC 3264).
///
/// @param address where we receive, IPv4 or IPv6 without brackets
/// @param port where we receive
/// @param codecs in our order of preference, telephone-event included
/// @param ptime milliseconds per packet we send and ask for
/// @param direction what we want
/// @param protocol of our offers; answers take the offer's
/// @param crypto our key, where audio may be protected by keys in the description (RFC 4568): offers hold it when the
///     protocol is [#SECURE], answers when the offer wants it; null when it may not
/// @param attributes of our media section besides codecs, ptime and direction: ICE, DTLS, crypto, rtcp-mux
/// @param session id in `o=`; the same for all descriptions of one leg
/// @param version in `o=`; one more for each description that differs
public record AudioTerms(
        String address,
        int port,
        List<Codec> codecs,
        int ptime,
        Direction direction,
        String protocol,
        List<Attribute> attributes,
        @Nullable Crypto crypto,
        long session,
        long version) {
    /// Plain RTP.
    public static final String PLAIN = "RTP/AVP";
    /// RTP whose keys stand in the description.
    public static final String SECURE = "RTP/SAVP";

    public AudioTerms {
        codecs = List.copyOf(codecs);
        attributes = List.copyOf(attributes);
    }

    /// PCMU, PCMA and telephone-event at 20 ms over plain RTP.
    public static AudioTerms g711(String address, int port, long session) {
        List<Codec> codecs = List.of(Codec.PCMU, Codec.PCMA, Codec.TELEPHONE_EVENT);
        return new AudioTerms(address, port, codecs, 20, Direction.SENDRECV, PLAIN, List.of(), null, session, 1);
    }

    public AudioTerms withDirection(Direction wanted) {
        return new AudioTerms(address, port, codecs, ptime, wanted, protocol, attributes, crypto, session, version + 1);
    }

    public AudioTerms withAttributes(List<Attribute> added) {
        return new AudioTerms(address, port, codecs, ptime, direction, protocol, added, crypto, session, version);
    }

    public AudioTerms withProtocol(String changed) {
        return new AudioTerms(address, port, codecs, ptime, direction, changed, attributes, crypto, session, version);
    }

    /// With a key of our own: offers are made by `changed`, [#PLAIN] or [#SECURE]; answers follow the offer.
    public AudioTerms withCrypto(Crypto own, String changed) {
        return new AudioTerms(address, port, codecs, ptime, direction, changed, attributes, own, session, version);
    }

    /// As a description that differs from the last one must be numbered (RFC 3264 section 8).
    public AudioTerms next() {
        return new AudioTerms(
                address, port, codecs, ptime, direction, protocol, attributes, crypto, session, version + 1);
    }

    /// What both sides settled on, seen from us.
    ///
    /// @param codec what is sent and received; its payload number is the one on the wire
    /// @param telephoneEvent DTMF by RFC 4733, when both know it
    /// @param remoteAddress where to send, as the peer says
    /// @param direction which way media flows, seen from us
    /// @param ptime milliseconds per packet the peer asks for
    /// @param crypto the peer's key, when audio is protected by keys in the description
    public record Agreed(
            Codec codec,
            Optional<Codec> telephoneEvent,
            String remoteAddress,
            int remotePort,
            Direction direction,
            int ptime,
            Optional<Crypto> crypto,
            Media remote) {}

    /// An answer and what it means.
    public record Answer(Sdp sdp, Agreed agreed) {}

    public Sdp offer() {
        List<Attribute> lines = new ArrayList<>();
        describe(codecs, direction, lines);
        lines.addAll(attributes);
        if (crypto != null && protocol.equals(SECURE)) {
            lines.add(crypto.attribute());
        }
        var section = new Media("audio", port, protocol, payloads(codecs), null, lines);
        return new Sdp(owner(), "Cordboard", address, List.of(), List.of(section));
    }

    /// Answers an offer: the first audio section we can use is taken, with the offerer's payload numbers
    /// and its first codec that is ours too; all others are refused with port 0. Empty when nothing fits:
    /// send 488.
    public Optional<Answer> answer(Sdp offer) {
        List<Media> sections = new ArrayList<>();
        Optional<Agreed> taken = Optional.empty();
        for (Media offered : offer.media()) {
            Optional<Agreed> agreed = taken.isPresent() ? Optional.empty() : agree(offer, offered);
            sections.add(agreed.map(a -> accepted(offered, a)).orElseGet(() -> refused(offered)));
            taken = taken.isPresent() ? taken : agreed;
        }
        return taken.map(agreed -> {
            List<Attribute> session = new ArrayList<>();
            if (offer.attribute("group").isPresent()) {
                agreed.remote().attribute("mid").ifPresent(mid -> session.add(new Attribute("group", "BUNDLE " + mid)));
            }
            return new Answer(new Sdp(owner(), "Cordboard", address, session, sections), agreed);
        });
    }

    /// Reads the peer's answer to our offer. Empty when it refused the audio or named no codec of ours:
    /// hang up.
    public Optional<Agreed> agreed(Sdp answer) {
        return answer.audio().flatMap(section -> agree(answer, section));
    }

    private Optional<Agreed> agree(Sdp description, Media section) {
        Optional<String> remote = description.addressOf(section);
        Optional<Crypto> theirKey = keyed(section) ? Crypto.of(section) : Optional.empty();
        boolean usable = section.isAudio() && section.port() != 0 && spoken(section, theirKey.isPresent());
        if (!usable || remote.isEmpty()) {
            return Optional.empty();
        }
        List<Codec> theirs = section.codecs();
        Optional<Codec> codec = theirs.stream()
                .filter(c -> !c.isTelephoneEvent() && codecs.stream().anyMatch(c::sameFormat))
                .findFirst();
        Optional<Codec> events = theirs.stream()
                .filter(c -> c.isTelephoneEvent() && codecs.stream().anyMatch(c::sameFormat))
                .findFirst();
        Direction flow = direction.and(description.directionOf(section).reversed());
        return codec.map(c -> new Agreed(
                c, events, remote.get(), section.port(), flow, section.ptime().orElse(ptime), theirKey, section));
    }

    /// A transport that somebody else keys (DTLS) is for those who added attributes for it.
    private boolean spoken(Media section, boolean theyHaveAKey) {
        return switch (section.protocol()) {
            case "RTP/AVP", "RTP/AVPF" -> true;
            case "RTP/SAVP", "RTP/SAVPF" -> theyHaveAKey && crypto != null;
            default -> section.protocol().contains("RTP/") && !attributes.isEmpty();
        };
    }

    private static boolean keyed(Media section) {
        return section.protocol().equals("RTP/SAVP") || section.protocol().equals("RTP/SAVPF");
    }

    private Media accepted(Media offered, Agreed agreed) {
        List<Codec> used = new ArrayList<>();
        used.add(agreed.codec);
        agreed.telephoneEvent.ifPresent(e -> used.add(new Codec(e.payload(), e.name(), e.clockRate(), "0-16")));
        List<Attribute> lines = new ArrayList<>();
        offered.attribute("mid").ifPresent(mid -> lines.add(new Attribute("mid", mid)));
        describe(used, agreed.direction, lines);
        lines.addAll(attributes);
        if (crypto != null && agreed.crypto.isPresent()) {
            lines.add(crypto.withTag(agreed.crypto.get().tag()).attribute());
        }
        return new Media("audio", port, offered.protocol(), payloads(used), null, lines);
    }

    private static Media refused(Media offered) {
        List<Attribute> lines = new ArrayList<>();
        offered.attribute("mid").ifPresent(mid -> lines.add(new Attribute("mid", mid)));
        return new Media(offered.kind(), 0, offered.protocol(), offered.formats(), null, lines);
    }

    private void describe(List<Codec> used, Direction flow, List<Attribute> lines) {
        for (Codec codec : used) {
            lines.add(new Attribute("rtpmap", codec.rtpMap()));
            if (codec.parameters() != null) {
                lines.add(new Attribute("fmtp", codec.payload() + " " + codec.parameters()));
            }
        }
        lines.add(new Attribute("ptime", Integer.toString(ptime)));
        lines.add(Attribute.flag(flow.attribute()));
    }

    private static List<String> payloads(List<Codec> used) {
        return used.stream().map(c -> Integer.toString(c.payload())).toList();
    }

    private String owner() {
        return "- " + session + " " + version + " IN " + (address.indexOf(':') >= 0 ? "IP6 " : "IP4 ") + address;
    }
}
