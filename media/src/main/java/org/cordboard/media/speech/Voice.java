package org.cordboard.media.speech;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// What a published voice name asks for: a language, when none was given, and whether it is a man's voice.
record Voice(String language, boolean male) {
    private static final Map<String, String> LANGUAGE_VOICES = Map.ofEntries(
            Map.entry("arb", "Zeina"),
            Map.entry("ar-AE", "Hala Zayd"),
            Map.entry("ca-ES", "Arlet"),
            Map.entry("cmn-CN", "Zhiyu"),
            Map.entry("yue-CN", "Hiujin"),
            Map.entry("cs-CZ", "Jitka"),
            Map.entry("cy-GB", "Gwyneth"),
            Map.entry("da-DK", "Naja Mads Sofie"),
            Map.entry("de-AT", "Hannah"),
            Map.entry("de-CH", "Sabrina"),
            Map.entry("de-DE", "Marlene Vicki Hans Daniel"),
            Map.entry("en-AU", "Nicole Russell Olivia"),
            Map.entry("en-GB", "Amy Emma Brian Arthur Geraint"),
            Map.entry("en-IE", "Niamh"),
            Map.entry("en-IN", "Raveena Aditi Kajal"),
            Map.entry("en-NZ", "Aria"),
            Map.entry("en-ZA", "Ayanda"),
            Map.entry("en-US", "Joanna Ivy Kendra Kimberly Salli Joey Justin Matthew Kevin Ruth Stephen Danielle Gregory"),
            Map.entry("es-ES", "Conchita Enrique Lucia Sergio Raul Alba"),
            Map.entry("es-MX", "Mia Andres"),
            Map.entry("es-US", "Lupe Penelope Miguel Pedro"),
            Map.entry("fi-FI", "Suvi"),
            Map.entry("fr-BE", "Isabelle"),
            Map.entry("fr-CA", "Chantal Gabrielle Liam"),
            Map.entry("fr-FR", "Celine Lea Mathieu Remi"),
            Map.entry("is-IS", "Dora Karl"),
            Map.entry("it-IT", "Carla Bianca Giorgio Adriano"),
            Map.entry("ja-JP", "Mizuki Takumi Kazuha Tomoko"),
            Map.entry("ko-KR", "Seoyeon Jihye"),
            Map.entry("nb-NO", "Liv Ida"),
            Map.entry("nl-BE", "Lisa"),
            Map.entry("nl-NL", "Lotte Ruben Laura"),
            Map.entry("pl-PL", "Ewa Maja Jacek Jan Ola"),
            Map.entry("pt-BR", "Camila Vitoria Ricardo Thiago"),
            Map.entry("pt-PT", "Ines Cristiano"),
            Map.entry("ro-RO", "Carmen"),
            Map.entry("ru-RU", "Tatyana Maxim"),
            Map.entry("sv-SE", "Astrid Elin"),
            Map.entry("tr-TR", "Filiz Burcu"));
    private static final Set<String> MEN = Set.of(
            "Zayd", "Mads", "Hans", "Daniel", "Russell", "Brian", "Arthur", "Geraint", "Joey", "Justin", "Matthew", "Kevin", "Stephen",
            "Gregory", "Enrique", "Sergio", "Raul", "Andres", "Miguel", "Pedro", "Liam", "Mathieu", "Remi", "Karl", "Giorgio", "Adriano",
            "Takumi", "Ruben", "Jacek", "Jan", "Ricardo", "Thiago", "Cristiano", "Maxim");

    /// The nearest to a published name; unknown names get the language's default.
    static Voice named(String name, String language) {
        if (name.startsWith("Polly.")) {
            var person = name.substring("Polly.".length()).replaceAll("-.*", "");
            return new Voice(language.isEmpty() ? languageOf(person) : language, MEN.contains(person));
        }
        if (name.startsWith("Google.")) {
            return google(name.substring("Google.".length()), language);
        }
        return new Voice(language.isEmpty() ? "en-US" : language, name.toLowerCase(Locale.ROOT).equals("man"));
    }

    private static String languageOf(String person) {
        for (var each : LANGUAGE_VOICES.entrySet()) {
            if ((" " + each.getValue() + " ").contains(" " + person + " ")) {
                return each.getKey();
            }
        }
        return "en-US";
    }

    /// `en-US-Neural2-D`: a language, a family and a letter, of which B, D, I and J are mostly men.
    private static Voice google(String name, String language) {
        var parts = name.split("-", 4);
        var own = parts.length >= 2 ? parts[0] + "-" + parts[1] : "en-US";
        boolean male = name.matches(".*-[BDIJ]");
        return new Voice(language.isEmpty() ? own : language, male);
    }
}
