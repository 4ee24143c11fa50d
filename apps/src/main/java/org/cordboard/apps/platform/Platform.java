package org.cordboard.apps.platform;

import com.twilio.http.TwilioRestClient;
import java.net.URI;
import java.util.Optional;

/// The server an application works with and how it proves who it is. Safe for any thread.
///
/// @param authToken signs webhooks and worker tokens
/// @param cordboard base address of a Cordboard; empty for the public cloud
public record Platform(TwilioRestClient client, String accountSid, String authToken, Optional<URI> cordboard) {

    /// Both spellings of the documents are read: `ACCOUNT_SID` and `TWILIO_ACCOUNT_SID`, `AUTH_TOKEN` and
    /// `TWILIO_AUTH_TOKEN`. With `API_KEY` and `API_SECRET` requests are made under the key; the token still is
    /// needed, because webhooks are signed with it.
    public static Platform of(Environment environment) {
        var hint = "start Cordboard with ./dev up, or set the credentials of your account";
        var accountSid = environment.need(hint, "ACCOUNT_SID", "TWILIO_ACCOUNT_SID");
        var authToken = environment.need(hint, "AUTH_TOKEN", "TWILIO_AUTH_TOKEN");
        var cordboard = environment.find("CORDBOARD_URL").map(URI::create);
        var key = environment.given("API_KEY");
        var builder = new TwilioRestClient.Builder(
                        key.orElse(accountSid),
                        key.isPresent() ? environment.need("it belongs to API_KEY", "API_SECRET") : authToken)
                .accountSid(accountSid);
        cordboard.ifPresent(base -> builder.httpClient(new OtherHost(base)));
        return new Platform(builder.build(), accountSid, authToken, cordboard);
    }

    /// Base address of the worker bridge, as a browser reaches it.
    public URI bridge() {
        return cordboard.orElse(URI.create("https://event-bridge.twilio.com"));
    }

    public String name() {
        return cordboard.map(base -> "Cordboard at " + base).orElse("the public cloud");
    }

    @Override
    public String toString() {
        return "Platform[" + name() + ", " + accountSid + "]";
    }
}
