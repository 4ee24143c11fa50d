package org.cordboard.sip;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.cordboard.sip.digest.DigestClient;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;

/// The sending side of one MESSAGE: meets challenges, goes to the next server on 503 and silence (RFC 3263 section 4.3).
/// Guarded by the lock of [Core].
final class TextSending implements ClientTransaction.Owner {
    private static final int CHALLENGES_MAX = 2;

    private final UserAgent ua;
    private final Core core;
    private final OutboundMessage message;
    private final CompletableFuture<SipResponse> result;
    private final Optional<DigestClient> digest;
    private final String callId;
    private final String localTag;
    private List<Flow> targets = List.of();
    private Headers authorization = Headers.NONE;
    private int target;
    private int sequence;

    TextSending(UserAgent ua, OutboundMessage message, CompletableFuture<SipResponse> result) {
        this.ua = ua;
        this.core = ua.core;
        this.message = message;
        this.result = result;
        this.digest = message.credentials().map(DigestClient::new);
        this.callId = core.ids.callId();
        this.localTag = core.ids.tag();
    }

    void start() {
        Flow known = message.flow();
        if (known == null) {
            ua.resolve(message.requestUri(), this::begin);
        } else {
            begin(List.of(known));
        }
    }

    private void begin(List<Flow> found) {
        targets = found.stream()
                .filter(flow -> core.wire().listening(flow.transport()).isPresent())
                .toList();
        if (targets.isEmpty()) {
            finish(ua.local(request(), 503));
        } else {
            send();
        }
    }

    private void send() {
        sequence++;
        ua.send(request(), targets.get(target), this);
    }

    private SipRequest request() {
        Headers headers = Headers.of("From", message.from().withTag(localTag).toString())
                .with("To", message.to().toString())
                .with("Call-ID", callId)
                .with("CSeq", Math.max(1, sequence) + " " + SipRequest.MESSAGE)
                .with("Max-Forwards", "70")
                .with("User-Agent", core.config.product())
                .with("Content-Type", TextReceived.TYPE + ";charset=utf-8")
                .withAll(authorization);
        byte[] body = message.text().getBytes(StandardCharsets.UTF_8);
        return new SipRequest(SipRequest.MESSAGE, message.requestUri(), headers, body);
    }

    @Override
    public void response(SipResponse response) {
        int code = response.status();
        if (response.provisional()) {
            return;
        }
        if ((code == 401 || code == 407) && sequence <= CHALLENGES_MAX && authorize(response)) {
            send();
        } else if (code != 503 || !elsewhere()) {
            finish(response);
        }
    }

    private boolean authorize(SipResponse response) {
        String line = message.requestUri().toString();
        Optional<Headers.Field> answer = digest.flatMap(d -> d.answer(response, SipRequest.MESSAGE, line));
        answer.ifPresent(f -> authorization = authorization.set(f.name(), f.value()));
        return answer.isPresent();
    }

    private boolean elsewhere() {
        if (target + 1 >= targets.size()) {
            return false;
        }
        target++;
        send();
        return true;
    }

    @Override
    public void failed(int status) {
        if (!elsewhere()) {
            finish(ua.local(request(), status));
        }
    }

    private void finish(SipResponse response) {
        result.completeAsync(() -> response);
    }
}
