package org.cordboard.media.webrtc;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// A browser's SDP, as far as this transport needs it: the first audio section's credentials, fingerprint, payload types and
/// direction, and enough of the other sections to refuse them. RFC 8829.
///
/// @param sections each m-line with its mid, in order; the one at `audio` is ours
/// @param telephoneEvent payload type at 8 kHz, or −1
public record BrowserSdp(
        List<Section> sections,
        int audio,
        String user,
        String password,
        String fingerprint,
        boolean hasPcmu,
        boolean hasPcma,
        int telephoneEvent,
        String direction,
        String setup) {
    private static final int LENGTH_MAX = 100_000;

    public record Section(String kind, String protocol, String formats, String mid) {}

    /// @throws IllegalArgumentException when there is no audio that we can carry; the message says why
    public static BrowserSdp parse(String sdp) {
        if (sdp.length() > LENGTH_MAX) {
            throw new IllegalArgumentException("an SDP of " + sdp.length() + " characters");
        }
        var sections = new ArrayList<Map<String, String>>();
        var common = new LinkedHashMap<String, String>();
        var current = common;
        for (var line : sdp.lines().toList()) {
            if (line.startsWith("m=")) {
                current = new LinkedHashMap<>();
                current.put("m", line.substring(2).strip());
                sections.add(current);
            } else if (line.startsWith("a=")) {
                attribute(current, line.substring(2).strip());
            }
        }
        int audio = firstAudio(sections);
        var ours = new LinkedHashMap<>(common);
        ours.putAll(sections.get(audio));
        var line = List.of(sections.get(audio).getOrDefault("m", "").split(" "));
        var formats = line.subList(3, line.size());
        boolean pcmu = formats.contains("0");
        boolean pcma = formats.contains("8");
        if (!pcmu && !pcma) {
            throw new IllegalArgumentException("the browser offers neither PCMU nor PCMA: " + formats);
        }
        return new BrowserSdp(
                sections.stream().map(BrowserSdp::section).toList(),
                audio,
                needed(ours, "ice-ufrag"),
                needed(ours, "ice-pwd"),
                needed(ours, "fingerprint"),
                pcmu,
                pcma,
                telephoneEvent(ours, formats),
                ours.getOrDefault("direction", "sendrecv"),
                ours.getOrDefault("setup", "actpass"));
    }

    private static void attribute(Map<String, String> into, String attribute) {
        int colon = attribute.indexOf(':');
        var name = colon < 0 ? attribute : attribute.substring(0, colon);
        var value = colon < 0 ? "" : attribute.substring(colon + 1).strip();
        switch (name) {
            case "sendrecv", "sendonly", "recvonly", "inactive" -> into.put("direction", name);
            case "rtpmap" -> into.put("rtpmap " + value.replaceAll(" .*", ""), value.replaceAll("^\\S+ ", ""));
            default -> into.putIfAbsent(name, value);
        }
    }

    private static int firstAudio(List<Map<String, String>> sections) {
        for (int i = 0; i < sections.size(); i++) {
            var parts = sections.get(i).getOrDefault("m", "").split(" ");
            if (parts.length > 3 && parts[0].equals("audio") && parts[2].toUpperCase(Locale.ROOT).contains("SAVP")) {
                return i;
            }
        }
        throw new IllegalArgumentException("no audio over DTLS-SRTP is offered");
    }

    private static Section section(Map<String, String> attributes) {
        var parts = attributes.getOrDefault("m", "").split(" ", 4);
        return new Section(
                parts[0], parts.length > 2 ? parts[2] : "", parts.length > 3 ? parts[3] : "", attributes.getOrDefault("mid", ""));
    }

    private static String needed(Map<String, String> attributes, String name) {
        var value = attributes.get(name);
        if (value == null || value.isEmpty()) {
            throw new IllegalArgumentException("the SDP has no " + name);
        }
        return value;
    }

    private static int telephoneEvent(Map<String, String> attributes, List<String> formats) {
        for (var format : formats) {
            if (attributes.getOrDefault("rtpmap " + format, "").toLowerCase(Locale.ROOT).startsWith("telephone-event/8000")) {
                return Integer.parseInt(format);
            }
        }
        return -1;
    }
}
