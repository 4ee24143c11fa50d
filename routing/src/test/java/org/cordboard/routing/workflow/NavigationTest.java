package org.cordboard.routing.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.Scope;
import org.cordboard.routing.expression.TaskScope;
import org.cordboard.routing.expression.TimeScope;
import org.cordboard.routing.expression.WorkersScope;
import org.cordboard.routing.sid.TaskQueueSid;
import org.junit.jupiter.api.Test;

/// Where tasks go when nobody is ever free: the worked examples of the TaskRouter reference and the rules around them.
class NavigationTest {
    private static final Instant ENTERED = Instant.parse("2026-11-20T12:00:00Z");
    private static final Scope NOBODY = new WorkersScope(0, 0, _ -> 0);

    private static final String VIP = """
            {"expression":"type == 'vip'","targets":[
              {"queue":"Q1","timeout":10,"priority":5%s}, {"queue":"Q2","timeout":20%s}]}""";
    private static final String ANYONE = """
            {"expression":"1==1","targets":[{"queue":"Q3","timeout":60}]}""";
    private static final String SKIP = ",\"skip_if\":\"1==1\"";
    private static final String DEFAULT = "{\"queue\":\"Q9\"}";

    private static final WorkflowConfiguration W = workflow(DEFAULT, VIP.formatted("", ""), ANYONE);
    private static final WorkflowConfiguration WITHOUT_F2 = workflow(DEFAULT, VIP.formatted("", ""));

    @Test
    void aVipGoesThroughItsTargetsThenTheFilterBelowAndNeverToTheDefault() {
        assertEquals(List.of("Q1 at 0 (priority 5)", "Q2 at 10", "Q3 at 30", "TIMED_OUT at 90"), course(W, "vip"));
    }

    @Test
    void anyoneElseWaitsInTheSecondFilter() {
        assertEquals(List.of("Q3 at 0", "TIMED_OUT at 60"), course(W, "x"));
    }

    @Test
    void whomNoFilterTakesWaitsInTheDefaultQueueWithoutEnd() {
        assertEquals(List.of("Q9 at 0"), course(WITHOUT_F2, "x"));
    }

    @Test
    void theDefaultQueueDoesNotFollowATimeout() {
        assertEquals(List.of("Q1 at 0 (priority 5)", "Q2 at 10", "TIMED_OUT at 30"), course(WITHOUT_F2, "vip"));
    }

    @Test
    void theDefaultQueueFollowsAFilterLeftBySkipping() {
        var skipping = workflow(DEFAULT, VIP.formatted(SKIP, SKIP));
        assertEquals(List.of("Q1 at 0 (priority 5)", "Q2 at 0", "Q9 at 0"), course(skipping, "vip"));
    }

    @Test
    void skippingTheLastTargetLooksForAFilterBelowFirst() {
        var skipping = workflow(DEFAULT, VIP.formatted(SKIP, SKIP), ANYONE);
        assertEquals("Q3 at 0", course(skipping, "vip").get(2));
    }

    @Test
    void aLastTargetThatTimesOutIsNoSkipEvenAfterOne() {
        var first = workflow(DEFAULT, VIP.formatted(SKIP, ""));
        assertEquals(List.of("Q1 at 0 (priority 5)", "Q2 at 0", "TIMED_OUT at 30"), course(first, "vip"));
        var last = workflow(DEFAULT, VIP.formatted("", SKIP));
        assertEquals(List.of("Q1 at 0 (priority 5)", "Q2 at 10", "Q9 at 10"), course(last, "vip"));
    }

    @Test
    void withoutADefaultAnUnmatchedAndASkippedTaskEndDifferently() {
        assertEquals(List.of("UNMATCHED at 0"), course(workflow(null, VIP.formatted("", "")), "x"));
        assertEquals(List.of("UNMATCHED at 0"), course(workflow(null), "x"));
        var skipping = workflow(null, VIP.formatted(SKIP, SKIP));
        assertEquals("SKIPPED at 0", course(skipping, "vip").getLast());
    }

    @Test
    void deadlinesAddUpHoweverEarlyATargetIsLeft() {
        var three = workflow(null, """
                {"expression":"1==1","targets":[
                  {"queue":"Q1","timeout":10}, {"timeout":"10"}, {"timeout":10}]}""");
        Place place = three.enter(task("x"));
        for (int seconds : List.of(10, 20, 30)) {
            assertEquals(Optional.of(ENTERED.plusSeconds(seconds)), three.deadline(place, ENTERED));
            // Left at once, ahead of the deadline: the sum does not shrink.
            place = three.afterSkip((Place.InTarget) place, task("x"));
        }
        assertEquals(new Place.Over(Place.Ending.SKIPPED), place);
        assertEquals(Optional.empty(), three.deadline(place, ENTERED));
    }

    @Test
    void aTargetWithoutTimeoutNeverEndsAndAddsNothing() {
        var open = workflow(null, """
                {"expression":"1==1","targets":[{"queue":"Q1"}, {"queue":"Q2","timeout":5}]}""");
        var first = (Place.InTarget) open.enter(task("x"));
        assertEquals(Optional.empty(), open.deadline(first, ENTERED));
        var second = open.afterSkip(first, task("x"));
        assertEquals(new Place.InTarget(0, 1, 5), second);
    }

    @Test
    void changedAttributesKeepThePlaceWhileTheSameFilterTakesTheTask() {
        var inSecond = W.afterTimeout((Place.InTarget) W.enter(task("vip")), task("vip"));
        assertEquals(inSecond, W.reenter(inSecond, task("vip")));
        assertEquals(new Place.InTarget(1, 0, 60), W.reenter(inSecond, task("x")));
        assertEquals(new Place.InDefault(), WITHOUT_F2.reenter(inSecond, task("x")));
        assertEquals(new Place.InTarget(0, 0, 10), WITHOUT_F2.reenter(new Place.InDefault(), task("vip")));
        assertEquals(new Place.InDefault(), WITHOUT_F2.reenter(new Place.InDefault(), task("x")));
    }

    @Test
    void filtersAreTakenFromTheTopAndMayReadTheTime() {
        var hours = workflow(DEFAULT, """
                {"expression":"taskrouter.currentHour >= 18","targets":[{"queue":"Q1"}]}""", ANYONE);
        var evening = new TimeScope(Instant.parse("2026-11-20T18:00:00Z"));
        assertEquals(OptionalInt.of(0), hours.firstFilter(task("x").and(evening)));
        assertEquals(OptionalInt.of(1), hours.firstFilter(task("x").and(new TimeScope(ENTERED))));
        assertEquals(OptionalInt.of(1), hours.nextFilterBelow(0, task("x")));
        assertEquals(OptionalInt.empty(), hours.nextFilterBelow(1, task("x")));
    }

    @Test
    void everyQueueIsNamedOnce() {
        assertEquals(List.of(queue(1), queue(2), queue(3), queue(9)), W.queues());
        assertEquals(Optional.of(queue(9)), W.queue(new Place.InDefault()));
        assertEquals(Optional.of(queue(2)), W.queue(new Place.InTarget(0, 1, 30)));
        assertEquals(Optional.empty(), W.queue(new Place.Over(Place.Ending.TIMED_OUT)));
    }

    /// Plays a task through with a moved clock: skips at once where the target says so, else waits for the deadline.
    private static List<String> course(WorkflowConfiguration workflow, String type) {
        var course = new ArrayList<String>();
        var now = ENTERED;
        var place = workflow.enter(task(type));
        for (int steps = 0; steps < 20; steps++) {
            var at = " at " + (now.getEpochSecond() - ENTERED.getEpochSecond());
            switch (place) {
                case Place.Over(var ending) -> {
                    course.add(ending + at);
                    return course;
                }
                case Place.InDefault _ -> {
                    course.add(name(workflow.queue(place).orElseThrow()) + at);
                    return course;
                }
                case Place.InTarget in -> {
                    var target = workflow.target(in);
                    course.add(name(target.queue())
                            + at
                            + (target.priority().isPresent()
                                    ? " (priority " + target.priority().getAsInt() + ")"
                                    : ""));
                    if (target.skipIf().isPresent() && target.skipIf().get().test(NOBODY)) {
                        place = workflow.afterSkip(in, task(type));
                    } else {
                        now = workflow.deadline(in, ENTERED).orElseThrow();
                        place = workflow.afterTimeout(in, task(type));
                    }
                }
            }
        }
        throw new AssertionError("endless: " + course);
    }

    private static Scope task(String type) {
        return new TaskScope(Attributes.of("{\"type\":\"" + type + "\"}"));
    }

    static TaskQueueSid queue(int number) {
        return new TaskQueueSid("WQ%032d".formatted(number));
    }

    private static String name(TaskQueueSid queue) {
        return "Q" + queue.value().charAt(33);
    }

    private static WorkflowConfiguration workflow(String defaultFilter, String... filters) {
        var text = "{\"task_routing\":{\"filters\":[" + String.join(",", filters) + "]"
                + (defaultFilter == null ? "" : ",\"default_filter\":" + defaultFilter) + "}}";
        return WorkflowConfiguration.of(text.replaceAll("\"Q([0-9])\"", "\"WQ" + "0".repeat(31) + "$1\""));
    }
}
