package org.cordboard.flow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

class ComparisonTest {

    @TestFactory
    Stream<DynamicTest> comparesTrimmedAndWithoutCase() {
        return Stream.of(
                        " YES |equal_to|yes|true",
                        "a|equal_to|b|false",
                        "|equal_to||true",
                        "a|not_equal_to|A |false",
                        "null|not_equal_to|null|false",
                        "x|not_equal_to|null|true",
                        "YES|matches_any_of|yes,yeah , yup|true",
                        "yup|matches_any_of|yes,yeah , YUP |true",
                        "no|matches_any_of|yes,yeah|false",
                        "|matches_any_of|a,,b|true",
                        "no|does_not_match_any_of|yes,yeah|true",
                        "Yes|does_not_match_any_of|yes|false",
                        "  |is_blank|Is Blank|true",
                        "x|is_blank|Is Blank|false",
                        "|is_not_blank||false",
                        " x|is_not_blank||true",
                        "6|regex|[1-5]|false",
                        "5|regex|[1-5]|true",
                        "15|regex|[1-5]|false",
                        " Abc |regex|a.c|true",
                        "+49301|regex|\\+\\D|false",
                        "+49301|regex|\\+\\d+|true",
                        "I want SALES now|contains|sales|true",
                        "sale|contains|sales|false",
                        "sale|does_not_contain|sales|true",
                        " Hoot|starts_with|hoo|true",
                        "Hoot|starts_with|oot|false",
                        "Hoot|does_not_start_with|oot|true",
                        "900|greater_than|1000|false",
                        "1000|greater_than|900|true",
                        "1000|greater_than|1000|false",
                        "1.5|less_than|1.50001|true",
                        "-3|less_than|2|true",
                        "\"1\"|less_than|2|true",
                        "abc|less_than|2|false",
                        "abc|greater_than|2|false",
                        "|less_than|2|false",
                        "17:00|is_before_time|16:35|false",
                        "16:34|is_before_time|16:35|true",
                        "16:35|is_before_time|16:35|false",
                        "9:00|is_before_time|16:35|false",
                        "17:00|is_after_time|16:35|true",
                        "24:00|is_after_time|16:35|false",
                        "2019-08-12|is_after_date|2017-09-04|true",
                        "2017-09-04|is_after_date|2017-09-04|false",
                        "2016-01-31|is_before_date|2017-09-04|true",
                        "12.08.2019|is_before_date|2030-01-01|false")
                .map(line -> DynamicTest.dynamicTest(line, () -> {
                    var parts = line.split("\\|", -1);
                    var comparison = Comparison.named(parts[1]).orElseThrow();
                    assertEquals(Boolean.parseBoolean(parts[3]), comparison.holds(parts[0], parts[2]));
                }));
    }

    @Test
    @Timeout(10)
    void aPatternThatWouldTakeForEverMatchesNothing() {
        assertFalse(Comparison.REGEX.holds("a".repeat(64) + "!", "(a+)+$"));
        assertFalse(Comparison.REGEX.holds("a".repeat(16_000), "(a|b)*c"));
        assertFalse(Comparison.REGEX.holds("a", "("));
    }
}
