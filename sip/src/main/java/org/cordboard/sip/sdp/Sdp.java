package org.cordboard.sip.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cordboard.sip.message.Malformed;
import org.jspecify.annotations.Nullable;

/// A session description. Lines nobody here needs (`b=`, `i=`, `k=`, …) are read over and not written.
///
/// @param owner the `o=` value: user, session id, version, network type, address type and address
/// @param address of the session's `c=` line
public record Sdp(String owner, String name, @Nullable String address, List<Attribute> attributes, List<Media> media) {
    private static final int LINES_MAX = 1_000;

    public Sdp {
        Attribute.requireOneLine(owner);
        Attribute.requireOneLine(name);
        attributes = List.copyOf(attributes);
        media = List.copyOf(media);
    }

    public Optional<String> attribute(String wanted) {
        return attributes.stream()
                .filter(a -> a.name().equals(wanted))
                .map(a -> a.value() == null ? "" : a.value())
                .findFirst();
    }

    /// The first audio section that is not refused.
    public Optional<Media> audio() {
        return media.stream().filter(m -> m.isAudio() && m.port() != 0).findFirst();
    }

    /// Where this section's media goes: its own address or the session's.
    public Optional<String> addressOf(Media section) {
        return Optional.ofNullable(section.address() == null ? address : section.address());
    }

    /// A section's attribute, or the session's (ICE and DTLS lines may stand in either place).
    public Optional<String> attributeOf(Media section, String wanted) {
        return section.attribute(wanted).or(() -> attribute(wanted));
    }

    /// The direction of a section. The old way to hold, address 0.0.0.0, counts as not receiving (RFC 3264
    /// section 8.4).
    public Direction directionOf(Media section) {
        Direction stated = section.direction()
                .or(() -> attributes.stream()
                        .flatMap(a -> Direction.named(a.name()).stream())
                        .findFirst())
                .orElse(Direction.SENDRECV);
        boolean oldHold = addressOf(section).filter("0.0.0.0"::equals).isPresent();
        return oldHold ? stated.and(Direction.SENDONLY) : stated;
    }

    /// Reads a description. Line ends may be CRLF or LF; unknown lines are skipped.
    ///
    /// @throws Malformed with the position in `text` when it is no SDP
    public static Sdp parse(String text) throws Malformed {
        return new SdpReader(text, LINES_MAX).read();
    }

    @Override
    public String toString() {
        var out = new StringBuilder(256);
        out.append("v=0\r\no=").append(owner).append("\r\ns=").append(name).append("\r\n");
        if (address != null) {
            connection(out, address);
        }
        out.append("t=0 0\r\n");
        attributes.forEach(a -> out.append(a).append("\r\n"));
        for (Media section : media) {
            out.append("m=")
                    .append(section.kind())
                    .append(' ')
                    .append(section.port())
                    .append(' ');
            out.append(section.protocol())
                    .append(' ')
                    .append(String.join(" ", section.formats()))
                    .append("\r\n");
            if (section.address() != null) {
                connection(out, section.address());
            }
            section.attributes().forEach(a -> out.append(a).append("\r\n"));
        }
        return out.toString();
    }

    private static void connection(StringBuilder out, String address) {
        out.append("c=IN ")
                .append(address.indexOf(':') >= 0 ? "IP6 " : "IP4 ")
                .append(address)
                .append("\r\n");
    }

    /// Reads line by line; attributes belong to the section they stand in.
    private static final class SdpReader {
        private final String text;
        private final int linesMax;
        private @Nullable String owner;
        private String name = "-";
        private @Nullable String address;
        private final List<Attribute> attributes = new ArrayList<>();
        private final List<Media> media = new ArrayList<>();
        private @Nullable Section section;

        /// A media section being read.
        private record Section(
                String kind,
                int port,
                String protocol,
                List<String> formats,
                String[] address,
                List<Attribute> attributes) {
            Media media() {
                return new Media(kind, port, protocol, formats, address[0], attributes);
            }
        }

        SdpReader(String text, int linesMax) {
            this.text = text;
            this.linesMax = linesMax;
        }

        Sdp read() throws Malformed {
            int at = 0;
            int lines = 0;
            while (at < text.length()) {
                int end = text.indexOf('\n', at);
                end = end < 0 ? text.length() : end;
                String line = text.substring(at, end);
                line = line.endsWith("\r") ? line.substring(0, line.length() - 1) : line;
                if (++lines > linesMax) {
                    throw new Malformed("too many SDP lines", at);
                }
                if (!line.isBlank()) {
                    line(line, at);
                }
                at = end + 1;
            }
            if (owner == null) {
                throw new Malformed("SDP without o=", 0);
            }
            finishSection();
            return new Sdp(owner, name, address, attributes, media);
        }

        private void line(String line, int at) throws Malformed {
            if (line.length() < 2 || line.charAt(1) != '=' || line.indexOf('\r') >= 0) {
                throw new Malformed("not an SDP line", at);
            }
            String value = line.substring(2);
            switch (line.charAt(0)) {
                case 'v' -> {
                    if (!value.strip().equals("0")) {
                        throw new Malformed("unknown SDP version", at);
                    }
                }
                case 'o' -> owner = value.strip();
                case 's' -> name = value;
                case 'c' -> connection(value, at);
                case 'a' -> attribute(value);
                case 'm' -> {
                    finishSection();
                    section = section(value, at);
                }
                default -> {} // bandwidth, times and the like
            }
        }

        private void connection(String value, int at) throws Malformed {
            String[] parts = value.strip().split("[ \t]+");
            if (parts.length != 3) {
                throw new Malformed("bad c= line", at);
            }
            String found = parts[2].split("/", 2)[0];
            if (section == null) {
                address = found;
            } else {
                section.address[0] = found;
            }
        }

        private void attribute(String value) {
            int colon = value.indexOf(':');
            var attribute = colon < 0
                    ? Attribute.flag(value.strip())
                    : new Attribute(value.substring(0, colon), value.substring(colon + 1));
            (section == null ? attributes : section.attributes).add(attribute);
        }

        private static Section section(String value, int at) throws Malformed {
            String[] parts = value.strip().split("[ \t]+");
            if (parts.length < 3 || !parts[1].matches("[0-9]{1,5}(/[0-9]{1,5})?")) {
                throw new Malformed("bad m= line", at);
            }
            int port = Integer.parseInt(parts[1].split("/", 2)[0]);
            if (port > 65535) {
                throw new Malformed("bad port", at);
            }
            List<String> formats = List.of(parts).subList(3, parts.length);
            return new Section(parts[0], port, parts[2], formats, emptyAddress(), new ArrayList<>());
        }

        /// One slot that a later `c=` line fills.
        @SuppressWarnings("NullAway") // an array element that may stay null
        private static String[] emptyAddress() {
            return new String[1];
        }

        private void finishSection() {
            if (section != null) {
                media.add(section.media());
                section = null;
            }
        }
    }
}
