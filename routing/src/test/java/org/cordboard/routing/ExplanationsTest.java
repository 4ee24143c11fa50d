package org.cordboard.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cordboard.routing.Explanation.Verdict;
import org.cordboard.routing.entity.Task;
import org.junit.jupiter.api.Test;

/// Why a task waits, and where one would go.
class ExplanationsTest {
    private final Centre centre = new Centre();

    private Map<String, Verdict> verdicts(Task task) {
        var verdicts = new TreeMap<String, Verdict>();
        centre.view().explain(task.sid()).workers().forEach(one -> verdicts.put(one.friendlyName(), one.verdict()));
        return verdicts;
    }

    @Test
    void everyWorkerHasAVerdict() {
        var queue = centre.queue("fr", "languages HAS 'fr'");
        centre.workflow(
                """
                {"task_routing":{"filters":[{"filter_friendly_name":"French","expression":"1==1","targets":[
                  {"queue":"%s","expression":"worker.level >= task.min","timeout":60},{"queue":"%s"}]}]}}"""
                        .formatted(queue.sid(), queue.sid()));
        centre.worker("stranger", "{}");
        centre.worker("junior", "{\"languages\":[\"fr\"],\"level\":1}");
        centre.worker("away", "{\"languages\":[\"fr\"],\"level\":9}", centre.offline());
        centre.worker("busy", "{\"languages\":[\"fr\"],\"level\":9}");
        var taken = centre.task("{\"min\":5}");
        var waiting = centre.task("{\"min\":5}");
        assertEquals(
                Map.of(
                        "stranger", Verdict.NOT_IN_QUEUE,
                        "junior", Verdict.TARGET_EXPRESSION,
                        "away", Verdict.ACTIVITY,
                        "busy", Verdict.CAPACITY),
                verdicts(waiting));
        assertEquals(Verdict.OFFERED, verdicts(taken).get("busy"));
        centre.accept(centre.pending(taken));
        assertEquals(Verdict.WORKING, verdicts(taken).get("busy"));

        var explanation = centre.view().explain(waiting.sid());
        assertEquals("French", explanation.stage().filterName());
        assertEquals("fr", explanation.stage().queueName());
        assertEquals(0, explanation.ahead());
        assertEquals(
                List.of("moves on to target 1 of filter 0, task queue fr", "canceled: Task TTL Exceeded"),
                explanation.next().stream().map(Explanation.Next::what).toList());
        assertEquals(1, centre.view().explain(centre.task("{\"min\":5}").sid()).ahead());
        assertNull(centre.view().explain(new org.cordboard.routing.sid.TaskSid("WT" + "0".repeat(32))));
    }

    @Test
    void aDryRunWalksTheWholeCourseAndChangesNothing() {
        var first = centre.queue("first", "1==2");
        var second = centre.queue("second", "1==1");
        var workflow = centre.workflow(
                """
                {"task_routing":{"filters":[{"expression":"vip == true","targets":[
                  {"queue":"%s","timeout":10},{"queue":"%s","timeout":20}]}]}}"""
                        .formatted(first.sid(), second.sid()));
        centre.worker("ana", "{}");
        var before = centre.core.snapshot();
        var run = centre.view().dryRun(workflow.sid(), "{\"vip\":true}", null);
        assertEquals(List.of("first", "second"), run.course().stream().map(visit -> visit.stage().queueName()).toList());
        assertEquals(List.of(10L, 30L), run.course().stream().map(DryRun.Visit::leftAfter).toList());
        assertEquals(1, run.offeredIn());
        assertEquals("ana", run.offeredTo().getFirst().friendlyName());
        assertEquals(DryRun.End.CANCELED, run.end());
        assertEquals(
                DryRun.End.UNMATCHED,
                centre.view().dryRun(workflow.sid(), "{}", null).end());
        assertEquals(before, centre.core.snapshot());
    }
}
