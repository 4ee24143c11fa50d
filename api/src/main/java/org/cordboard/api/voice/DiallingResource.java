package org.cordboard.api.voice;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.jspecify.annotations.Nullable;

/// Which countries may be called (15.8): all, as far as this API is concerned. The server's own routes and trunk decide.
final class DiallingResource {
    private static final String COUNTRIES = "/v1/DialingPermissions/Countries";
    private static final String COUNTRY = COUNTRIES + "/{IsoCode}";
    private static final String PREFIXES = "/HighRiskSpecialPrefixes";
    private static final Parameter<String> ISO_CODE = Parameter.text("IsoCode", 2);

    private static final Representation<Locale> SHAPE = Representation.<Locale>named("dialing_permissions_country")
            .text("iso_code", (c, at) -> c.getCountry())
            .text("name", (c, at) -> c.getDisplayCountry(Locale.ENGLISH))
            .empty("continent")
            .texts("country_codes", (c, at) -> codes(c))
            .flag("low_risk_numbers_enabled", (c, at) -> true)
            .flag("high_risk_special_numbers_enabled", (c, at) -> true)
            .flag("high_risk_tollfraud_numbers_enabled", (c, at) -> true)
            .text("url", (c, at) -> at.base() + COUNTRIES + "/" + c.getCountry())
            .links("links", (c, at) -> links(at.base() + COUNTRIES + "/" + c.getCountry()))
            .build();

    private static final Representation<String> PREFIX =
            Representation.<String>named("highrisk_special_prefix").text("prefix", (p, at) -> p).build();

    private static final Representation<String> SETTINGS = Representation.<String>named("dialing_permissions_settings")
            .flag("dialing_permissions_inheritance", (s, at) -> false)
            .text("url", (s, at) -> at.base() + "/v1/Settings")
            .build();

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("voice", COUNTRIES, "ListDialingPermissionsCountry")
                        .takes(Paging.with(ISO_CODE))
                        .lists("content", SHAPE)
                        .by(this::list),
                Endpoint.get("voice", COUNTRY, "FetchDialingPermissionsCountry")
                        .answers(SHAPE)
                        .by(x -> x.ok(SHAPE, country(x))),
                Endpoint.get("voice", COUNTRY + PREFIXES, "ListDialingPermissionsHrsPrefixes")
                        .takes(Paging.with())
                        .lists("content", PREFIX)
                        .by(x -> {
                            country(x);
                            return Paging.v1(x, "content", PREFIX, List.of(), Order.<String>bySid(p -> p));
                        }),
                Endpoint.get("voice", "/v1/Settings", "FetchDialingPermissionsSettings")
                        .answers(SETTINGS)
                        .by(x -> x.ok(SETTINGS, "")));
    }

    private Answer list(Exchange x) {
        String wanted = x.get(ISO_CODE);
        List<Locale> countries = Stream.of(Locale.getISOCountries())
                .filter(code -> wanted == null || code.equalsIgnoreCase(wanted))
                .map(code -> Locale.of("", code))
                .toList();
        return Paging.v1(x, "content", SHAPE, countries, Order.<Locale>bySid(Locale::getCountry));
    }

    private static List<String> codes(Locale country) {
        String code = Countries.callingCode(country.getCountry());
        return code == null ? List.of() : List.of("+" + code);
    }

    private static Locale country(Exchange x) {
        String code = x.path("IsoCode");
        if (!List.of(Locale.getISOCountries()).contains(code)) {
            throw x.notFound();
        }
        return Locale.of("", code);
    }

    private static Map<String, @Nullable String> links(String country) {
        Map<String, @Nullable String> links = new LinkedHashMap<>();
        links.put("highrisk_special_prefixes", country + PREFIXES);
        return links;
    }
}
