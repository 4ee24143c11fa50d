package org.cordboard.media.speech;

import com.atilika.kuromoji.ipadic.Tokenizer;
import java.util.Map;
import java.util.regex.Pattern;

/// How Japanese text is pronounced, in katakana: espeak-ng reads kana well but no kanji at all. A dictionary gives the reading
/// of words; numbers, clock times, dates and counters follow their own rules.
final class JapaneseReading {
    private static final class Dictionary {
        static final Tokenizer TOKENIZER = new Tokenizer();
    }

    private static final Pattern NUMBER = Pattern.compile("[0-9０-９][0-9０-９,，]*");
    private static final Pattern DATE_OR_COUNT = Pattern.compile("([0-9０-９][0-9０-９,，]*)(月|日|時|分|人|円|年|番|回|件|本|つ)?");
    private static final String[] DIGITS = {"ゼロ", "イチ", "ニ", "サン", "ヨン", "ゴ", "ロク", "ナナ", "ハチ", "キュウ"};
    private static final String[] GROUPS = {"", "マン", "オク", "チョウ"};
    private static final String[] MONTHS = {
        "", "イチガツ", "ニガツ", "サンガツ", "シガツ", "ゴガツ", "ロクガツ", "シチガツ", "ハチガツ", "クガツ", "ジュウガツ", "ジュウイチガツ", "ジュウニガツ"
    };
    private static final Map<Integer, String> DAYS = Map.ofEntries(
            Map.entry(1, "ツイタチ"), Map.entry(2, "フツカ"), Map.entry(3, "ミッカ"), Map.entry(4, "ヨッカ"), Map.entry(5, "イツカ"),
            Map.entry(6, "ムイカ"), Map.entry(7, "ナノカ"), Map.entry(8, "ヨウカ"), Map.entry(9, "ココノカ"), Map.entry(10, "トオカ"),
            Map.entry(14, "ジュウヨッカ"), Map.entry(20, "ハツカ"), Map.entry(24, "ニジュウヨッカ"));
    private static final String[] THINGS = {
        "", "ヒトツ", "フタツ", "ミッツ", "ヨッツ", "イツツ", "ムッツ", "ナナツ", "ヤッツ", "ココノツ"
    };

    private JapaneseReading() {}

    static String of(String text) {
        var words = readNumbers(text);
        var reading = new StringBuilder();
        for (var token : Dictionary.TOKENIZER.tokenize(words)) {
            var spoken = token.getPronunciation();
            if (spoken == null || spoken.equals("*")) {
                spoken = token.getSurface();
            } else if (spoken.equals("ヲ")) {
                spoken = "オ"; // the object particle is written wo and said o
            }
            // A word boundary only where a new phrase begins: particles and endings cling to what is before them.
            var kind = token.getPartOfSpeechLevel1();
            boolean clings = kind.equals("助詞") || kind.equals("助動詞") || kind.equals("記号");
            if (!reading.isEmpty() && !clings) {
                reading.append(' ');
            }
            reading.append(spoken);
        }
        return reading.toString();
    }

    private static String readNumbers(String text) {
        if (!NUMBER.matcher(text).find()) {
            return text;
        }
        return DATE_OR_COUNT.matcher(text).replaceAll(match -> {
            var counter = match.group(2) == null ? "" : match.group(2);
            return " " + counted(plain(match.group(1)), counter) + " ";
        });
    }

    /// ASCII digits without separators.
    private static String plain(String digits) {
        var plain = new StringBuilder();
        for (char each : digits.toCharArray()) {
            if (each >= '０' && each <= '９') {
                plain.append((char) (each - '０' + '0'));
            } else if (each >= '0' && each <= '9') {
                plain.append(each);
            }
        }
        return plain.toString();
    }

    private static String counted(String digits, String counter) {
        boolean listed = digits.length() > 12 || (digits.length() > 1 && digits.startsWith("0"));
        if (listed) {
            return oneByOne(digits) + counter;
        }
        long value = Long.parseLong(digits);
        return switch (counter) {
            case "月" -> value >= 1 && value <= 12 ? MONTHS[(int) value] : number(value) + "ガツ";
            case "日" -> DAYS.getOrDefault((int) Math.min(value, 99), number(value) + "ニチ");
            case "時" -> hour(value);
            case "分" -> minutes(value);
            case "人" -> value == 1 ? "ヒトリ" : value == 2 ? "フタリ" : value == 4 ? "ヨニン" : number(value) + "ニン";
            case "円" -> number(value).replaceAll("ヨン$", "ヨ") + "エン";
            case "年" -> number(value).replaceAll("ヨン$", "ヨ") + "ネン";
            case "番" -> number(value) + "バン";
            case "回" -> doubled(value) + "カイ";
            case "件" -> doubled(value) + "ケン";
            case "本" -> value % 10 == 3 ? number(value) + "ボン" : hasDoubling(value) ? doubled(value) + "ポン" : number(value) + "ホン";
            case "つ" -> value >= 1 && value <= 9 ? THINGS[(int) value] : number(value);
            default -> digits.length() > 4 ? oneByOne(digits) : number(value);
        };
    }

    private static String hour(long value) {
        return (value == 4 ? "ヨ" : value == 7 ? "シチ" : value == 9 ? "ク" : value == 0 ? "レイ" : value == 14 ? "ジュウヨ" : value == 19 ? "ジュウク" : number(value))
                + "ジ";
    }

    private static String minutes(long value) {
        return switch ((int) (value % 10)) {
            case 1, 6, 8, 0 -> doubled(value) + "プン";
            case 3, 4 -> number(value) + "プン";
            default -> number(value) + "フン";
        };
    }

    private static boolean hasDoubling(long value) {
        int last = (int) (value % 10);
        return last == 1 || last == 6 || last == 8 || last == 0;
    }

    /// Before some counters the last syllable becomes a doubled consonant: ichi becomes i-, roku ro-, hachi ha-, juu ju-.
    private static String doubled(long value) {
        return number(value)
                .replaceAll("イチ$", "イッ")
                .replaceAll("ロク$", "ロッ")
                .replaceAll("ハチ$", "ハッ")
                .replaceAll("ジュウ$", "ジュッ")
                .replaceAll("ヒャク$", "ヒャッ");
    }

    private static String oneByOne(String digits) {
        var read = new StringBuilder();
        for (char each : digits.toCharArray()) {
            read.append(DIGITS[each - '0']).append(' ');
        }
        return read.toString().strip();
    }

    static String number(long value) {
        if (value == 0) {
            return DIGITS[0];
        }
        var read = new StringBuilder();
        for (int group = GROUPS.length - 1; group >= 0; group--) {
            int part = (int) (value / pow(10_000, group) % 10_000);
            if (part > 0) {
                read.append(thousands(part, group > 0)).append(GROUPS[group]);
            }
        }
        return read.toString();
    }

    private static String thousands(int value, boolean sayOne) {
        int thousand = value / 1_000;
        int hundred = value / 100 % 10;
        int ten = value / 10 % 10;
        int one = value % 10;
        var read = new StringBuilder();
        read.append(
                switch (thousand) {
                    case 0 -> "";
                    case 1 -> sayOne ? "イッセン" : "セン";
                    case 3 -> "サンゼン";
                    case 8 -> "ハッセン";
                    default -> DIGITS[thousand] + "セン";
                });
        read.append(
                switch (hundred) {
                    case 0 -> "";
                    case 1 -> "ヒャク";
                    case 3 -> "サンビャク";
                    case 6 -> "ロッピャク";
                    case 8 -> "ハッピャク";
                    default -> DIGITS[hundred] + "ヒャク";
                });
        read.append(ten == 0 ? "" : ten == 1 ? "ジュウ" : DIGITS[ten] + "ジュウ");
        read.append(one == 0 ? "" : DIGITS[one]);
        return read.toString();
    }

    private static long pow(long base, int exponent) {
        long result = 1;
        for (int i = 0; i < exponent; i++) {
            result *= base;
        }
        return result;
    }
}
