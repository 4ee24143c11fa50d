package org.cordboard.voice.script;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;
import org.cordboard.voice.twiml.Document;
import org.cordboard.voice.webhook.HttpMethod;
import org.cordboard.voice.webhook.References;
import org.jspecify.annotations.Nullable;

/// A document and where it came from: relative addresses in it resolve against that.
///
/// @param url null for a document that came with the call itself
public record Page(Document document, @Nullable String url, HttpMethod method) {
    /// The absolute form of an address in this document; empty when there is nothing to resolve it against.
    Optional<String> resolve(String reference) {
        try {
            if (reference.isEmpty()) {
                return Optional.ofNullable(url);
            }
            int hash = reference.indexOf('#');
            var fragment = hash < 0 ? "" : reference.substring(hash);
            var target = new URI((hash < 0 ? reference : reference.substring(0, hash)).replace(" ", "%20"));
            if (target.isAbsolute()) {
                return Optional.of(target + fragment);
            }
            return url == null ? Optional.empty() : Optional.of(References.resolve(URI.create(url), target.toString()) + fragment);
        } catch (URISyntaxException | IllegalArgumentException _) {
            return Optional.empty();
        }
    }
}
