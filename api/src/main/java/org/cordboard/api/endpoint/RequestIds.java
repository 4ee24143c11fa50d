package org.cordboard.api.endpoint;

import java.util.concurrent.ThreadLocalRandom;

/// `RQ` and 32 hex digits for each answer; an aid for support, not a secret.
final class RequestIds {
    private RequestIds() {}

    static String next() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        return "RQ%016x%016x".formatted(random.nextLong(), random.nextLong());
    }
}
