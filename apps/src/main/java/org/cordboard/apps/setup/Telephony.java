package org.cordboard.apps.setup;

import com.twilio.http.HttpMethod;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.IncomingPhoneNumber;
import com.twilio.rest.api.v2010.account.sip.CredentialList;
import com.twilio.rest.api.v2010.account.sip.credentiallist.Credential;
import com.twilio.rest.studio.v2.Flow;
import com.twilio.type.PhoneNumber;
import java.util.stream.StreamSupport;
import org.cordboard.apps.platform.MissingSetting;
import org.cordboard.apps.platform.Platform;

/// What a call needs outside routing: flows, numbers and, on a Cordboard, phones to register.
public final class Telephony {
    private static final String PHONES = "phones";

    private final Platform platform;
    private final TwilioRestClient client;

    public Telephony(Platform platform) {
        this.platform = platform;
        this.client = platform.client();
    }

    /// Publishes a flow and returns the address calls are sent to.
    public String flow(String name, String definition) {
        var published = Flow.Status.PUBLISHED;
        for (var flow : Flow.reader().read(client)) {
            if (flow.getFriendlyName().equals(name)) {
                return Flow.updater(flow.getSid(), published)
                        .setDefinition(Json.tree(definition))
                        .update(client)
                        .getWebhookUrl()
                        .toString();
            }
        }
        return Flow.creator(name, published, Json.tree(definition))
                .create(client)
                .getWebhookUrl()
                .toString();
    }

    /// Sends the calls of a number to an address. On a Cordboard a missing number is allotted; in the cloud it has to
    /// be bought first.
    public void number(String number, String voiceUrl) {
        var found = IncomingPhoneNumber.reader()
                .setPhoneNumber(new PhoneNumber(number))
                .read(client)
                .iterator();
        if (found.hasNext()) {
            IncomingPhoneNumber.updater(found.next().getSid())
                    .setVoiceUrl(voiceUrl)
                    .setVoiceMethod(HttpMethod.POST)
                    .update(client);
        } else if (platform.cordboard().isPresent()) {
            IncomingPhoneNumber.creator(new PhoneNumber(number))
                    .setVoiceUrl(voiceUrl)
                    .setVoiceMethod(HttpMethod.POST)
                    .create(client);
        } else {
            throw new MissingSetting("the account has no number " + number + ": buy it, or name another");
        }
    }

    /// Sends the texts of a number that is there to an address.
    public void texts(String number, String smsUrl) {
        for (var found : IncomingPhoneNumber.reader()
                .setPhoneNumber(new PhoneNumber(number))
                .read(client)) {
            IncomingPhoneNumber.updater(found.getSid())
                    .setSmsUrl(smsUrl)
                    .setSmsMethod(HttpMethod.POST)
                    .update(client);
        }
    }

    /// Lets a SIP phone register under that name; a phone that is known keeps its password.
    ///
    /// @param password at least 12 characters with a digit, a small and a capital letter
    /// @return whether the phone is new
    boolean phone(String name, String password) {
        var list = StreamSupport.stream(CredentialList.reader().read(client).spliterator(), false)
                .filter(one -> one.getFriendlyName().equals(PHONES))
                .findFirst()
                .orElseGet(() -> CredentialList.creator(PHONES).create(client))
                .getSid();
        var known = StreamSupport.stream(Credential.reader(list).read(client).spliterator(), false)
                .anyMatch(credential -> credential.getUsername().equals(name));
        if (!known) {
            Credential.creator(list, name, password).create(client);
        }
        return !known;
    }
}
