package org.cordboard.voice.flowrun;

import java.util.Optional;
import java.util.regex.Pattern;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.FlowSid;

/// The webhook address of a flow, on our host or on the published one.
public record FlowAddress(AccountSid account, FlowSid flow) {
    private static final Pattern ADDRESS = Pattern.compile(
            "https?://([^/?#]+)/v1/Accounts/(AC[0-9a-fA-F]{32})/Flows/(FW[0-9a-fA-F]{32})/?(?:[?#].*)?");
    private static final String PUBLISHED_HOST = "webhooks.twilio.com";

    /// @param publicUrl where applications reach us
    public static Optional<FlowAddress> of(String url, String publicUrl) {
        var matcher = ADDRESS.matcher(url);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        boolean ours = publicUrl.matches("https?://\\Q" + matcher.group(1) + "\\E(/.*)?");
        return ours || matcher.group(1).equals(PUBLISHED_HOST)
                ? Optional.of(new FlowAddress(new AccountSid(matcher.group(2)), new FlowSid(matcher.group(3))))
                : Optional.empty();
    }

    public String url(String publicUrl) {
        return publicUrl + "/v1/Accounts/" + account + "/Flows/" + flow;
    }
}
