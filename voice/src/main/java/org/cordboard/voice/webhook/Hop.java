package org.cordboard.voice.webhook;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// One request of a chain of redirects: where it goes, how, and with what. Immutable.
///
/// @param uri as written, perhaps with credentials and connection settings
/// @param fields what the application is told; none after a redirect that drops the form
/// @param login the credentials that this server may see
record Hop(URI uri, HttpMethod method, Fields fields, @Nullable Login login) {
    /// Credentials written before the host.
    record Login(String user, String password) {
        private static @Nullable Login of(URI uri) {
            var info = uri.getUserInfo();
            if (info == null) {
                return null;
            }
            int colon = info.indexOf(':');
            return colon < 0 ? new Login(info, "") : new Login(info.substring(0, colon), info.substring(colon + 1));
        }
    }

    static Hop first(WebhookRequest request) throws WebhookFailure {
        var uri = uri(request.url());
        return new Hop(uri, request.method(), request.fields(), Login.of(uri));
    }

    /// Where the answer sends us: 301, 302 and 303 drop the form, 307 and 308 keep it. What a GET had appended stands in
    /// the new address, or not. Credentials of one server are nobody else's business.
    Hop redirected(int status, String location) throws WebhookFailure {
        var next = uri(resolve(uri, location));
        var own = Login.of(next);
        var known = sameServer(uri, next) ? login : null;
        boolean dropped = status < 307 || method == HttpMethod.GET;
        return new Hop(
                next, dropped ? HttpMethod.GET : method, dropped ? Fields.NONE : fields, own == null ? known : own);
    }

    static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    /// As it goes on the wire and is signed.
    URI target() {
        var text = bare().toString();
        if (method == HttpMethod.POST || fields.list().isEmpty()) {
            return URI.create(text);
        }
        return URI.create(text + (text.indexOf('?') < 0 ? '?' : '&') + fields.encoded());
    }

    /// What goes into the body.
    Fields form() {
        return method == HttpMethod.POST ? fields : Fields.NONE;
    }

    /// Without fragment, credentials and default port, and without our own parameters.
    URI bare() {
        return URI.create(Signature.signed(uri.toString()));
    }

    /// Names the server in what a call remembers.
    String server() {
        return uri.getScheme() + "://" + uri.getHost() + ":" + uri.getPort();
    }

    private static boolean sameServer(URI one, URI other) {
        return one.getHost().equalsIgnoreCase(other.getHost())
                && one.getPort() == other.getPort()
                && one.getScheme().equalsIgnoreCase(other.getScheme());
    }

    private static String resolve(URI base, String location) throws WebhookFailure {
        try {
            return References.resolve(base, location).toString();
        } catch (URISyntaxException e) {
            throw new WebhookFailure(WebhookFailure.INVALID_URL, location, 0, "redirect to a bad URL", e);
        }
    }

    private static URI uri(String url) throws WebhookFailure {
        try {
            var uri = new URI(url.strip());
            var scheme = uri.getScheme();
            if (uri.getHost() == null || !("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme))) {
                throw new WebhookFailure(WebhookFailure.INVALID_URL, url, 0, "not an absolute http(s) URL", null);
            }
            return uri;
        } catch (URISyntaxException e) {
            throw new WebhookFailure(WebhookFailure.INVALID_URL, url, 0, "not a URL", e);
        }
    }
}
