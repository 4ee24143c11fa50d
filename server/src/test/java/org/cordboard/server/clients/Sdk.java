package org.cordboard.server.clients;

import com.twilio.http.TwilioRestClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.cordboard.apps.platform.Environment;
import org.cordboard.apps.platform.Platform;
import org.cordboard.server.story.Centre;

/// The official Java library with one change: the host its requests go to.
final class Sdk {
    private Sdk() {}

    static TwilioRestClient of(Centre centre) {
        var connection = centre.connection();
        return of(connection.url(), connection.accountSid(), connection.authToken(), Map.of());
    }

    static TwilioRestClient withKey(Centre centre, String key, String secret) {
        var connection = centre.connection();
        return of(
                connection.url(),
                connection.accountSid(),
                connection.authToken(),
                Map.of("API_KEY", key, "API_SECRET", secret));
    }

    static TwilioRestClient withToken(Centre centre, String authToken) {
        return of(centre.connection().url(), centre.connection().accountSid(), authToken, Map.of());
    }

    private static TwilioRestClient of(String url, String accountSid, String authToken, Map<String, String> more) {
        var variables = new HashMap<>(more);
        variables.put("CORDBOARD_URL", url);
        variables.put("ACCOUNT_SID", accountSid);
        variables.put("AUTH_TOKEN", authToken);
        try {
            return Platform.of(Environment.of(variables, Path.of("no such file"))).client();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
