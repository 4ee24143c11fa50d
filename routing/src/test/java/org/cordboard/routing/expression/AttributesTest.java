package org.cordboard.routing.expression;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AttributesTest {

    @Test
    void theTextIsKeptAndTheOrderOfMembersToo() {
        var text = " {\"z\":1, \"a\":{\"y\":[],\"b\":\"é\\n\"}} ";
        var attributes = assertInstanceOf(Attributes.Parsed.Ok.class, Attributes.parse(text))
                .attributes();
        assertEquals(text, attributes.text());
        assertEquals(
                "{\"z\":1,\"a\":{\"y\":[],\"b\":\"é\\n\"}}", attributes.object().toJson());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{'a':1}",
                "{\"a\":1}}",
                "{\"a\":1,}",
                "{a:1}",
                "nonsense",
                "{\"a\":NaN}",
                "{\"a\":01}",
                "{\"a\":1e99999999999}",
                "\u0000"
            })
    void whatIsNotJsonIsToldApart(String text) {
        assertInstanceOf(Attributes.Parsed.NotJson.class, Attributes.parse(text));
        assertThrows(IllegalArgumentException.class, () -> Attributes.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "1", "null", "\"text\"", "true"})
    void jsonThatIsNoObjectIsToldApart(String text) {
        assertInstanceOf(Attributes.Parsed.NotObject.class, Attributes.parse(text));
        assertThrows(IllegalArgumentException.class, () -> Attributes.of(text));
    }

    @Test
    void charactersAreCountedAndWhiteSpaceCounts() {
        assertInstanceOf(Attributes.Parsed.Ok.class, Attributes.parse("{}" + " ".repeat(4094)));
        assertInstanceOf(Attributes.Parsed.TooLong.class, Attributes.parse("{}" + " ".repeat(4095)));
        assertInstanceOf(Attributes.Parsed.Ok.class, Attributes.parse("{\"a\":\"" + "😀".repeat(4088) + "\"}"));
        assertEquals(5002, Attributes.of("{}" + " ".repeat(5000)).text().length());
    }

    @Test
    void nestingIsBounded() {
        var deep = "{\"a\":" + "[".repeat(1000) + "]".repeat(1000) + "}";
        assertTrue(assertInstanceOf(Attributes.Parsed.NotJson.class, Attributes.parse(deep))
                .message()
                .contains("depth"));
    }

    @Test
    void equalityIsByText() {
        assertEquals(Attributes.of("{\"a\":1}"), Attributes.of("{\"a\":1}"));
        assertNotEquals(Attributes.of("{\"a\":1}"), Attributes.of("{\"a\": 1}"));
    }

    @Test
    void aMemberCanBeSetAndTheOthersKeepTheirPlace() {
        var attributes = Attributes.of("{\"b\": 1.50, \"a\":\"x\"}")
                .with("b", Value.of(2))
                .with("c", Value.of("\"q\""));
        assertEquals("{\"b\":2,\"a\":\"x\",\"c\":\"\\\"q\\\"\"}", attributes.text());
    }

    @Test
    void toJacksonTheyAreOneString() throws Exception {
        var mapper = JsonMapper.builder().build();
        var attributes = Attributes.of("{\"a\": 1}");
        assertEquals("\"{\\\"a\\\": 1}\"", mapper.writeValueAsString(attributes));
        assertEquals(attributes, mapper.readValue("\"{\\\"a\\\": 1}\"", Attributes.class));
    }

    @Test
    void aNumberHasOneFormHoweverItIsWritten() {
        var numbers = Attributes.of("{\"n\":[100, 1e2, 100.0, 1E+2, 1000e-1]}")
                .object()
                .member("n");
        var elements = assertInstanceOf(Value.Array.class, numbers).elements();
        assertEquals(List.of(Value.of(100)), elements.stream().distinct().toList());
        assertEquals("[100,100,100,100,100]", numbers.toJson());
        assertEquals(number("1" + "0".repeat(60)), number("1e60"));
        assertEquals(number("1" + "0".repeat(30)), number("1e30"));
        assertEquals(number("0"), number("-0.000e9"));
        assertTrue(number("1e999999999").toJson().length() < 20, "an exponent must not be written out");
    }

    private static Value number(String text) {
        return Attributes.of("{\"n\":" + text + "}").object().member("n");
    }
}
