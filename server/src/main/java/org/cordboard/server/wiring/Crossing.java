package org.cordboard.server.wiring;

import java.util.TreeMap;
import java.util.function.Supplier;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.webhook.HttpMethod;

/// The small change of currency between the two modules that do not know each other: options, methods, refusals.
final class Crossing {
    private Crossing() {}

    static Options options(org.cordboard.api.ports.Options asked) {
        return new Options(new TreeMap<>(asked.values()));
    }

    static HttpMethod method(String name) {
        return name.equalsIgnoreCase("GET") ? HttpMethod.GET : HttpMethod.POST;
    }

    /// Runs it; a refusal of the voice side becomes the published error.
    static <T> T asked(Supplier<T> work) {
        try {
            return work.get();
        } catch (ControlFailure refused) {
            throw new Problem(code(refused), String.valueOf(refused.getMessage()));
        }
    }

    private static ErrorCode code(ControlFailure refused) {
        for (var code : ErrorCode.values()) {
            if (code.number() == refused.code()) {
                return code;
            }
        }
        return refused.status() == 404 ? ErrorCode.NOT_FOUND : ErrorCode.BAD_REQUEST;
    }
}
