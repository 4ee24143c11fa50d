package org.cordboard.api.voice;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.Setting;
import org.jspecify.annotations.Nullable;

/// The numbers the operator can allot: the setting `numbers.inventory`, numbers and ranges `FIRST-LAST`, separated by
/// commas or blanks.
final class Inventory {
    static final String SETTING = "numbers.inventory";

    /// What a list over them may cost; more than a centre of the largest kind has.
    private static final int MAX = 100_000;

    private final Records records;

    Inventory(Records records) {
        this.records = records;
    }

    private List<String> all() {
        Setting setting = records.find(Setting.class, SETTING);
        return setting == null
                ? List.of()
                : Stream.of(setting.value().split("[,\\s]+", -1))
                        .flatMap(Inventory::range)
                        .limit(MAX)
                        .toList();
    }

    /// One number, or all from the first to the last of equal length.
    private static Stream<String> range(String text) {
        int dash = text.indexOf('-');
        String first = dash < 0 ? text : text.substring(0, dash);
        String last = dash < 0 ? text : text.substring(dash + 1);
        if (!Numbers.isE164(first) || !Numbers.isE164(last) || first.length() != last.length()) {
            return Stream.empty();
        }
        return LongStream.rangeClosed(Long.parseLong(first.substring(1)), Long.parseLong(last.substring(1)))
                .mapToObj(n -> "+" + n);
    }

    private Set<String> taken() {
        return records.all(PhoneNumber.class, n -> true).stream()
                .map(PhoneNumber::phoneNumber)
                .collect(Collectors.toSet());
    }

    /// Numbers nobody has yet.
    List<String> free() {
        Set<String> taken = taken();
        return all().stream().filter(n -> !taken.contains(n)).sorted().toList();
    }

    /// The wanted number, or the first free one of an area.
    String allot(@Nullable String wanted, @Nullable String areaCode) {
        if (wanted != null) {
            String number = Numbers.normalised(wanted);
            if (!Numbers.isE164(number)) {
                throw new Problem(ErrorCode.NUMBER_INVALID, "PhoneNumber must be written like +15551234567");
            }
            List<String> inventory = all();
            if (taken().contains(number) || (!inventory.isEmpty() && !inventory.contains(number))) {
                throw new Problem(ErrorCode.NUMBER_UNAVAILABLE, "PhoneNumber " + number + " is not available");
            }
            return number;
        }
        if (areaCode == null) {
            throw new Problem(ErrorCode.NUMBER_INVALID, "Give PhoneNumber or AreaCode");
        }
        if (!areaCode.matches("[0-9]{3}")) {
            throw new Problem(ErrorCode.NUMBER_AREA_CODE, "AreaCode must be three digits");
        }
        return free().stream()
                .filter(n -> n.startsWith("+1" + areaCode))
                .findFirst()
                .orElseThrow(() -> new Problem(
                        ErrorCode.NUMBER_AREA_CODE_EMPTY, "No number of area code " + areaCode + " is available"));
    }
}
