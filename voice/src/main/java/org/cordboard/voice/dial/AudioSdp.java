package org.cordboard.voice.dial;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.cordboard.media.Codec;
import org.cordboard.media.Direction;
import org.cordboard.media.RemoteMedia;

/// Offer and answer (RFC 3264) for one G.711 audio stream with telephone-event, which is all that a leg needs.
final class AudioSdp {
    private static final int TELEPHONE_EVENT = 101;
    private static final AtomicLong SESSIONS = new AtomicLong(System.currentTimeMillis());

    private AudioSdp() {}

    /// Our side of the agreement, and theirs.
    record Agreed(String sdp, RemoteMedia remote) {}

    /// What a description says about its first usable audio stream.
    private record Audio(
            int lines,
            int index,
            InetSocketAddress address,
            List<Integer> codecs,
            int telephoneEvent,
            Direction theirs) {}

    /// Our offer.
    static String offer(InetSocketAddress local) {
        return write(local, List.of(0, 8), TELEPHONE_EVENT, Direction.SENDRECV, 1, 0);
    }

    /// Our answer to their offer; empty when we have no codec in common.
    static Optional<Agreed> answer(String offer, InetSocketAddress local) {
        return read(offer).map(audio -> {
            var ours = answering(audio.theirs);
            var codec = codec(audio);
            var sdp = write(local, List.of(codec.payloadType()), audio.telephoneEvent, ours, audio.lines, audio.index);
            return new Agreed(sdp, new RemoteMedia(audio.address, codec, audio.telephoneEvent, ours));
        });
    }

    /// What their answer to our offer means.
    static Optional<RemoteMedia> accepted(String answer) {
        return read(answer)
                .map(audio ->
                        new RemoteMedia(audio.address, codec(audio), audio.telephoneEvent, answering(audio.theirs)));
    }

    private static Codec codec(Audio audio) {
        return audio.codecs.getFirst() == Codec.PCMA.payloadType() ? Codec.PCMA : Codec.PCMU;
    }

    private static Direction answering(Direction theirs) {
        return switch (theirs) {
            case SENDRECV -> Direction.SENDRECV;
            case SENDONLY -> Direction.RECVONLY;
            case RECVONLY -> Direction.SENDONLY;
            case INACTIVE -> Direction.INACTIVE;
        };
    }

    private static String write(
            InetSocketAddress local, List<Integer> codecs, int event, Direction direction, int lines, int index) {
        var address = local.getAddress().getHostAddress();
        var family = local.getAddress().getAddress().length == 4 ? "IP4" : "IP6";
        long session = SESSIONS.incrementAndGet();
        var text = new StringBuilder("v=0\r\no=- ")
                .append(session)
                .append(' ')
                .append(session)
                .append(" IN ")
                .append(family)
                .append(' ')
                .append(address)
                .append("\r\ns=-\r\nc=IN ")
                .append(family)
                .append(' ')
                .append(address)
                .append("\r\nt=0 0\r\n");
        for (int line = 0; line < lines; line++) {
            if (line != index) {
                text.append("m=audio 0 RTP/AVP 0\r\n");
                continue;
            }
            text.append("m=audio ").append(local.getPort()).append(" RTP/AVP");
            codecs.forEach(codec -> text.append(' ').append(codec));
            if (event > 0) {
                text.append(' ').append(event);
            }
            text.append("\r\n");
            codecs.forEach(codec -> text.append("a=rtpmap:")
                    .append(codec)
                    .append(codec == 0 ? " PCMU" : " PCMA")
                    .append("/8000\r\n"));
            if (event > 0) {
                text.append("a=rtpmap:")
                        .append(event)
                        .append(" telephone-event/8000\r\na=fmtp:")
                        .append(event)
                        .append(" 0-15\r\n");
            }
            text.append("a=ptime:20\r\na=")
                    .append(direction.name().toLowerCase(Locale.ROOT))
                    .append("\r\n");
        }
        return text.toString();
    }

    private static Optional<Audio> read(String sdp) {
        var host = "";
        var found = new ArrayList<Reading>();
        Reading reading = null;
        var common = Direction.SENDRECV;
        for (var raw : sdp.split("\r?\n")) {
            var line = raw.strip();
            if (line.startsWith("m=")) {
                reading = new Reading(line.substring(2).split(" +"), host, common);
                found.add(reading);
            } else if (line.startsWith("c=")) {
                var address = line.substring(line.lastIndexOf(' ') + 1).split("/")[0];
                if (reading == null) {
                    host = address;
                } else {
                    reading.host = address;
                }
            } else if (line.startsWith("a=") && reading != null) {
                reading.attribute(line.substring(2));
            } else if (line.startsWith("a=")) {
                common = direction(line.substring(2), common);
            }
        }
        for (int i = 0; i < found.size(); i++) {
            var audio = found.get(i).audio(found.size(), i);
            if (audio.isPresent()) {
                return audio;
            }
        }
        return Optional.empty();
    }

    private static Direction direction(String attribute, Direction otherwise) {
        return switch (attribute) {
            case "sendrecv" -> Direction.SENDRECV;
            case "sendonly" -> Direction.SENDONLY;
            case "recvonly" -> Direction.RECVONLY;
            case "inactive" -> Direction.INACTIVE;
            default -> otherwise;
        };
    }

    /// One media section while it is read.
    private static final class Reading {
        private final String[] media;
        private String host;
        private Direction direction;
        private int telephoneEvent = RemoteMedia.NO_TELEPHONE_EVENT;

        Reading(String[] media, String host, Direction direction) {
            this.media = media;
            this.host = host;
            this.direction = direction;
        }

        void attribute(String attribute) {
            direction = AudioSdp.direction(attribute, direction);
            if (attribute.startsWith("rtpmap:")
                    && attribute.toLowerCase(Locale.ROOT).contains("telephone-event/8000")) {
                int type = number(attribute.substring(7).split(" ")[0]);
                telephoneEvent = type > 0 && type < 128 ? type : telephoneEvent;
            }
        }

        Optional<Audio> audio(int lines, int index) {
            if (media.length < 4 || !media[0].equals("audio") || !media[2].equals("RTP/AVP") || host.isEmpty()) {
                return Optional.empty();
            }
            var codecs = new ArrayList<Integer>();
            for (int i = 3; i < media.length; i++) {
                int type = number(media[i]);
                if (type == 0 || type == 8) {
                    codecs.add(type);
                }
            }
            int port = number(media[1].split("/")[0]);
            if (codecs.isEmpty() || port < 1 || port > 65_535) {
                return Optional.empty();
            }
            try {
                boolean old = host.equals("0.0.0.0");
                var address = new InetSocketAddress(InetAddress.getByName(host), port);
                var theirs = old ? Direction.INACTIVE : direction;
                return Optional.of(new Audio(lines, index, address, codecs, telephoneEvent, theirs));
            } catch (UnknownHostException _) {
                return Optional.empty();
            }
        }

        private static int number(String text) {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException _) {
                return -1;
            }
        }
    }
}
