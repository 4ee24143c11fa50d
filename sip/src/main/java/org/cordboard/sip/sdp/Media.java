package org.cordboard.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One `m=` section.
///
/// @param kind audio, video, image, …
/// @param port 0 for a refused or removed stream
/// @param protocol for instance RTP/AVP, RTP/SAVP or UDP/TLS/RTP/SAVPF
/// @param formats payload numbers for RTP, free tokens for others
/// @param address of its own `c=` line, null when the session's counts
/// @param attributes in order, duplicates kept
public record Media(
        String kind,
        int port,
        String protocol,
        List<String> formats,
        @Nullable String address,
        List<Attribute> attributes) {

    public Media {
        formats = List.copyOf(formats);
        attributes = List.copyOf(attributes);
    }

    public boolean isAudio() {
        return kind.equals("audio");
    }

    public Optional<String> attribute(String name) {
        return attributes.stream()
                .filter(a -> a.name().equals(name))
                .map(a -> a.value() == null ? "" : a.value())
                .findFirst();
    }

    public List<String> attributeValues(String name) {
        return attributes.stream()
                .filter(a -> a.name().equals(name))
                .map(a -> a.value() == null ? "" : a.value())
                .toList();
    }

    public Optional<Direction> direction() {
        return attributes.stream()
                .flatMap(a -> Direction.named(a.name()).stream())
                .findFirst();
    }

    /// Milliseconds of audio in a packet, if stated.
    public Optional<Integer> ptime() {
        return attribute("ptime").filter(t -> t.matches("[0-9]{1,3}")).map(Integer::valueOf);
    }

    /// The RTP formats in order of preference; static payload numbers need no `rtpmap`. Formats nobody can
    /// name are left out.
    public List<Codec> codecs() {
        List<Codec> found = new ArrayList<>();
        for (String format : formats) {
            if (format.matches("[0-9]{1,3}") && Integer.parseInt(format) <= 127) {
                mapped(format).or(() -> fixed(format)).ifPresent(found::add);
            }
        }
        return found;
    }

    private Optional<Codec> mapped(String format) {
        for (String map : attributeValues("rtpmap")) {
            String[] parts = map.strip().split("[ /]+");
            if (parts.length >= 3 && parts[0].equals(format) && parts[2].matches("[0-9]{1,6}")) {
                return Optional.of(
                        new Codec(Integer.parseInt(format), parts[1], Integer.parseInt(parts[2]), parameters(format)));
            }
        }
        return Optional.empty();
    }

    private @Nullable String parameters(String format) {
        return attributeValues("fmtp").stream()
                .map(String::strip)
                .filter(v -> v.startsWith(format + " "))
                .map(v -> v.substring(format.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    /// RFC 3551 table 4, as far as phones still use it.
    private static Optional<Codec> fixed(String format) {
        return switch (format) {
            case "0" -> Optional.of(Codec.PCMU);
            case "3" -> Optional.of(new Codec(3, "GSM", 8000, null));
            case "8" -> Optional.of(Codec.PCMA);
            case "9" -> Optional.of(new Codec(9, "G722", 8000, null));
            case "13" -> Optional.of(new Codec(13, "CN", 8000, null));
            case "18" -> Optional.of(new Codec(18, "G729", 8000, null));
            default -> Optional.empty();
        };
    }
}
