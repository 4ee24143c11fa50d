package org.cordboard.apps.setup;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import org.cordboard.apps.platform.MissingSetting;
import org.cordboard.apps.web.Site;

/// Someone with a phone.
///
/// @param address a number in E.164 form, or a SIP address
public record Agent(String name, String address) {

    /// Reads `NAME=ADDRESS` entries of a variable, or takes the usual names. On a Cordboard a name alone stands for a
    /// SIP phone that registers under it; its password is `PHONE_PASSWORD`, which a running Cordboard
    /// tells, or made and printed once.
    public static List<Agent> of(Site site, String variable, String usual) {
        var environment = site.environment();
        var platform = site.platform();
        var domain = environment.find("SIP_DOMAIN").orElse("cordboard.local");
        return environment.list(variable, usual).stream()
                .map(entry -> parse(entry, domain, platform.cordboard().isPresent(), variable))
                .toList();
    }

    /// Lets the phones of SIP agents register and says how.
    public static void phones(Site site, List<Agent> agents) {
        var environment = site.environment();
        var platform = site.platform();
        var registering = agents.stream().filter(Agent::registers).toList();
        if (platform.cordboard().isEmpty() || registering.isEmpty()) {
            return;
        }
        var telephony = new Telephony(platform);
        var password = environment.find("PHONE_PASSWORD").orElseGet(Agent::newPassword);
        var made = registering.stream()
                .filter(agent -> telephony.phone(agent.name(), password))
                .map(Agent::name)
                .toList();
        if (!made.isEmpty()) {
            System.out.println("SIP phones may now register: " + String.join(", ", made) + ", password " + password);
        }
    }

    /// For the person who tries it.
    public static String addresses(List<Agent> agents) {
        return String.join(", ", agents.stream().map(Agent::address).toList());
    }

    private static Agent parse(String entry, String domain, boolean cordboard, String variable) {
        var equals = entry.indexOf('=');
        if (equals > 0) {
            return new Agent(entry.substring(0, equals).strip(), entry.substring(equals + 1).strip());
        }
        if (!cordboard) {
            throw new MissingSetting(variable + " must hold entries NAME=+NUMBER, separated by commas");
        }
        return new Agent(entry, "sip:" + entry + "@" + domain);
    }

    private boolean registers() {
        return address.startsWith("sip:" + name + "@");
    }

    private static String newPassword() {
        var random = new byte[12];
        new SecureRandom().nextBytes(random);
        return "Aa1" + Base64.getUrlEncoder().withoutPadding().encodeToString(random);
    }
}
