package org.cordboard.api.http;

/// Every error the REST face answers with: the published number and the HTTP status that goes with it.
/// This is the one place where the two meet; a message is given where the error is raised.
public enum ErrorCode {
    BAD_REQUEST(20001, 400),
    NOT_AUTHENTICATED(20003, 401),
    /// A page or a browser token is meant: no Basic challenge, at which a browser would open its own log-in window.
    NOT_LOGGED_IN(20003, 401),
    METHOD_NOT_ALLOWED(20004, 405),
    ACCOUNT_NOT_ACTIVE(20005, 403),
    ACCESS_DENIED(20006, 403),
    PAGE_SIZE(20007, 400),
    NOT_COMPLETE(20009, 409),
    FORBIDDEN(20403, 403),
    NOT_FOUND(20404, 404),
    CONFLICT(20409, 409),
    PRECONDITION(20412, 412),
    BODY_TOO_LARGE(20413, 413),
    INVALID_PARAMETER(20422, 400),
    TOO_MANY_REQUESTS(20429, 429),
    INTERNAL(20500, 500),
    UNAVAILABLE(20503, 503),
    STATISTICS_TOO_OLD(14241, 400),
    CONFERENCE_NOT_BRIDGED(16001, 400),
    CONFERENCE_FULL(16020, 400),
    CONFERENCE_GONE(16022, 404),
    PARTICIPANT_LABEL_INVALID(16023, 400),
    PARTICIPANT_LABEL_IN_USE(16026, 400),
    COACHED_ON_HOLD(16027, 400),
    COACHED_ABSENT(16028, 400),
    COACH_TARGET(13240, 400),
    CALL_TO_MISSING(21201, 400),
    CALL_INTERNATIONAL(21203, 400),
    CALL_URL(21205, 400),
    CALL_SEND_DIGITS(21206, 400),
    CALL_TIMEOUT(21208, 400),
    CALL_METHOD(21209, 400),
    CALL_FROM_NOT_OWNED(21210, 400),
    CALL_TO_INVALID(21211, 400),
    CALL_FROM_INVALID(21212, 400),
    CALL_FROM_MISSING(21213, 400),
    CALL_TO_UNREACHABLE(21214, 400),
    CALL_NOT_PERMITTED(21215, 400),
    CALL_BLOCKED(21216, 400),
    CALL_NUMBER_INVALID(21217, 400),
    CALL_APPLICATION(21218, 400),
    CALL_NOT_IN_PROGRESS(21220, 400),
    CALL_MACHINE_DETECTION(21234, 400),
    NUMBER_URL(21402, 400),
    NUMBER_METHOD(21403, 400),
    NUMBER_FALLBACK_WITHOUT_URL(21405, 400),
    NUMBER_APPLICATION(21420, 400),
    NUMBER_INVALID(21421, 400),
    NUMBER_UNAVAILABLE(21422, 400),
    NUMBER_AREA_CODE(21451, 400),
    NUMBER_AREA_CODE_EMPTY(21452, 400),
    PAGE_TOKEN(21481, 400),
    APPLICATION_IN_USE(21301, 400),
    FRIENDLY_NAME(20002, 400),
    QUEUE_NOT_EMPTY(22002, 400),
    QUEUE_NAME_IN_USE(22003, 400),
    FLOW_INVALID(81022, 422),
    EXECUTION_ADDRESS_TOO_LONG(81023, 400);

    private final int number;
    private final int status;

    ErrorCode(int number, int status) {
        this.number = number;
        this.status = status;
    }

    public int number() {
        return number;
    }

    public int status() {
        return status;
    }
}
