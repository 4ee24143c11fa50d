package org.cordboard.voice.flowrun;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.cordboard.routing.sid.AccountSid;

/// How many executions of an account began in the present second. Any thread.
final class StartRate {
    private record Second(long second, int starts) {}

    private final Map<AccountSid, Second> starts = new ConcurrentHashMap<>();

    /// Whether one more execution may begin in this second.
    boolean admits(AccountSid account, int perSecond, Instant now) {
        long second = now.getEpochSecond();
        var counted = starts.compute(account, (_, known) ->
                known == null || known.second != second ? new Second(second, 1) : new Second(second, known.starts + 1));
        return counted.starts <= perSecond;
    }
}
