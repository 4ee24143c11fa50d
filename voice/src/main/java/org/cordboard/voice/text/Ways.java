package org.cordboard.voice.text;

import java.util.List;
import java.util.Optional;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.sip.OutboundMessage;
import org.cordboard.voice.dial.Addresses;
import org.cordboard.voice.dial.TextLines;
import org.cordboard.voice.twiml.Target.Address;

/// Whether a text may be sent, and how it gets where it is to go: reads what the house knows and changes nothing. Any
/// thread.
final class Ways {
    private final Engine engine;
    private final TextLines lines;

    Ways(Engine engine, TextLines lines) {
        this.engine = engine;
        this.lines = lines;
    }

    /// How a text gets where it is to go.
    sealed interface Way {
        record Own(Account account, PhoneNumber number) implements Way {}

        record Phones(List<OutboundMessage> texts) implements Way {}

        record Gateway(String url) implements Way {}
    }

    /// @param gateway empty for none
    Way find(TextOrder order, Address to, String gateway) throws TextRefused {
        if (to instanceof Address.Number(var text, var _)) {
            var number = lines.own(text);
            var account = number.map(own -> engine.read(view -> view.account(own.account())));
            if (number.isPresent() && account.isPresent()) {
                return new Way.Own(account.get(), number.get());
            }
        }
        var ways = lines.find(order.account(), to, order.from(), order.body());
        if (!ways.phones().isEmpty()) {
            return new Way.Phones(ways.phones());
        } else if (!gateway.isEmpty() && to instanceof Address.Number) {
            return new Way.Gateway(gateway);
        } else if (ways.known()) {
            return new Way.Phones(ways.hosts());
        }
        throw new TextRefused(
                TextRefused.UNREACHABLE, "The 'To' address cannot be reached: no phone, route or gateway leads there");
    }

    Address checked(TextOrder order) throws TextRefused {
        check(order.body());
        if (owned(order.account(), order.from()).isEmpty()) {
            throw new TextRefused(TextRefused.FROM_NOT_OURS, "The 'From' number is not one of the account");
        }
        var to = Addresses.parse(order.to())
                .filter(address -> !(address instanceof Address.Application))
                .orElseThrow(() -> new TextRefused(
                        TextRefused.TO_INVALID, "The 'To' number is not a valid phone number or address"));
        if (Addresses.shown(to).equals(order.from())) {
            throw new TextRefused(TextRefused.SAME, "'To' and 'From' cannot be the same");
        }
        return to;
    }

    static void check(String body) throws TextRefused {
        if (body.isBlank()) {
            throw new TextRefused(TextRefused.BODY_MISSING, "Message body is required.");
        }
        if (body.codePointCount(0, body.length()) > TextOrder.BODY_MAX) {
            throw new TextRefused(
                    TextRefused.BODY_TOO_LONG,
                    "The concatenated message body exceeds the " + TextOrder.BODY_MAX + " character limit");
        }
    }

    Optional<PhoneNumber> owned(Account account, String number) {
        return lines.own(number).filter(own -> own.account().equals(account.sid()));
    }

    /// Documents have codes of their own for the same faults.
    static int replyCode(int code) {
        return switch (code) {
            case TextRefused.TO_INVALID, TextRefused.SAME -> 14101;
            case TextRefused.FROM_NOT_OURS -> 14102;
            case TextRefused.BODY_MISSING, TextRefused.BODY_TOO_LONG -> 14103;
            default -> code;
        };
    }
}
