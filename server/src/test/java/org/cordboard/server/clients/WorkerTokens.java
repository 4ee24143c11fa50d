package org.cordboard.server.clients;

import com.twilio.jwt.accesstoken.AccessToken;
import com.twilio.jwt.accesstoken.TaskRouterGrant;
import com.twilio.rest.api.v2010.account.NewKey;
import java.nio.charset.StandardCharsets;
import org.cordboard.server.story.Centre;

/// Access tokens as an application makes them: with a key of the account and the official library.
final class WorkerTokens {
    private final Centre centre;
    private final String key;
    private final String secret;

    WorkerTokens(Centre centre) {
        this.centre = centre;
        var made = NewKey.creator().setFriendlyName("worker tokens").create(Sdk.of(centre));
        key = made.getSid();
        secret = made.getSecret();
    }

    String of(String workerSid, String role, int seconds) {
        return of(centre.connection().workspaceSid(), workerSid, role, seconds);
    }

    String of(String workspaceSid, String workerSid, String role, int seconds) {
        var grant = new TaskRouterGrant().setWorkspaceSid(workspaceSid).setWorkerSid(workerSid).setRole(role);
        return new AccessToken.Builder(
                        centre.connection().accountSid(), key, secret.getBytes(StandardCharsets.UTF_8))
                .identity(workerSid)
                .grant(grant)
                .ttl(seconds)
                .build()
                .toJwt();
    }
}
