package org.cordboard.routing;

/// What we chose where the public reference leaves a question open (TaskRouter reference 14). Each is one of its
/// questions, by number; a change here is a change of behaviour that users notice.
///
/// Decided by the shape of the rules, so without a switch: 3, a worker's phone that does not answer cancels the
/// reservation and leaves the worker's activity alone ([Reservations]); 8, a task whose attributes change keeps target
/// and deadline while the same filter takes it ([Placement]); 12, the idle order knows reservations only
/// ([WorkerNode#lastReserved]); 15, attributes and status in one request are refused ([Tasks]); 17, what is in use is
/// not deleted.
final class Decisions {
    private Decisions() {}

    /// 1: after a reservation failed inside an unexpired target the task stays in that target.
    static final boolean STAYS_IN_TARGET_AFTER_FAILED_ROUND = true;

    /// 2: a call that ends leaves its reservation wrapping in a multitasking workspace, for dequeue as for conference.
    static final boolean CALL_END_WRAPS = true;

    /// 7 and the unnamed case of 4.4: what a task canceled by its workflow says.
    static final String WORKFLOW_REASON = "Task canceled on Workflow timeout";

    /// 9: workers who become free join a running round, once nobody waits who was not offered to anyone.
    static final boolean ROUNDS_ARE_TOPPED_UP = true;

    /// 10: single-tasking workers get back the activity they had before a reservation they did not take.
    static final boolean ACTIVITY_IS_RESTORED = true;

    /// 11: a post-work activity counts in multitasking workspaces as well.
    static final boolean POST_WORK_ACTIVITY_ALWAYS = true;

    /// 3 and 7.1: an offer whose call or callback fails is made again at once, but not for ever: after the third in a
    /// row the task rests, a second at first and twice as long each time, up to this.
    static final int REST_SECONDS_MAX = 10;

    /// How many failed rounds in a row are repeated at once.
    static final int ROUNDS_WITHOUT_REST = 2;

    /// 14: a call redirected out of its queue leaves a reserved task alone.
    static final boolean REDIRECT_KEEPS_RESERVED_TASK = true;

    /// 3.1: lifetime over while nobody took the task.
    static final String LIFETIME_REASON = "Task TTL Exceeded";

    /// 3.1: too many rounds without acceptance.
    static final String ROUNDS_REASON = "Task TTL Exceeded or Max assignment count exceeded";

    /// 3.1: the caller of the task is gone.
    static final String HANGUP_REASON = "hangup";

    /// 3.1: nothing is left to do.
    static final String ALL_COMPLETED_REASON = "All reservations were completed";

    /// 25 and 6.6: the worker a task is meant for does not come into being in time.
    static final String DIRECT_ROUTING_REASON = "RoutingTarget SLA for Reservation creation was not met";

    /// 6.6: the worker a task is meant for did not take it.
    static String targetNotAvailable(String worker) {
        return "RoutingTarget not available for Reservation acceptance: " + worker;
    }
}
