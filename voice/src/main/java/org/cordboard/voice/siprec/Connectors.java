package org.cordboard.voice.siprec;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.cordboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/// The recording servers that documents may name. Names compare without case.
public record Connectors(Map<String, SipUri> servers) {
    public static final Connectors NONE = new Connectors(Map.of());
    private static final String DEFAULT = "default";

    public Connectors {
        var folded = new TreeMap<String, SipUri>();
        servers.forEach((name, server) -> folded.put(name.toLowerCase(Locale.ROOT), server));
        servers = Map.copyOf(folded);
    }

    /// Without a name the one called `Default`, or the only one there is.
    Optional<SipUri> find(@Nullable String name) {
        if (name != null && !name.isBlank()) {
            return Optional.ofNullable(servers.get(name.strip().toLowerCase(Locale.ROOT)));
        }
        var usual = servers.get(DEFAULT);
        return usual == null && servers.size() == 1
                ? servers.values().stream().findFirst()
                : Optional.ofNullable(usual);
    }
}
