package org.cordboard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class FlowLintTest {

    private static List<String> lint(String... states) {
        return FlowLint.check(Play.flow(states)).stream()
                .map(problem -> problem.rule() + " " + problem.path() + " " + problem.message())
                .toList();
    }

    @Test
    void anExitThatLeadsNowhereBesideOnesThatLeadSomewhere() {
        assertEquals(
                List.of("101 #/states/1/transitions/1 'first' leads nowhere on 'timeout'; a caller is hung up on without a word"),
                lint("first gather-input-on-call {} keypress>bye timeout speech>bye", "bye say-play {\"say\":\"bye\"} audioComplete"));
    }

    @Test
    void variablesThatNobodySets() {
        assertEquals(
                List.of(
                        "102 #/states/1/properties/say 'first'.say uses widgets.first.Digits, which 'first' (say-play) never stores",
                        "103 #/states/1/properties/say 'first'.say uses flow.variables.n, but no set-variables sets it",
                        "104 #/states/1/properties/say 'first'.say uses name, but only trigger, widgets, flow and contact hold anything",
                        "104 #/states/1/properties/say 'first'.say uses flow.name, which never has a value"),
                lint("first say-play {\"say\":\"{{widgets.first.Digits}}{{flow.variables.n}}{{name}}{{flow.name}}{{widgets.first.CallSid}}{% assign own = 1 %}{{own}}\"} audioComplete"));
    }

    @Test
    void theImportersWarningsAreAmongThem() {
        assertEquals(
                List.of("27 #/states/2 Widget 'lost' cannot be reached from any trigger event"),
                lint("first say-play {\"say\":\"x\"} audioComplete", "lost say-play {\"say\":\"x\"} audioComplete"));
    }

    @Test
    void theSubflowExampleHasNothingUnknown() {
        for (var name : Examples.CURRENT) {
            assertEquals(
                    List.of(),
                    FlowLint.check(Play.read(Examples.text(name))).stream()
                            .filter(problem -> problem.rule() != FlowLint.EXIT_LEADS_NOWHERE)
                            .toList(),
                    name);
        }
    }
}
