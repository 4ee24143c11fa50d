package org.cordboard.sip;

import java.util.List;
import org.cordboard.sip.digest.DigestSecrets;
import org.cordboard.sip.digest.DigestServer.Verdict;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The receiving side of one MESSAGE: handed to the stack's owner on a virtual thread, answered through its transaction.
final class TextReceived implements InboundMessage {
    static final String TYPE = "text/plain";
    private static final Logger LOG = LoggerFactory.getLogger(TextReceived.class);

    private final UserAgent ua;
    private final ServerTransaction transaction;
    private final SipRequest request;

    TextReceived(UserAgent ua, ServerTransaction transaction) {
        this.ua = ua;
        this.transaction = transaction;
        this.request = transaction.request();
    }

    /// Under the lock.
    void start() {
        if (!request().contentType().orElse("").equals(TYPE) && request().part(TYPE).isEmpty()) {
            transaction.answer(ua.response(request(), 415, null, ua.core.ids.tag()).with("Accept", TYPE));
            return;
        }
        Thread.ofVirtual().name("sip-message").start(() -> {
            try {
                ua.listener.onMessage(this);
            } catch (RuntimeException e) {
                LOG.error("A SIP message could not be handled", e);
            }
            answer(500); // no effect after an answer
        });
    }

    @Override
    public SipRequest request() {
        return request;
    }

    @Override
    public Flow source() {
        return transaction.source();
    }

    @Override
    public String text() {
        return request().part(TYPE).orElse("");
    }

    @Override
    public void answer(int status) {
        answer(status, Headers.NONE);
    }

    private void answer(int status, Headers extra) {
        ua.core.execute(() -> {
            if (transaction.unanswered()) {
                SipResponse response = ua.response(request(), status, null, ua.core.ids.tag());
                transaction.answer(response.withHeaders(response.headers().withAll(extra)));
            }
        });
    }

    @Override
    public InboundInvite.Authentication authenticate(String realm, DigestSecrets secrets) {
        return switch (ua.digest.check(request(), false, realm, secrets)) {
            case Verdict.Accepted(String user) -> new InboundInvite.Authentication.Accepted(user);
            case Verdict.Wrong _ -> {
                answer(403);
                yield new InboundInvite.Authentication.Refused();
            }
            case Verdict.Challenge(List<String> values) -> {
                Headers headers = Headers.NONE;
                for (String value : values) {
                    headers = headers.with("WWW-Authenticate", value);
                }
                answer(401, headers);
                yield new InboundInvite.Authentication.Challenged();
            }
        };
    }
}
