package org.cordboard.apps.platform;

import com.twilio.http.HttpClient;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.Request;
import com.twilio.http.Response;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;

/// Sends every request of the helper library to one other server: same path, same query, other scheme and host.
final class OtherHost extends HttpClient {
    private final HttpClient network = new NetworkHttpClient();
    private final URI base;

    OtherHost(URI base) {
        this.base = base;
    }

    @Override
    public Response makeRequest(Request request) {
        return network.makeRequest(new Moved(request, base));
    }

    /// A copy of a request whose address is computed as before and then moved to the other host.
    private static final class Moved extends Request {
        private final URI base;

        Moved(Request original, URI base) {
            super(original.getMethod(), original.getUrl());
            this.base = base;
            original.getQueryParams().forEach((name, values) -> values.forEach(value -> addQueryParam(name, value)));
            original.getPostParams().forEach((name, values) -> values.forEach(value -> addPostParam(name, value)));
            original.getHeaderParams().forEach((name, values) -> values.forEach(value -> addHeaderParam(name, value)));
            if (original.getContentType() != null) {
                setContentType(original.getContentType());
            }
            if (original.getBody() != null) {
                setBody(original.getBody());
            }
            if (original.requiresAuthentication()) {
                setAuth(original.getUsername(), original.getPassword());
            }
        }

        @Override
        public URL constructURL() {
            var file = super.constructURL().getFile();
            try {
                return base.resolve(file).toURL();
            } catch (MalformedURLException e) {
                throw new IllegalArgumentException("cannot reach " + base, e);
            }
        }
    }
}
