package org.cordboard.voice.dial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/// The order in which equal ways are tried: the lowest priority first; among equals chance decides in proportion to the
/// weights, as RFC 2782 does.
final class Lots {
    private Lots() {}

    static <T> List<T> ordered(
            List<T> all, ToIntFunction<T> priority, ToIntFunction<T> weight, RandomGenerator random) {
        Map<Integer, List<T>> classes = new TreeMap<>(Comparator.naturalOrder());
        all.forEach(one ->
                classes.computeIfAbsent(priority.applyAsInt(one), _ -> new ArrayList<>()).add(one));
        var order = new ArrayList<T>();
        for (var equals : classes.values()) {
            while (!equals.isEmpty()) {
                order.add(equals.remove(drawn(equals, weight, random)));
            }
        }
        return order;
    }

    private static <T> int drawn(List<T> equals, ToIntFunction<T> weight, RandomGenerator random) {
        int sum = equals.stream().mapToInt(weight).sum();
        int lot = random.nextInt(sum + 1);
        for (int i = 0; i < equals.size(); i++) {
            lot -= weight.applyAsInt(equals.get(i));
            if (lot <= 0) {
                return i;
            }
        }
        return equals.size() - 1;
    }
}
