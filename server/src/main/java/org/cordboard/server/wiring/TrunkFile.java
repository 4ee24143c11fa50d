package org.cordboard.server.wiring;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.cordboard.server.config.ConfigurationException;
import org.cordboard.server.config.Setting;
import org.cordboard.sip.digest.DigestCredentials;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.SipUri;
import org.cordboard.voice.dial.AddressRange;
import org.cordboard.voice.dial.Carrier;
import org.jspecify.annotations.Nullable;

/// The file of trunks: a JSON array with an object each. Passwords may stand in it or, with a `$` before the name, in an
/// environment variable.
final class TrunkFile {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private TrunkFile() {}

    /// One entry as it is written; what is left out has its usual value.
    private record Entry(
            @Nullable String name,
            @Nullable String uri,
            @Nullable String user,
            @Nullable String password,
            boolean register,
            @Nullable List<String> prefixes,
            @Nullable Integer priority,
            @Nullable Integer weight,
            @Nullable List<String> sources,
            @Nullable String identity,
            @Nullable String format,
            boolean srtp) {}

    static List<Carrier> read(Path file) {
        try {
            return List.of(JSON.readValue(Files.readString(file), Entry[].class)).stream()
                    .map(TrunkFile::carrier)
                    .toList();
        } catch (IOException | IllegalArgumentException e) {
            throw new ConfigurationException(
                    Setting.SIP_TRUNKS.key() + ": " + file + ": " + e.getMessage(), e);
        }
    }

    private static Carrier carrier(Entry entry) {
        var uri = uri(entry);
        var name = entry.name == null ? uri.host() : entry.name;
        return new Carrier(
                name,
                uri,
                entry.password == null
                        ? Optional.empty()
                        : Optional.of(new DigestCredentials(
                                entry.user == null ? uri.user().orElse("") : entry.user, secret(entry.password))),
                entry.register,
                entry.prefixes == null ? List.of() : entry.prefixes,
                entry.priority == null ? 1 : entry.priority,
                entry.weight == null ? 1 : entry.weight,
                entry.sources == null
                        ? List.of()
                        : entry.sources.stream().map(AddressRange::parse).toList(),
                identity(entry.identity),
                format(entry.format),
                entry.srtp);
    }

    private static SipUri uri(Entry entry) {
        try {
            return SipUri.parse(entry.uri == null ? "" : entry.uri);
        } catch (Malformed e) {
            throw new IllegalArgumentException("'uri' must be as sip:carrier.example, was '" + entry.uri + "'", e);
        }
    }

    private static Carrier.Identity identity(@Nullable String word) {
        return switch (word == null ? "p-asserted-identity" : word) {
            case "none" -> Carrier.Identity.NONE;
            case "p-asserted-identity" -> Carrier.Identity.ASSERTED;
            case "remote-party-id" -> Carrier.Identity.REMOTE_PARTY_ID;
            case String other ->
                throw new IllegalArgumentException(
                        "'identity' must be none, p-asserted-identity or remote-party-id, was '" + other + "'");
        };
    }

    private static Carrier.Format format(@Nullable String word) {
        return switch (word == null ? "e164" : word) {
            case "e164" -> Carrier.Format.E164;
            case "plain" -> Carrier.Format.PLAIN;
            case String other -> throw new IllegalArgumentException("'format' must be e164 or plain, was '" + other + "'");
        };
    }

    private static String secret(String text) {
        if (!text.startsWith("$")) {
            return text;
        }
        var value = System.getenv(text.substring(1));
        if (value == null) {
            throw new IllegalArgumentException("'password' names " + text + ", which is not in the environment");
        }
        return value;
    }
}
