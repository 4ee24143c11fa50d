package org.cordboard.apps.amdforward;

import com.twilio.exception.ApiException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.cordboard.apps.web.LiveBoard;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Every call's way from ringing in to its end. A call whose outbound leg still is in `pending` when the caller hangs up
/// has that leg canceled. Any thread; each call has one entry, replaced as a whole.
final class Forwarding {
    private static final Logger log = LoggerFactory.getLogger(Forwarding.class);
    private static final Pattern DESTINATION = Pattern.compile("\\+[1-9]\\d{6,14}|sip:[^\\s<>\"]{3,200}");
    private static final String SORRY = "Sorry, nobody can take your call now. Goodbye.";

    private final OutboundCalls calls;
    private final LiveBoard board = new LiveBoard(wish -> destination(wish.path("destination").asText()));

    /// By the SID of the incoming call.
    private final Map<String, Row> rows = new ConcurrentHashMap<>();

    /// SID of the incoming call to that of the outbound call nobody has answered yet.
    private final Map<String, String> pending = new ConcurrentHashMap<>();

    private volatile String destination;

    /// One line of the dashboard.
    record Row(String callSid, String from, String to, Status status) {}

    record Destination(String destination) {}

    Forwarding(OutboundCalls calls, String destination) {
        this.calls = calls;
        this.destination = destination;
        board.show("destination", new Destination(destination));
    }

    LiveBoard board() {
        return board;
    }

    String destination() {
        return destination;
    }

    /// Where calls go from now on; anything but a number or a SIP address changes nothing.
    void destination(String wanted) {
        if (DESTINATION.matcher(wanted.strip()).matches()) {
            destination = wanted.strip();
            log.info("destination is now {}", destination);
        }
        board.show("destination", new Destination(destination));
    }

    void incoming(String inbound, String from) {
        var row = new Row(inbound, from, destination, Status.INCOMING);
        rows.put(inbound, row);
        board.show(inbound, row);
    }

    /// The caller is in the conference: now somebody is looked for.
    void waiting(String inbound) {
        var row = rows.get(inbound);
        if (row == null || pending.containsKey(inbound)) {
            return;
        }
        try {
            pending.put(inbound, calls.dial(inbound, row.from(), row.to()));
            if (!rows.containsKey(inbound)) {
                cancelPending(inbound); // the caller left while we dialled
            }
        } catch (ApiException e) {
            log.warn("{} cannot be forwarded: {}", inbound, e.getMessage());
            unanswered(inbound, Status.FAILED);
        }
    }

    /// A status of the outbound call.
    void progress(String inbound, String status) {
        switch (status) {
            case "initiated" -> advance(inbound, Status.INITIATED);
            case "ringing" -> advance(inbound, Status.RINGING);
            case "in-progress" -> advance(inbound, Status.ANSWERED);
            case "busy" -> unanswered(inbound, Status.BUSY);
            case "no-answer" -> unanswered(inbound, Status.NO_ANSWER);
            case "failed" -> unanswered(inbound, Status.FAILED);
            // completed, canceled: the end of the conference tells more
            default -> log.debug("{}: {}", inbound, status);
        }
    }

    /// Somebody or something answered. Silence counts as a person, for a machine is rarely silent.
    ///
    /// @return whether to connect it with the caller
    boolean answered(String inbound, String answeredBy) {
        return switch (answeredBy) {
            case "machine_start" -> unanswered(inbound, Status.MACHINE);
            case "fax" -> unanswered(inbound, Status.FAX);
            default -> {
                pending.remove(inbound);
                yield advance(inbound, Status.CONNECTED);
            }
        };
    }

    /// The conference is over because one side hung up.
    void ended(String inbound) {
        cancelPending(inbound);
        var row = rows.get(inbound);
        if (row != null) {
            advance(inbound, row.status() == Status.CONNECTED ? Status.COMPLETED : Status.GAVE_UP);
            rows.remove(inbound);
        }
    }

    /// @return always false, so that it can be the answer to whether anyone is connected
    private boolean unanswered(String inbound, Status status) {
        pending.remove(inbound);
        if (advance(inbound, status)) {
            try {
                calls.apologize(inbound, SORRY);
            } catch (ApiException e) {
                log.info("{} was gone already: {}", inbound, e.getMessage());
            }
        }
        return false;
    }

    private void cancelPending(String inbound) {
        var outbound = pending.remove(inbound);
        if (outbound == null) {
            return;
        }
        try {
            calls.hangUp(outbound);
        } catch (ApiException e) {
            log.info("{} was over already: {}", outbound, e.getMessage());
        }
    }

    /// @return whether the call was still short of that status
    private boolean advance(String inbound, Status status) {
        var row = rows.get(inbound);
        if (row == null || !row.status().mayBecome(status)) {
            return false;
        }
        var next = new Row(inbound, row.from(), row.to(), status);
        if (!rows.replace(inbound, row, next)) {
            return advance(inbound, status);
        }
        board.show(inbound, next);
        log.info("{} to {}: {}", inbound, next.to(), status.text());
        return true;
    }
}
