package org.cordboard.api.voice;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.Setting;
import org.jspecify.annotations.Nullable;

/// The numbers the operator can allot: the setting `numbers.inventory`, one number each, separated by commas or blanks.
final class Inventory {
    static final String SETTING = "numbers.inventory";
    private final Records records;

    Inventory(Records records) {
        this.records = records;
    }

    private List<String> all() {
        Setting setting = records.find(Setting.class, SETTING);
        return setting == null
                ? List.of()
                : Stream.of(setting.value().split("[,\\s]+", -1))
                        .filter(Numbers::isE164)
                        .toList();
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
