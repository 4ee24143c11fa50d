package org.cordboard.routing.workflow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import org.cordboard.routing.expression.Attributes;
import org.cordboard.routing.expression.TaskScope;
import org.cordboard.routing.expression.Value;
import org.cordboard.routing.sid.WorkerSid;
import org.cordboard.routing.workflow.KnownWorker.Kind;
import org.cordboard.routing.workflow.KnownWorker.Resolved;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KnownWorkerTest {
    private static final String SID = "WK0000000000000000000000000000000A";
    private static final TaskScope TASK = new TaskScope(Attributes.of("{\"sid\":\"" + SID
            + "\",\"name\":\"Ana B\",\"nested\":{\"list\":[\"bo\"]},\"number\":7,\"blank\":\" \",\"no\":null}"));

    @Test
    void aReferenceIsReadFromTheTask() {
        assertEquals(new Resolved.BySid(new WorkerSid(SID)), resolved(Kind.SID, "task.sid"));
        assertEquals(new Resolved.BySid(new WorkerSid(SID)), resolved(Kind.SID, "sid"));
        assertEquals(new Resolved.ByName("Ana B"), resolved(Kind.FRIENDLY_NAME, "task.name"));
        assertEquals(new Resolved.ByName("bo"), resolved(Kind.FRIENDLY_NAME, "task.nested.list[0]"));
    }

    @Test
    void quotedTextIsALiteralAndSoIsAPlainSid() {
        assertEquals(new Resolved.ByName("task.name"), resolved(Kind.FRIENDLY_NAME, "'task.name'"));
        assertEquals(new Resolved.BySid(new WorkerSid(SID)), resolved(Kind.SID, "\"" + SID + "\""));
        assertEquals(new Resolved.BySid(new WorkerSid(SID)), resolved(Kind.SID, SID));
    }

    @Test
    void nothingNamesNobodyAndAValueThatNamesNoWorkerIsToldApart() {
        assertEquals(new Resolved.Nobody(), resolved(Kind.SID, "task.no"));
        assertEquals(new Resolved.Nobody(), resolved(Kind.FRIENDLY_NAME, "task.missing"));
        assertEquals(new Resolved.BadValue(Value.of("Ana B")), resolved(Kind.SID, "task.name"));
        assertEquals(new Resolved.BadValue(Value.of(7)), resolved(Kind.FRIENDLY_NAME, "task.number"));
        assertEquals(new Resolved.BadValue(Value.of(" ")), resolved(Kind.FRIENDLY_NAME, "task.blank"));
        assertEquals(new Resolved.BadValue(Value.of("x")), resolved(Kind.SID, "'x'"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Ana B", "7", "[task.a]", "taskrouter.currentTime", "task.", "'open", "null", ""})
    void whatIsNeitherReferenceNorTextIsRefused(String text) {
        assertInstanceOf(KnownWorker.Parsed.Failed.class, KnownWorker.parse(Kind.FRIENDLY_NAME, text), text);
    }

    private static Resolved resolved(Kind kind, String text) {
        return assertInstanceOf(KnownWorker.Parsed.Ok.class, KnownWorker.parse(kind, text), text)
                .knownWorker()
                .resolve(TASK);
    }
}
