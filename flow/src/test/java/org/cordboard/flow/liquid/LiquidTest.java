package org.cordboard.flow.liquid;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

class LiquidTest {

    private static final Bounds BOUNDS = new Bounds(15, 16 * 1024, ZoneId.of("America/Los_Angeles"));
    private static final Instant NOW = Instant.parse("2026-03-02T16:05:00Z");

    private static final Map<String, Object> CONTEXT = Map.of(
            "widgets",
            Map.of(
                    "menu",
                    Map.of("Digits", "1", "SpeechResult", " Yes. "),
                    "want-widget",
                    Map.of("x", "dash"),
                    "fn",
                    Map.of(
                            "headers",
                            Map.of("x-twilio-function-concurrency", "3"),
                            "parsed",
                            Map.of(
                                    "open",
                                    true,
                                    "flag",
                                    "f",
                                    "price",
                                    new BigDecimal("12.50"),
                                    "sites",
                                    List.of("a", "b", "c"),
                                    "data",
                                    List.of(Map.of("x", 7), Map.of("x", 8))))),
            "flow",
            Map.of("variables", Map.of("n", 2, "s", "1", "phone", "+15551234567"), "channel", Map.of("address", "+1")),
            "trigger",
            Map.of("call", Map.of("From", "+15550002222")));

    @TestFactory
    Stream<DynamicTest> aTemplateRendersTo() {
        return Stream.of(
                        new String[] {"plain text", "plain text"},
                        new String[] {"{{widgets.menu.Digits}}", "1"},
                        new String[] {"{{ widgets.fn.parsed. flag }}", "f"},
                        new String[] {"{{ widgets.want-widget.x }}", "dash"},
                        new String[] {"{{ widgets.fn.headers[\"x-twilio-function-concurrency\"] }}", "3"},
                        new String[] {"{{ widgets.fn.parsed.sites.size }}", "3"},
                        new String[] {"{{ widgets.fn.parsed.sites.first }}{{ widgets.fn.parsed.sites.last }}", "ac"},
                        new String[] {"{{ widgets.fn.parsed.data[0].x }}", "7"},
                        new String[] {"{% assign i = 1 %}{{ widgets.fn.parsed.data[i].x }}", "8"},
                        new String[] {"{% assign k = 'flag' %}{{ widgets.fn.parsed[k] }}", "f"},
                        new String[] {"{{ widgets.fn.parsed.sites }}", "[\"a\",\"b\",\"c\"]"},
                        new String[] {"{{ widgets.fn.parsed.data[0] }}", "{\"x\":7}"},
                        new String[] {"{{ widgets.fn.parsed.sites | to_json }}", "[\"a\",\"b\",\"c\"]"},
                        new String[] {"{{ 'say \"hi\"' | to_json }}", "\"say \\\"hi\\\"\""},
                        new String[] {"{{ nothing | to_json }}", "null"},
                        new String[] {"{{ widgets.fn.parsed.price }}", "12.50"},
                        new String[] {"{{ widgets.fn.parsed.open }}", "true"},
                        new String[] {"[{{ widgets.gone.x.y }}]", "[]"},
                        new String[] {"{{ flow.variables.missing | plus: 1 }}", "1"},
                        new String[] {"{{ flow.variables.s | plus: 1 }}", "2"},
                        new String[] {"{{ flow.variables.n | minus: 5 }}", "-3"},
                        new String[] {"{{ 7 | divided_by: 2 }}", "3"},
                        new String[] {"{{ -7 | divided_by: 2 }}", "-4"},
                        new String[] {"{{ 7 | divided_by: 2.0 }}", "3.5"},
                        new String[] {"{{ 1.5 | plus: 1.5 }}", "3"},
                        new String[] {"{{ 0.1 | plus: 0.2 }}", "0.3"},
                        new String[] {"{{ 7 | modulo: 4 }}", "3"},
                        new String[] {"{{ 2 | times: \"3\" }}", "6"},
                        new String[] {"{{ 2.567 | round: 2 }} {{ 2.5 | round }}", "2.57 3"},
                        new String[] {"{{ -3 | abs }}{{ 1.2 | ceil }}{{ 1.8 | floor }}", "321"},
                        new String[] {"{{ 1 | at_least: 3 }}{{ 9 | at_most: 3 }}", "33"},
                        new String[] {"{{ widgets.menu.SpeechResult | strip | downcase }}", "yes."},
                        new String[] {"{{ 'aBc' | upcase }}{{ 'aBc' | capitalize }}", "ABCABc"},
                        new String[] {"{{ ' a' | lstrip }}{{ 'b ' | rstrip }}|", "ab|"},
                        new String[] {"{{ 'a\nb' | strip_newlines }}", "ab"},
                        new String[] {"{{ flow.variables.phone | replace: '+', '%2B' }}", "%2B15551234567"},
                        new String[] {"{{ 'aXbXc' | replace_first: 'X', '-' }}", "a-bXc"},
                        new String[] {"{{ 'aXbXc' | replace_last: 'X', '-' }}", "aXb-c"},
                        new String[] {"{{ 'aXbXc' | remove: 'X' }}{{ 'aXbX' | remove_first: 'X' }}", "abcabX"},
                        new String[] {"{{ 'aXbX' | remove_last: 'X' }}", "aXb"},
                        new String[] {"{{ 'b' | append: 'c' | prepend: 'a' }}", "abc"},
                        new String[] {"{{ 'abcdef' | slice: 1, 3 }}{{ 'abc' | slice: -1 }}", "bcdc"},
                        new String[] {"{{ 'a,b,c' | split: ',' | join: '-' }}", "a-b-c"},
                        new String[] {"{{ 'a,b' | split: ',' | first }}{{ 'a,b' | split: ',' | last }}", "ab"},
                        new String[] {"{{ 'a,b' | split: ',' | size }}{{ 'abc' | size }}", "23"},
                        new String[] {"{{ 'abcdefgh' | truncate: 5 }}", "ab..."},
                        new String[] {"{{ 'one two three' | truncatewords: 2 }}", "one two..."},
                        new String[] {"{{ flow.data.name | default: 'there' }}", "there"},
                        new String[] {"{{ '<b>' | escape }}", "&lt;b&gt;"},
                        new String[] {"{{ 'a b+' | url_encode }}", "a+b%2B"},
                        new String[] {"{{ 'a+b%2B' | url_decode }}", "a b+"},
                        new String[] {"{{ '<i>x</i>' | strip_html }}", "x"},
                        new String[] {"{{ widgets.fn.parsed.data | map: 'x' | join: ',' }}", "7,8"},
                        new String[] {"{{ widgets.fn.parsed.data | sum: 'x' }}", "15"},
                        new String[] {"{{ widgets.fn.parsed.data | where: 'x', 8 | to_json }}", "[{\"x\":8}]"},
                        new String[] {"{{ 'b,a,b' | split: ',' | uniq | sort | reverse | join: '' }}", "ba"},
                        new String[] {"{{ 'x' | shout }}", "x"},
                        new String[] {"{{ 'now' | date: '%Y-%m-%d %H:%M' }}", "2026-03-02 08:05"},
                        new String[] {"{{ 'now' | date: '%H:%M', 'Europe/Berlin' }}", "17:05"},
                        new String[] {"{{ 'now' | timezone: 'Asia/Tokyo' | date: '%d %H:%M' }}", "03 01:05"},
                        new String[] {"{{ '2026-12-24' | date: '%A, %-d %B %y' }}", "Thursday, 24 December 26"},
                        new String[] {"{{ 0 | date: '%Y' }}", "1969"},
                        new String[] {"{{ '2026-03-02T10:00:00Z' | date: '%H' }}", "10"},
                        new String[] {"{{ 'soon' | date: '%H' }}", "soon"},
                        new String[] {"{% if flow.variables.n > 1 %}many{% else %}few{% endif %}", "many"},
                        new String[] {"{% if flow.variables.s > 0 %}y{% endif %}", "y"},
                        new String[] {"{% if missing < 2 %}y{% else %}n{% endif %}", "n"},
                        new String[] {"{% if missing == nil %}y{% endif %}", "y"},
                        new String[] {"{% if missing %}y{% else %}n{% endif %}{% if '' %}y{% endif %}", "ny"},
                        new String[] {"{% if 'abc' contains 'b' and 1 != 2 %}y{% endif %}", "y"},
                        new String[] {"{% if widgets.fn.parsed.sites contains 'b' %}y{% endif %}", "y"},
                        new String[] {"{% if true or false and false %}y{% endif %}", "y"},
                        new String[] {"{% unless widgets.fn.parsed.open %}n{% else %}y{% endunless %}", "y"},
                        new String[] {"{% if 1 == 2 %}a{% elsif 1 <> 2 %}b{% endif %}", "b"},
                        new String[] {"{% case 'x' %}{% when 'a', 'x' %}1{% else %}2{% endcase %}", "1"},
                        new String[] {"{% case gone %}{% when 'a' %}1{% else %}2{% endcase %}", "2"},
                        new String[] {"{% for s in widgets.fn.parsed.sites %}{{s}}{{forloop.index}}{% endfor %}", "a1b2c3"},
                        new String[] {"{% for s in gone %}x{% else %}none{% endfor %}", "none"},
                        new String[] {"{% for i in (1..4) limit: 2 offset: 1 %}{{i}}{% endfor %}", "23"},
                        new String[] {"{% for i in (1..3) reversed %}{{i}}{% if forloop.last %}!{% endif %}{% endfor %}", "321!"},
                        new String[] {"{% for i in (1..9) %}{% if i == 3 %}{% break %}{% endif %}{{i}}{% endfor %}", "12"},
                        new String[] {"{% for i in (1..3) %}{% if i == 2 %}{% continue %}{% endif %}{{i}}{% endfor %}", "13"},
                        new String[] {"{% for i in (1..1000000000) %}x{% endfor %}", "xxxxxxxxxxxxxxx"},
                        new String[] {"{% for i in (1..40) limit: 20 %}x{% endfor %}", "xxxxxxxxxxxxxxx"},
                        new String[] {"{% capture c %}a{{flow.variables.n}}{% endcapture %}{{c}}{{c}}", "a2a2"},
                        new String[] {"{% comment %}x{% endcomment %}{% raw %}{{y}}{% endraw %}", "{{y}}"},
                        new String[] {"{% increment q %}{% increment q %}{% decrement r %}", "01-1"},
                        new String[] {"{% for i in (1..3) %}{% cycle 'a', 'b' %}{% endfor %}", "aba"},
                        new String[] {"a {{- flow.variables.n -}} b {%- if true -%} c {%- endif %}", "a2bc"},
                        new String[] {"{% assign x = flow.variables.n | plus: 1 %}{{ x }}{{ true }}{{ nil }}", "3true"},
                        new String[] {"{ \"a\": \"{{trigger.call.From}}\" }", "{ \"a\": \"+15550002222\" }"})
                .map(pair -> DynamicTest.dynamicTest(
                        pair[0], () -> assertEquals(pair[1], Liquid.render(pair[0], CONTEXT, BOUNDS, NOW))));
    }

    @TestFactory
    Stream<DynamicTest> aBrokenTemplateSaysWhatIsWrong() {
        return Stream.of(
                        new String[] {"{{ a", "position 4"},
                        new String[] {"{% if a %}x", ""},
                        new String[] {"{% iff a %}x{% endif %}", "unknown tag 'iff' at position 3"},
                        new String[] {"{% include 'x' %}", "include"},
                        new String[] {"{% tablerow i in a %}x{% endtablerow %}", "tablerow"},
                        new String[] {"{% endfor %}", ""},
                        new String[] {"{{ 99999999999999999999999 }}", ""})
                .map(pair -> DynamicTest.dynamicTest(pair[0], () -> {
                    var fault = Liquid.fault(pair[0]);
                    assertTrue(fault.isPresent() && fault.get().contains(pair[1]), fault.toString());
                }));
    }

    @TestFactory
    @Timeout(20)
    Stream<DynamicTest> aGreedyTemplateIsStoppedInsteadOfFillingTheMemory() {
        var doubling = "{% assign a = 'xxxxxxxx' %}" + "{% assign a = a | append: a %}".repeat(40) + "{{ a }}";
        var capturing = "{% assign a = 'xxxxxxxx' %}" + "{% capture a %}{{a}}{{a}}{% endcapture %}".repeat(40);
        var replacing = "{% assign a = 'xxxxxxxxxxxxxxxx' %}" + "{% assign a = a | replace: 'x', a %}".repeat(9) + "{{ a }}";
        var nested = "{% for i in (1..15) %}".repeat(12) + "x" + "{% endfor %}".repeat(12);
        var squaring = "{% assign a = 99999 %}" + "{% assign a = a | times: a %}".repeat(60) + "{{ a }}";
        var encoding = "{% assign a = '\"\"\"\"' %}" + "{% assign a = a | to_json %}".repeat(60) + "{{ a }}";
        var lists = "{% assign a = '1,2,3,4' | split: ',' %}" + "{% assign a = a | concat: a %}".repeat(40) + "{{ a }}";
        return Stream.of(doubling, capturing, replacing, nested, squaring, encoding, lists, "{{ 1 | divided_by: 0 }}")
                .map(template -> DynamicTest.dynamicTest(
                        template.substring(0, Math.min(60, template.length())),
                        () -> assertThrows(
                                LiquidException.class, () -> Liquid.render(template, CONTEXT, BOUNDS, NOW))));
    }

    @Test
    void deepNestingIsAFaultAndNotTheEndOfTheProcess() {
        var deep = "{% if a %}".repeat(5_000) + "{% endif %}".repeat(5_000);
        assertThrows(LiquidException.class, () -> Liquid.render(deep, CONTEXT, BOUNDS, NOW));
    }

    @Test
    void referencesAreTheChainsOfLiteralNames() {
        assertEquals(
                List.of(
                        List.of("widgets", "menu", "Digits"),
                        List.of("widgets", "fn", "headers", "x-y"),
                        List.of("widgets", "fn", "parsed"),
                        List.of("flow", "variables", "n")),
                Liquid.references(
                        "{{widgets.menu.Digits}}{{widgets.fn.headers['x-y'].z[0]}}{% if widgets.fn.parsed[flow.variables.n] %}{% endif %}")
                        .stream()
                        .map(path -> path.size() > 4 ? path.subList(0, 4) : path)
                        .toList());
        assertEquals(Optional.empty(), Liquid.fault("{{ 'fine' }}"));
    }
}
