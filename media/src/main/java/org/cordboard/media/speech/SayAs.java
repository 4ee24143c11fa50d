package org.cordboard.media.speech;

/// Text as `say-as` wants it read, in words that every engine reads that way.
final class SayAs {
    private SayAs() {}

    static String read(String text, String how) {
        if (how.startsWith("sub:")) {
            return how.substring(4);
        }
        return switch (how) {
            case "characters", "spell-out", "verbatim" -> spaced(text);
            case "digits", "telephone" -> spaced(text.replaceAll("[^0-9+*#A-Za-z]", ""));
            case "expletive", "bleep" -> "beep";
            case "ordinal" -> ordinal(text);
            case "fraction" -> text.replace("/", " over ");
            default -> text;
        };
    }

    private static String spaced(String text) {
        var spaced = new StringBuilder();
        text.codePoints().filter(c -> !Character.isWhitespace(c)).forEach(c -> {
            if (!spaced.isEmpty()) {
                spaced.append(", ");
            }
            spaced.appendCodePoint(c);
        });
        return spaced.toString();
    }

    private static String ordinal(String text) {
        if (!text.matches("[0-9]{1,9}")) {
            return text;
        }
        boolean teen = text.matches(".*1[0-9]");
        return text
                + switch (text.charAt(text.length() - 1)) {
                    case '1' -> teen ? "th" : "st";
                    case '2' -> teen ? "th" : "nd";
                    case '3' -> teen ? "th" : "rd";
                    default -> "th";
                };
    }
}
