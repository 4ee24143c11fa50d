package org.cordboard.apps.worker;

import com.twilio.http.HttpMethod;
import com.twilio.jwt.taskrouter.FilterRequirement;
import com.twilio.jwt.taskrouter.Policy;
import com.twilio.jwt.taskrouter.PolicyUtils;
import com.twilio.jwt.taskrouter.TaskRouterCapability;
import com.twilio.jwt.taskrouter.UrlUtils;
import com.twilio.rest.taskrouter.v1.workspace.Worker;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cordboard.apps.platform.Platform;
import org.cordboard.apps.setup.Json;

/// The v1 capability token of a worker: may read tasks and activities, change its own activity and answer its
/// reservations. Signed with the account's auth token.
final class WorkerToken {
    static final int SECONDS = 8 * 60 * 60;

    private final Platform platform;
    private final String workspaceSid;

    WorkerToken(Platform platform, String workspaceSid) {
        this.platform = platform;
        this.workspaceSid = workspaceSid;
    }

    String of(Worker worker) {
        var sid = worker.getSid();
        var policies = new ArrayList<>(PolicyUtils.defaultWorkerPolicies(workspaceSid, sid));
        policies.add(post(UrlUtils.allTasks(workspaceSid)).build());
        policies.add(post(UrlUtils.allReservations(workspaceSid, sid)).build());
        policies.add(post(UrlUtils.worker(workspaceSid, sid))
                .postFilter(Map.of("ActivitySid", FilterRequirement.REQUIRED))
                .build());
        return new TaskRouterCapability.Builder(platform.accountSid(), key(), workspaceSid, sid)
                .friendlyName(worker.getFriendlyName())
                .ttl(SECONDS)
                .policies(policies)
                .build()
                .toJwt();
    }

    private static Policy.Builder post(String url) {
        return new Policy.Builder().url(url).method(HttpMethod.POST).allowed(true);
    }

    /// Whether the token is one of ours and not over.
    boolean good(String token) {
        var parts = token.split("\\.");
        if (parts.length != 3) {
            return false;
        }
        try {
            var signature = Base64.getUrlDecoder().decode(parts[2]);
            var claims = Json.tree(new String(Base64.getUrlDecoder().decode(parts[1]), StandardCharsets.UTF_8));
            return MessageDigest.isEqual(signature, hmac(parts[0] + "." + parts[1]))
                    && claims.path("workspace_sid").asText().equals(workspaceSid)
                    && claims.path("exp").asLong() > Instant.now().getEpochSecond();
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private byte[] hmac(String text) {
        try {
            var mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key(), "HmacSHA256"));
            return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private byte[] key() {
        return platform.authToken().getBytes(StandardCharsets.UTF_8);
    }
}
