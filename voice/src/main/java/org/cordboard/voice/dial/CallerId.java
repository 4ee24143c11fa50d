package org.cordboard.voice.dial;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Pattern;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.entity.Setting;
import org.cordboard.routing.sid.PhoneNumberSid;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.twiml.Target.Address;
import org.jspecify.annotations.Nullable;

/// Whose number a called party sees (Voice reference 2.7).
public final class CallerId {
    private static final Pattern SIP_USER = Pattern.compile("[A-Za-z0-9+\\-_.]{1,64}");
    private static final String CLIENT = "client:";
    /// What REST keeps of a proved number begins with this.
    private static final String PROVED = "caller-id.";

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Engine engine;
    private final boolean strict;

    public CallerId(Engine engine, boolean strict) {
        this.engine = engine;
        this.strict = strict;
    }

    /// What a dialled leg shows: the wanted one, else the parent's. Empty when it may not be shown to this target.
    public Optional<String> of(Leg parent, @Nullable String wanted, Address target) {
        var shown = wanted == null ? parent.from() : normal(wanted);
        if (!(target instanceof Address.Number)) {
            return allowedWithin(shown) ? Optional.of(shown) : Optional.empty();
        }
        if (CallingParty.anonymous(shown)) {
            return Optional.of(parent.to());
        }
        boolean own = shown.equals(parent.from()) || shown.equals(parent.to()) || owned(shown);
        return !strict || own ? Optional.of(shown) : Optional.empty();
    }

    /// Whether the account may show this number to the world: one of ours, or one whose owner proved it by a call.
    public boolean owned(String number) {
        return engine.read(view -> view.records(PhoneNumber.class).stream()
                        .anyMatch(record -> record.phoneNumber().equals(number))
                || view.records(Setting.class).stream()
                        .anyMatch(setting -> setting.name().startsWith(PROVED) && proves(setting, number)));
    }

    /// The SID of that number, when it is one of ours or a proved one.
    Optional<PhoneNumberSid> sid(String number) {
        return engine.read(view -> view.records(PhoneNumber.class).stream()
                .filter(record -> record.phoneNumber().equals(number))
                .map(PhoneNumber::sid)
                .findFirst()
                .or(() -> view.records(Setting.class).stream()
                        .filter(setting -> setting.name().startsWith(PROVED) && proves(setting, number))
                        .map(setting -> new PhoneNumberSid(setting.name().substring(PROVED.length())))
                        .findFirst()));
    }

    private static boolean proves(Setting proof, String number) {
        try {
            return JSON.readTree(proof.value())
                    .path("fields")
                    .path("phone_number")
                    .asText()
                    .equals(number);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("setting " + proof.name() + " is not as it was written", e);
        }
    }

    private static boolean allowedWithin(String shown) {
        return shown.startsWith(CLIENT)
                || Addresses.isSip(shown)
                || SIP_USER.matcher(shown).matches();
    }

    private static String normal(String wanted) {
        return wanted.startsWith(CLIENT) || Addresses.isSip(wanted)
                ? wanted
                : Numbers.e164(wanted).orElse(wanted);
    }

    /// The user part of From that stands for a caller id.
    static String user(String shown) {
        if (shown.startsWith(CLIENT)) {
            return shown.substring(CLIENT.length());
        }
        return Addresses.sipUri(shown).flatMap(uri -> uri.user()).orElse(shown);
    }
}
