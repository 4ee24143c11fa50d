package org.cordboard.flow;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/// Guesses the name an author meant.
final class Closest {

    private Closest() {}

    static Optional<String> to(String written, Collection<String> names) {
        var wanted = written.toLowerCase(Locale.ROOT);
        return names.stream()
                .filter(name -> distance(wanted, name.toLowerCase(Locale.ROOT)) <= Math.max(2, name.length() * 2 / 5)
                        || wanted.length() > 3 && (name.contains(wanted) || wanted.contains(name)))
                .min(Comparator.comparingInt(name -> distance(wanted, name.toLowerCase(Locale.ROOT))));
    }

    static String hint(String written, Collection<String> names) {
        return to(written, names).map(name -> "; did you mean '" + name + "'?").orElse("");
    }

    /// Levenshtein; names are short.
    private static int distance(String left, String right) {
        if (left.length() > 100 || right.length() > 100) {
            return 100;
        }
        var row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int above = row[j];
                int change = diagonal + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(change, 1 + Math.min(above, row[j - 1]));
                diagonal = above;
            }
        }
        return row[right.length()];
    }
}
