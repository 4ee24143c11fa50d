package org.cordboard.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowCommandTest {
    private static final Path EXAMPLES = Path.of("../examples/flows");

    @TempDir
    Path folder;

    private record Ran(int code, String out, String err) {}

    private static Ran run(String... arguments) {
        var out = new StringWriter();
        var err = new StringWriter();
        var line = CordboardCommand.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int code = line.execute(arguments);
        return new Ran(code, out.toString(), err.toString());
    }

    private static Ran run(List<String> arguments) {
        return run(arguments.toArray(String[]::new));
    }

    private static List<String> examples(String first, String second, String ending) throws IOException {
        var arguments = new ArrayList<>(List.of(first, second));
        try (var files = Files.list(EXAMPLES)) {
            files.map(Path::toString).filter(name -> name.endsWith(ending)).sorted().forEach(arguments::add);
        }
        assertTrue(arguments.size() > 7, "the examples are there");
        return arguments;
    }

    @Test
    void everyExamplePassesItsTests() throws IOException {
        var ran = run(examples("flow", "test", ".test.yaml"));
        assertEquals(0, ran.code, ran.out + ran.err);
        assertTrue(ran.out.contains("ok      writers-ivr-2017.json: A key leads to the queue"), ran.out);
        assertTrue(ran.out.contains(" 0 failed"), ran.out);
    }

    @Test
    void everyExampleIsFreeOfErrors() throws IOException {
        var ran = run(examples("flow", "lint", ".json"));
        assertEquals(0, ran.code, ran.out + ran.err);
        assertTrue(ran.out.contains(" 0 errors"), ran.out);
    }

    @Test
    void aFlowFileStandsForTheTestsBesideIt() {
        var ran = run("flow", "test", EXAMPLES.resolve("check-pin.json").toString());
        assertEquals(0, ran.code, ran.out + ran.err);
        assertTrue(ran.out.contains("check-pin.json: The right PIN"), ran.out);
    }

    @Test
    void aMismatchFailsAndTellsTheStory() throws IOException {
        Files.copy(EXAMPLES.resolve("writers-ivr.json"), folder.resolve("ivr.json"));
        Files.writeString(
                folder.resolve("ivr.test.yaml"),
                """
                flow: ivr.json
                tests:
                  - name: What never happens
                    script: [press 1]
                    expect:
                      hears: [Good morning.]
                """);
        var ran = run("flow", "test", folder.resolve("ivr.test.yaml").toString());
        assertEquals(1, ran.code, ran.out);
        assertTrue(ran.out.contains("FAILED  ivr.json: What never happens"), ran.out);
        assertTrue(ran.out.contains("Welcome to Support"), "the story is told: " + ran.out);
        assertTrue(ran.out.contains("0 passed, 1 failed"), ran.out);
    }

    @Test
    void aTestThatCannotBeReadSaysWhyAndFails() throws IOException {
        var file = folder.resolve("odd.test.yaml");
        Files.writeString(file, "flow: x.json\nexpects: nothing\n");
        var ran = run("flow", "test", file.toString());
        assertEquals(1, ran.code);
        assertTrue(ran.err.contains("unknown key 'expects'"), ran.err);
    }

    @Test
    void runTellsWhatTheCallerHearsAndWhereTheFlowWaits() {
        var ran = run("flow", "run", EXAMPLES.resolve("two-team-menu.json").toString(), "--input", "press 2");
        assertEquals(0, ran.code, ran.out + ran.err);
        assertTrue(ran.out.contains("For support, press 1. For sales, press 2."), ran.out);
        assertTrue(ran.out.contains("makes a task for workflow WW00000000000000000000000000000002"), ran.out);
        assertTrue(ran.out.contains("The flow waits in 'to_sales'."), ran.out);
    }

    @Test
    void runTakesSubflowsAndStartsByRest() {
        var members = run(
                "flow", "run", EXAMPLES.resolve("members-line.json").toString(),
                "--with", "FW00000000000000000000000000000005=" + EXAMPLES.resolve("check-pin.json"),
                "--input", "press 1234", "--input", "web 200 {\"ok\": true, \"customer\": \"C-7\"}");
        assertEquals(0, members.code, members.out + members.err);
        assertTrue(members.out.contains("C-7"), members.out);
        var reminder = run(
                "flow", "run", EXAMPLES.resolve("appointment-reminder.json").toString(),
                "--to", "+15550002222", "--from", "+15550001000", "--parameters", "{\"name\":\"Ms Example\"}",
                "--input", "call answered by human");
        assertEquals(0, reminder.code, reminder.out + reminder.err);
        assertTrue(reminder.out.contains("Hello Ms Example."), reminder.out);
    }

    @Test
    void runFailsWhenAnInputCannotHappen() {
        var ran = run("flow", "run", EXAMPLES.resolve("writers-ivr.json").toString(), "--input", "dial busy");
        assertEquals(1, ran.code, ran.out);
        assertTrue(ran.out.contains("problem: 'dial busy' cannot happen"), ran.out);
    }

    @Test
    void lintNamesPlaceReasonAndRemedyOfEveryError() throws IOException {
        var file = folder.resolve("broken.json");
        Files.writeString(
                file,
                """
                {"initial_state": "Trigger", "states": [
                  {"name": "Trigger", "type": "trigger", "properties": {},
                   "transitions": [{"event": "incomingCall", "next": "gone"}]},
                  {"name": "bye", "type": "hangup", "properties": {}, "transitions": []}]}
                """);
        var ran = run("flow", "lint", file.toString());
        assertEquals(1, ran.code, ran.out);
        assertTrue(ran.out.contains("error 7:") && ran.out.contains("error 8:"), ran.out);
        assertTrue(ran.out.contains("#/states/0/transitions/0"), ran.out);
    }

    @Test
    void lintWarnsOfUnreachableWidgetsAndStrictTurnsThatIntoAFailure() throws IOException {
        var file = folder.resolve("lonely.json");
        Files.writeString(
                file,
                """
                {"initial_state": "Trigger", "states": [
                  {"name": "Trigger", "type": "trigger", "properties": {},
                   "transitions": [{"event": "incomingCall", "next": "hello"}]},
                  {"name": "hello", "type": "say-play", "properties": {"say": "Hello"},
                   "transitions": [{"event": "audioComplete"}]},
                  {"name": "lonely", "type": "say-play", "properties": {"say": "Is anybody there?"},
                   "transitions": [{"event": "audioComplete"}]}]}
                """);
        var mild = run("flow", "lint", file.toString());
        assertEquals(0, mild.code, mild.out);
        assertTrue(mild.out.contains("warning 27:") && mild.out.contains("lonely"), mild.out);
        assertEquals(1, run("flow", "lint", "--strict", file.toString()).code);
    }

    @Test
    void aMissingFileIsNamed() {
        var ran = run("flow", "lint", folder.resolve("nowhere.json").toString());
        assertEquals(1, ran.code);
        assertTrue(ran.err.contains("there is no file"), ran.err);
    }
}
