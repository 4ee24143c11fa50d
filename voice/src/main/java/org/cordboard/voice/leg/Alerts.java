package org.cordboard.voice.leg;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Notification;
import org.cordboard.voice.twiml.Problem;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The application developer's error log: one notification for each error and warning of a call.
public final class Alerts {
    private static final Logger LOG = LoggerFactory.getLogger(Alerts.class);
    private static final String ERROR = "0";
    private static final String WARNING = "1";
    /// Published as warnings, whatever they end (Voice reference 16): a caller id that may not be shown, a host that
    /// has no address, a call that leads to itself, a callback that nobody took.
    private static final Set<Integer> WARNINGS = Set.of(13214, 13254, 14106, 15003);

    private final CallRecords records;
    private final Sids sids;

    public Alerts(CallRecords records, Sids sids) {
        this.records = records;
        this.sids = sids;
    }

    public void error(Leg leg, int code, String message) {
        write(leg.account(), leg, level(code), code, message, Map.of());
    }

    public void error(Leg leg, int code, String message, String url) {
        error(leg, code, message, url, Map.of());
    }

    /// @param exchange more about the request and its answer, by the names that the API shows
    public void error(Leg leg, int code, String message, String url, Map<String, String> exchange) {
        var details = new LinkedHashMap<>(exchange);
        details.put("request_url", url);
        write(leg.account(), leg, level(code), code, message, details);
    }

    public void warn(Leg leg, int code, String message) {
        write(leg.account(), leg, WARNING, code, message, Map.of());
    }

    public void report(Leg leg, Problem problem, String url) {
        var log = problem.warning() ? WARNING : ERROR;
        write(leg.account(), leg, log, problem.code(), problem.message(), Map.of("request_url", url));
    }

    public void error(Account account, int code, String message) {
        write(account, null, level(code), code, message, Map.of());
    }

    private static String level(int code) {
        return WARNINGS.contains(code) ? WARNING : ERROR;
    }

    private void write(
            Account account, @Nullable Leg leg, String log, int code, String message, Map<String, String> details) {
        LOG.info("{} {}: {}", leg == null ? account.sid() : leg, code, message);
        var now = records.now();
        var call = leg == null ? null : leg.sid();
        records.put(new Notification(
                sids.notification(),
                account.sid(),
                call,
                log,
                Integer.toString(code),
                message,
                details,
                now,
                now,
                now));
    }
}
