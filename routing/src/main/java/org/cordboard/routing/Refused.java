package org.cordboard.routing;

/// Ends a decision with a refusal. Thrown only before the first event of a command, caught only by [RoutingCore].
final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final Refusal refusal;

    Refused(Refusal refusal, String message) {
        super(message, null, false, false);
        this.refusal = refusal;
    }

    static Refused invalid(String message) {
        return new Refused(Refusal.INVALID, message);
    }

    static Refused notFound(Object what) {
        return new Refused(Refusal.NOT_FOUND, "The requested resource " + what + " was not found");
    }

    String text() {
        var message = getMessage();
        return message == null ? refusal.name() : message;
    }
}
