package org.cordboard.voice.text;

import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.cordboard.routing.entity.TextMessage;
import org.cordboard.sip.OutboundMessage;
import org.cordboard.sip.SipStack;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.voice.leg.Alerts;
import org.cordboard.voice.leg.CallRecords;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.HttpMethod;
import org.cordboard.voice.webhook.WebhookFailure;
import org.cordboard.voice.webhook.WebhookRequest;
import org.cordboard.voice.webhook.Webhooks;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The last mile of texts that go out, and what becomes of them. Blocks the caller; any thread.
final class Deliveries {
    private static final Logger LOG = LoggerFactory.getLogger(Deliveries.class);
    static final int QUEUE_OVERFLOW = 30001;
    private static final int PHONE_OFF = 30003;
    private static final int UNKNOWN = 30005;
    private static final int TAKES_NO_TEXTS = 30006;
    static final int FAILED = 30008;
    private static final int BAD_CALLBACK_ANSWER = 15003;
    /// Answers of phones that do not understand texts at all.
    private static final Set<Integer> NO_TEXTS = Set.of(405, 415, 488, 501);

    private static final Set<Integer> NOBODY = Set.of(404, 410, 484, 604);

    private final SipStack sip;
    private final Webhooks webhooks;
    private final CallRecords records;
    private final Alerts alerts;
    private final InstantSource clock;

    Deliveries(SipStack sip, Webhooks webhooks, CallRecords records, Alerts alerts, InstantSource clock) {
        this.sip = sip;
        this.webhooks = webhooks;
        this.records = records;
        this.alerts = alerts;
        this.clock = clock;
    }

    /// To all phones of the address at once; one that takes it is enough. None at all means the phone is off.
    void toPhones(TextOrder order, TextMessage message, List<OutboundMessage> texts) {
        if (texts.isEmpty()) {
            tell(order, message, "undelivered", PHONE_OFF);
            return;
        }
        var answers = texts.stream().map(sip::message).toList().stream()
                .map(answer -> answer.join())
                .toList();
        if (answers.stream().anyMatch(SipResponse::success)) {
            tell(order, message, "delivered", null);
        } else {
            tell(order, message, "undelivered", code(answers.getFirst().status()));
        }
    }

    private static int code(int status) {
        return NO_TEXTS.contains(status) ? TAKES_NO_TEXTS : NOBODY.contains(status) ? UNKNOWN : PHONE_OFF;
    }

    void toGateway(TextOrder order, TextMessage message, String url) {
        var fields = fields(message, "sending").plus("Body", message.body());
        try {
            webhooks.send(WebhookRequest.callback(
                    url, HttpMethod.POST, fields, order.account().authToken()));
            tell(order, message, "sent", null);
        } catch (WebhookFailure e) {
            LOG.warn("{} was not taken by the gateway: {}", message.sid(), e.getMessage());
            tell(order, message, "failed", FAILED);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            tell(order, message, "failed", FAILED);
        }
    }

    /// Keeps and reports what became of a text.
    void tell(TextOrder order, TextMessage message, String status, @Nullable Integer code) {
        var now = clock.instant();
        records.put(message.withStatus(status, code, status.equals("failed") ? null : now, now));
        var callback = order.callback();
        if (callback == null) {
            return;
        }
        var fields = fields(message, status).plus("ErrorCode", code == null ? null : code.toString());
        try {
            webhooks.send(WebhookRequest.callback(callback, order.method(), fields, order.account().authToken()));
        } catch (WebhookFailure e) {
            alerts.error(order.account(), BAD_CALLBACK_ANSWER, "status callback of a text failed: " + e.getMessage());
        } catch (InterruptedException e) {
            LOG.debug("interrupted while telling of {}", message, e);
            Thread.currentThread().interrupt();
        }
    }

    private static Fields fields(TextMessage message, String status) {
        return Fields.of(
                "MessageSid", message.sid().value(),
                "SmsSid", message.sid().value(),
                "AccountSid", message.account().value(),
                "From", message.from(),
                "To", message.to(),
                "MessageStatus", status,
                "SmsStatus", status,
                "ApiVersion", "2010-04-01");
    }
}
