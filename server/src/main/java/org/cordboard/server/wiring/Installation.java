package org.cordboard.server.wiring;

import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.cordboard.routing.Engine;
import org.cordboard.routing.command.RecordCommand;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Entity;
import org.cordboard.routing.entity.PhoneRoute;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.server.config.ServerConfig.Secrets;

/// What an installation has from its first start on: an account and the passwords of the demo centre. Kept in the log, so
/// that every start and every node finds the same.
///
/// @param tokenPassword shared password of the worker page
/// @param phonePassword digest password of the demo centre's phones
public record Installation(AccountSid account, String authToken, String tokenPassword, String phonePassword) {
    private static final String TOKEN_PASSWORD = "token-password";
    private static final String PHONE_PASSWORD = "phone-password";
    private static final String SIP_DOMAIN = "sip-domain";
    private static final String EVERY_NUMBER = "+";
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final char[] LETTERS = "abcdefghijkmnpqrstuvwxyz".toCharArray();
    private static final char[] DIGITS = "23456789".toCharArray();

    /// Finds the installation, making what is missing.
    ///
    /// @param given secrets from the settings; they win over what was kept
    static Installation find(Engine engine, Secrets given) {
        var kept = engine.read(view -> {
            var accounts = view.accounts();
            return new Kept(
                    accounts,
                    value(view.record(Setting.class, TOKEN_PASSWORD)),
                    value(view.record(Setting.class, PHONE_PASSWORD)));
        });
        var now = Instant.now();
        var account = account(kept, given, now);
        var tokenPassword = chosen(given.tokenPassword(), kept.tokenPassword(), Installation::password);
        // The published API wants 12 characters with upper and lower case and a digit for phones.
        var phonePassword = chosen("", kept.phonePassword(), () -> "Phone-" + password());
        var missing = new ArrayList<Entity>();
        if (!kept.accounts().contains(account)) {
            missing.add(account);
        }
        if (!tokenPassword.equals(kept.tokenPassword())) {
            missing.add(new Setting(TOKEN_PASSWORD, tokenPassword));
        }
        if (!phonePassword.equals(kept.phonePassword())) {
            missing.add(new Setting(PHONE_PASSWORD, phonePassword));
        }
        if (!missing.isEmpty()) {
            engine.submit(new RecordCommand.Put(missing));
        }
        return new Installation(account.sid(), account.authToken(), tokenPassword, phonePassword);
    }

    /// Where numbers of others are reached; without a route or a trunk they are not. Routes taken out of the settings
    /// go at the next start.
    ///
    /// @param routes target by prefix
    /// @param trunk SIP URI of the carrier without a user part, or empty
    void routeNumbers(Engine engine, Map<String, String> routes, String trunk) {
        var wanted = new TreeMap<>(routes);
        if (!trunk.isEmpty()) {
            wanted.putIfAbsent(EVERY_NUMBER, "sip:{number}@" + trunk.replaceFirst("^sip:", ""));
        }
        var known = engine.read(view -> view.records(PhoneRoute.class));
        var gone = known.stream()
                .filter(route -> !route.target().equals(wanted.get(route.prefix())))
                .<Entity>map(route -> route)
                .toList();
        if (!gone.isEmpty()) {
            engine.submit(new RecordCommand.Remove(gone));
        }
        known.stream().filter(route -> !gone.contains(route)).forEach(route -> wanted.remove(route.prefix()));
        if (!wanted.isEmpty()) {
            var now = Instant.now();
            engine.submit(new RecordCommand.Put(wanted.entrySet().stream()
                    .<Entity>map(route -> new PhoneRoute(route.getKey(), account, route.getValue(), now))
                    .toList()));
        }
    }

    /// Tells every node which domain SIP domains of the API lie below.
    void nameDomain(Engine engine, String domain) {
        var wanted = new Setting(SIP_DOMAIN, domain.toLowerCase(Locale.ROOT));
        if (!wanted.equals(engine.read(view -> view.record(Setting.class, SIP_DOMAIN)))) {
            engine.submit(new RecordCommand.Put(List.of(wanted)));
        }
    }

    /// The numbers that may be allotted, where the settings name some.
    void keepInventory(Engine engine, String numbers) {
        if (!numbers.isEmpty()) {
            engine.submit(new RecordCommand.Put(List.of(new Setting("numbers.inventory", numbers))));
        }
    }

    private record Kept(List<Account> accounts, String tokenPassword, String phonePassword) {}

    private static Account account(Kept kept, Secrets given, Instant now) {
        var there = kept.accounts().stream()
                .filter(account -> given.accountSid().isEmpty()
                        || account.sid().value().equals(given.accountSid()))
                .findFirst();
        var sid = there.map(Account::sid)
                .orElseGet(() -> new AccountSid(chosen(given.accountSid(), "", () -> AccountSid.PREFIX + hex())));
        var token = chosen(given.authToken(), there.map(Account::authToken).orElse(""), Installation::hex);
        return there.filter(account -> account.authToken().equals(token))
                .orElseGet(() -> new Account(
                        sid,
                        "Cordboard",
                        token,
                        "active",
                        null,
                        there.map(Account::dateCreated).orElse(now),
                        now));
    }

    private static String value(@org.jspecify.annotations.Nullable Setting setting) {
        return setting == null ? "" : setting.value();
    }

    private static String chosen(String given, String kept, Supplier<String> made) {
        return !given.isEmpty() ? given : !kept.isEmpty() ? kept : made.get();
    }

    private static String hex() {
        var bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /// Twelve letters and digits that can be read out over a telephone: over 50 bits.
    private static String password() {
        var text = new StringBuilder();
        for (int i = 0; i < 12; i++) {
            var from = i % 4 == 3 ? DIGITS : LETTERS;
            text.append(from[RANDOM.nextInt(from.length)]);
        }
        return text.toString();
    }

    @Override
    public String toString() {
        return "Installation[" + account + "]";
    }
}
