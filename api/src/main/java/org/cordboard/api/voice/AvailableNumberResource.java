package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.routing.sid.AccountSid;
import org.jspecify.annotations.Nullable;

/// Numbers of the inventory that nobody has yet (15.1).
final class AvailableNumberResource {
    private static final String COUNTRIES = ACCOUNT + "/AvailablePhoneNumbers";
    private static final String COUNTRY = COUNTRIES + "/{CountryCode}";
    private static final List<String> KINDS =
            List.of("Local", "MachineToMachine", "Mobile", "National", "SharedCost", "TollFree", "Voip");
    private static final Parameter<String> AREA_CODE = Parameter.text("AreaCode", 10);
    private static final Parameter<String> CONTAINS = Parameter.text("Contains", 16);
    private static final Parameter<Boolean> SMS_ENABLED = Parameter.flag("SmsEnabled");
    private static final Parameter<Boolean> MMS_ENABLED = Parameter.flag("MmsEnabled");
    private static final Parameter<Boolean> FAX_ENABLED = Parameter.flag("FaxEnabled");

    private record Country(String code, String name, AccountSid account) {}

    private record Free(String number, String country) {}

    private static final Representation<Country> COUNTRY_SHAPE = Representation.<Country>named(
                    "available_phone_number_country")
            .text("country_code", (c, at) -> c.code())
            .text("country", (c, at) -> c.name())
            .text("uri", (c, at) -> Uris.of(c.account(), "AvailablePhoneNumbers", c.code()))
            .flag("beta", (c, at) -> false)
            .links(
                    "subresource_uris",
                    (c, at) -> Uris.below(
                            Uris.of(c.account(), "AvailablePhoneNumbers", c.code()),
                            "local",
                            "Local",
                            "toll_free",
                            "TollFree",
                            "mobile",
                            "Mobile"))
            .build();

    private static final Representation<Free> SHAPE = Representation.<Free>named("available_phone_number")
            .text("friendly_name", (n, at) -> Numbers.formatted(n.number()))
            .text("phone_number", (n, at) -> n.number())
            .empty("lata", "locality", "rate_center", "latitude", "longitude", "region", "postal_code")
            .text("iso_country", (n, at) -> n.country())
            .text("address_requirements", (n, at) -> "none")
            .flag("beta", (n, at) -> false)
            .json("capabilities", (n, at) -> capabilities())
            .build();

    private final Inventory inventory;

    AvailableNumberResource(Inventory inventory) {
        this.inventory = inventory;
    }

    List<Endpoint> endpoints() {
        List<Endpoint> rows = new ArrayList<>();
        rows.add(Endpoint.get("api", COUNTRIES, "ListAvailablePhoneNumberCountry")
                .takes(Paging.with())
                .lists("countries", COUNTRY_SHAPE)
                .by(x -> Paging.v2010(
                        x,
                        "countries",
                        COUNTRY_SHAPE,
                        countries(x),
                        Order.<Country>bySid(Country::code))));
        rows.add(Endpoint.get("api", COUNTRY, "FetchAvailablePhoneNumberCountry")
                .answers(COUNTRY_SHAPE)
                .by(x -> x.ok(COUNTRY_SHAPE, country(x, x.path("CountryCode")))));
        for (String kind : KINDS) {
            rows.add(Endpoint.get("api", COUNTRY + "/" + kind, "ListAvailablePhoneNumber" + kind)
                    .takes(Paging.with(AREA_CODE, CONTAINS, SMS_ENABLED, MMS_ENABLED, FAX_ENABLED))
                    .lists("available_phone_numbers", SHAPE)
                    .by(x -> list(x, kind)));
        }
        return rows;
    }

    private static Country country(Exchange x, String code) {
        String name = Locale.of("", code).getDisplayCountry(Locale.ENGLISH);
        if (!code.matches("[A-Z]{2}") || name.equals(code)) {
            throw x.notFound();
        }
        return new Country(code, name, x.account().sid());
    }

    /// Those of which there are numbers.
    private List<Country> countries(Exchange x) {
        List<String> free = inventory.free();
        return Stream.of(Locale.getISOCountries())
                .filter(code -> free.stream().anyMatch(n -> Countries.has(code, n)))
                .map(code -> country(x, code))
                .toList();
    }

    /// Toll-free numbers are told by their prefix; of others only North American ones are known to be local.
    private static boolean ofKind(String number, String kind) {
        boolean tollFree = NumberResource.type(number).equals("toll free");
        return switch (kind) {
            case "TollFree" -> tollFree;
            case "Local" -> !tollFree;
            case "Mobile" -> !number.startsWith("+1");
            default -> false;
        };
    }

    private Answer list(Exchange x, String kind) {
        Country country = country(x, x.path("CountryCode"));
        String area = x.get(AREA_CODE);
        Pattern contains = pattern(x.get(CONTAINS));
        boolean none = x.get(MMS_ENABLED, false) || x.get(FAX_ENABLED, false);
        List<Free> all = inventory.free().stream()
                .filter(n -> !none && Countries.has(country.code(), n) && ofKind(n, kind))
                .filter(n -> area == null || n.startsWith("+1" + area))
                .filter(n -> contains == null || contains.matcher(n).find())
                .map(n -> new Free(n, country.code()))
                .toList();
        return Paging.v2010(x, "available_phone_numbers", SHAPE, all, Order.<Free>bySid(Free::number));
    }

    /// `*` is any digit, `%` any digits, `$` the end.
    private static @Nullable Pattern pattern(@Nullable String contains) {
        if (contains == null) {
            return null;
        }
        StringBuilder expression = new StringBuilder();
        contains.chars().forEach(c -> {
            switch (c) {
                case '*' -> expression.append("[0-9]");
                case '%' -> expression.append("[0-9]*");
                case '$' -> expression.append('$');
                default -> {
                    if (Character.isDigit(c)) {
                        expression.append((char) c);
                    }
                }
            }
        });
        return Pattern.compile(expression.toString());
    }

    private static JsonNode capabilities() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("voice", true)
                .put("SMS", true)
                .put("MMS", false);
    }
}
