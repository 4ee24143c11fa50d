package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Execution;
import org.cordboard.routing.entity.ExecutionStep;
import org.cordboard.routing.entity.Flow;
import org.cordboard.routing.entity.VoiceRecord;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.routing.sid.StepSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Records that have left the engine are listed, fetched and deleted as if they had not.
@Timeout(60)
class EndedRecordsTest {
    private static final String CALLS = "/2010-04-01/Accounts/" + Centre.ACCOUNT + "/Calls";
    private static final AccountSid OWNER = new AccountSid(Centre.ACCOUNT);
    private static final FlowSid FLOW = new FlowSid("FW" + "0".repeat(31) + "1");
    private static final ExecutionSid EXECUTION = new ExecutionSid("FN" + "0".repeat(31) + "1");

    @TempDir
    private Path folder;

    private Centre centre;

    @BeforeEach
    void start() throws Exception {
        centre = new Centre(ApiConfig.onLoopback(), folder.resolve("history.db"));
        for (int i = 0; i < 120; i++) {
            centre.put(call(i));
        }
        // Every sixth stays in the engine, so that pages mix both.
        retire(IntStream.range(0, 120)
                .filter(i -> i % 6 != 0)
                .mapToObj(EndedRecordsTest::call)
                .toList());
    }

    private void retire(List<? extends VoiceRecord> records) throws Exception {
        centre.history().await(centre.engine.position(), java.time.Duration.ofSeconds(20));
        assertEquals(records.size(), centre.history().retire(records));
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private static CallSid sid(int number) {
        return new CallSid("CA" + "%032x".formatted(number));
    }

    /// Three calls to every second; some share even their nanosecond, others only their millisecond.
    private static Call call(int number) {
        Instant at = Centre.START.plusSeconds(number / 3).plusNanos(number % 3 == 0 ? 500 : 0);
        boolean completed = number % 4 != 0;
        return new Call(
                sid(number),
                OWNER,
                null,
                "+155500" + number % 2,
                "+15550100",
                completed ? CallStatus.COMPLETED : CallStatus.BUSY,
                "inbound",
                null,
                null,
                at,
                completed ? at : null,
                at.plusSeconds(60),
                null,
                "n1",
                Map.of(),
                at,
                at.plusSeconds(60));
    }

    private static List<String> expected(java.util.function.IntPredicate wanted) {
        return IntStream.range(0, 120)
                .filter(wanted)
                .mapToObj(EndedRecordsTest::call)
                .sorted(java.util.Comparator.comparing(Call::dateCreated)
                        .thenComparing(Call::key)
                        .reversed())
                .map(Call::key)
                .toList();
    }

    private static List<String> sids(JsonNode page, String key) {
        List<String> sids = new ArrayList<>();
        page.path(key).forEach(row -> sids.add(row.path("sid").asText()));
        return sids;
    }

    /// All pages from that one on, following `link`.
    private List<String> pages(String first, String link, List<JsonNode> seen) {
        List<String> all = new ArrayList<>();
        String at = first;
        while (at != null) {
            JsonNode page = centre.get(at).json();
            seen.add(page);
            List<String> here = sids(page, "calls");
            all.addAll(link.startsWith("next") ? here : here.reversed());
            at = page.path(link).isNull() ? null : page.path(link).asText();
        }
        return all;
    }

    @Test
    void oneListPagesThroughLiveAndRetiredCallsThereAndBack() {
        assertEquals(20, centre.engine.read(view -> view.records(Call.class)).size());
        List<JsonNode> seen = new ArrayList<>();
        assertEquals(expected(i -> true), pages(CALLS + ".json?PageSize=7", "next_page_uri", seen));
        assertEquals(18, seen.size());
        seen.forEach(page -> assertTrue(page.path("calls").size() <= 7));
        JsonNode last = seen.getLast();
        List<String> back = pages(last.path("previous_page_uri").asText(), "previous_page_uri", new ArrayList<>());
        Collections.reverse(back);
        List<String> all = expected(i -> true);
        assertEquals(all.subList(0, all.size() - last.path("calls").size()), back);
    }

    @Test
    void aPageGoesOnWhereItsAnchorWasEvenWhenThatIsDeleted() {
        JsonNode first = centre.get(CALLS + ".json?PageSize=10").json();
        String anchor = sids(first, "calls").getLast();
        assertEquals(204, centre.delete(CALLS + "/" + anchor + ".json").status());
        assertEquals(
                expected(i -> true).subList(10, 20),
                sids(centre.get(first.path("next_page_uri").asText()).json(), "calls"));
    }

    @Test
    void filtersHoldForBoth() {
        String from = CALLS + ".json?PageSize=9&From=%2B1555001";
        assertEquals(expected(i -> i % 2 == 1), pages(from, "next_page_uri", new ArrayList<>()));
        assertEquals(
                expected(i -> i % 4 == 0),
                pages(CALLS + ".json?PageSize=9&Status=busy", "next_page_uri", new ArrayList<>()));
        String later = CALLS + ".json?PageSize=1000&StartTime%3E=2026-03-01T09:00:20Z";
        assertEquals(expected(i -> i >= 60), pages(later, "next_page_uri", new ArrayList<>()));
        assertEquals(
                List.of(),
                pages(CALLS + ".json?Status=failed", "next_page_uri", new ArrayList<>()));
    }

    @Test
    void aRetiredCallIsFetchedAndDeletedForGood() {
        JsonNode gone = centre.get(CALLS + "/" + sid(1) + ".json").json();
        Published.check("api:call", gone);
        assertEquals("completed", gone.path("status").asText());
        assertNull(centre.engine.read(view -> view.record(Call.class, sid(1).value())));
        for (int number : new int[] {1, 6}) {
            String path = CALLS + "/" + sid(number) + ".json";
            assertEquals(204, centre.delete(path).status());
            assertEquals(404, centre.get(path).status());
            assertEquals(404, centre.delete(path).status());
        }
        assertEquals(
                expected(i -> i != 1 && i != 6), pages(CALLS + ".json?PageSize=50", "next_page_uri", new ArrayList<>()));
    }

    @Test
    void aDeletedCallThatIsAboutToBeRetiredStaysDeleted() throws Exception {
        Call call = call(12);
        centre.delete(CALLS + "/" + call.sid() + ".json");
        assertEquals(0, centre.history().retire(List.of(call)));
        assertEquals(404, centre.get(CALLS + "/" + call.sid() + ".json").status());
    }

    @Test
    void theEnginesValueWinsWhereBothHaveOne() {
        Call call = call(1);
        centre.engine.submit(new RecordCommand.Put(List.of(call)));
        List<String> all = pages(CALLS + ".json?PageSize=100", "next_page_uri", new ArrayList<>());
        assertEquals(expected(i -> true), all);
    }

    @Test
    void aRetiredExecutionKeepsItsStepsUntilItIsDeleted() throws Exception {
        Instant at = Centre.START;
        Flow flow = new Flow(FLOW, OWNER, "ivr", 1, 1, List.of(), at, at);
        Execution execution = new Execution(EXECUTION, OWNER, FLOW, 1, "+1", "ended", null, "{}", at, at);
        List<VoiceRecord> ended = new ArrayList<>(List.of(execution));
        for (int i = 1; i <= 5; i++) {
            StepSid step = new StepSid("FT" + "%032x".formatted(i));
            ended.add(new ExecutionStep(
                    step, EXECUTION, FLOW, OWNER, "w" + i, "Trigger", "w" + i, null, "{\"a\":1}", at, at));
        }
        centre.put(flow);
        ended.forEach(centre::put);
        retire(ended);
        String list = "/v2/Flows/" + FLOW + "/Executions";
        String item = list + "/" + EXECUTION;
        assertEquals(List.of(EXECUTION.value()), sids(centre.get(list + "?Status=ended").json(), "executions"));
        assertEquals(List.of(), sids(centre.get(list + "?Status=active").json(), "executions"));
        JsonNode steps = centre.get(item + "/Steps?PageSize=3").json();
        assertEquals(3, steps.path("steps").size());
        assertNotNull(steps.path("meta").path("next_page_url").textValue());
        String step = steps.path("steps").path(0).path("sid").asText();
        assertEquals(
                1,
                centre.get(item + "/Steps/" + step + "/Context")
                        .json()
                        .path("context")
                        .path("a")
                        .asInt());
        assertEquals(204, centre.delete(item).status());
        assertEquals(404, centre.get(item).status());
        assertEquals(List.of(), sids(centre.get(list).json(), "executions"));
        assertTrue(centre.history()
                .records()
                .find(ExecutionStep.class, step)
                .isEmpty());
    }
}
