package org.cordboard.voice.leg;

import java.util.LinkedHashMap;
import java.util.Map;

/// City, state, post code and country that a phone number tells: no more than the country, from its calling code.
public final class Places {
    private static final Map<String, String> COUNTRIES = Map.ofEntries(
            Map.entry("1", "US"),
            Map.entry("7", "RU"),
            Map.entry("20", "EG"),
            Map.entry("27", "ZA"),
            Map.entry("30", "GR"),
            Map.entry("31", "NL"),
            Map.entry("32", "BE"),
            Map.entry("33", "FR"),
            Map.entry("34", "ES"),
            Map.entry("36", "HU"),
            Map.entry("39", "IT"),
            Map.entry("40", "RO"),
            Map.entry("41", "CH"),
            Map.entry("43", "AT"),
            Map.entry("44", "GB"),
            Map.entry("45", "DK"),
            Map.entry("46", "SE"),
            Map.entry("47", "NO"),
            Map.entry("48", "PL"),
            Map.entry("49", "DE"),
            Map.entry("52", "MX"),
            Map.entry("55", "BR"),
            Map.entry("61", "AU"),
            Map.entry("62", "ID"),
            Map.entry("63", "PH"),
            Map.entry("64", "NZ"),
            Map.entry("65", "SG"),
            Map.entry("81", "JP"),
            Map.entry("82", "KR"),
            Map.entry("86", "CN"),
            Map.entry("90", "TR"),
            Map.entry("91", "IN"),
            Map.entry("351", "PT"),
            Map.entry("353", "IE"),
            Map.entry("358", "FI"),
            Map.entry("852", "HK"),
            Map.entry("972", "IL"),
            Map.entry("971", "AE"));

    private Places() {}

    public static Map<String, String> of(String prefix, String address) {
        if (!address.startsWith("+")) {
            return Map.of();
        }
        var fields = new LinkedHashMap<String, String>();
        fields.put(prefix + "City", "");
        fields.put(prefix + "State", "");
        fields.put(prefix + "Zip", "");
        fields.put(prefix + "Country", country(address));
        return fields;
    }

    private static String country(String number) {
        for (int length = 3; length >= 1; length--) {
            if (number.length() > length) {
                var country = COUNTRIES.get(number.substring(1, 1 + length));
                if (country != null) {
                    return country;
                }
            }
        }
        return "";
    }
}
