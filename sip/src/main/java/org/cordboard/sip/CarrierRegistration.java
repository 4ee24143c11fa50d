package org.cordboard.sip;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.cordboard.sip.digest.DigestClient;
import org.cordboard.sip.message.Headers;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.NameAddress;
import org.cordboard.sip.message.SipRequest;
import org.cordboard.sip.message.SipResponse;
import org.cordboard.sip.message.SipUri;
import org.jspecify.annotations.Nullable;

/// Keeps one registration of ours alive: refresh at two thirds of what was granted, retry with growing
/// pauses (30 s to 5 min) after failures. Guarded by the lock of [Core].
final class CarrierRegistration implements Registration, ClientTransaction.Owner {
    private static final Duration RETRY_FIRST = Duration.ofSeconds(30);
    private static final Duration RETRY_LAST = Duration.ofMinutes(5);
    private static final int CHALLENGES_MAX = 3;

    private final UserAgent ua;
    private final Core core;
    private final OutboundRegistration wanted;
    private final String callId;
    private final String localTag;
    private final Mailbox mailbox = new Mailbox();
    private final Optional<DigestClient> digest;
    private long sequence;
    private long seconds;
    private int challenges;
    private int target;
    private List<Flow> targets = List.of();
    private Headers authorization = Headers.NONE;
    private Duration pause = RETRY_FIRST;
    private TimerWheel.@Nullable Timeout next;
    private boolean closed;
    private volatile Status status = new Status(false, 0, "");

    CarrierRegistration(UserAgent ua, OutboundRegistration wanted) {
        this.ua = ua;
        this.core = ua.core;
        this.wanted = wanted;
        this.callId = core.ids.callId();
        this.localTag = core.ids.tag();
        this.digest = wanted.credentials().map(DigestClient::new);
        this.seconds = wanted.expires().toSeconds();
    }

    void start() {
        challenges = 0;
        authorization = Headers.NONE;
        ua.resolve(wanted.registrar(), found -> {
            targets = found.stream()
                    .filter(f -> core.wire().listening(f.transport()).isPresent())
                    .toList();
            target = 0;
            if (targets.isEmpty()) {
                settle(new Status(false, 503, "the address leads nowhere"));
                later(pause());
            } else {
                send();
            }
        });
    }

    private void send() {
        Flow flow = targets.get(target);
        sequence++;
        SipUri aor = wanted.addressOfRecord();
        Headers headers = Headers.of(
                        "From", NameAddress.of(aor).withTag(localTag).toString())
                .with("To", NameAddress.of(aor).toString())
                .with("Call-ID", callId)
                .with("CSeq", sequence + " REGISTER")
                .with("Max-Forwards", "70")
                .with("Contact", NameAddress.of(contact(flow)) + ";expires=" + (closed ? 0 : seconds))
                .with("User-Agent", core.config.product())
                .withAll(authorization);
        SipUri line = wanted.registrar().forRequestLine();
        ua.send(new SipRequest(SipRequest.REGISTER, line, headers, Bytes.NONE), flow, this);
    }

    private SipUri contact(Flow flow) {
        return ua.contact(wanted.contactUser(), flow, wanted.registrar().secure());
    }

    @Override
    public void response(SipResponse response) {
        int code = response.status();
        if (response.provisional()) {
            return;
        }
        if ((code == 401 || code == 407) && challenges++ < CHALLENGES_MAX && authorize(response)) {
            send();
        } else if (closed) {
            settle(new Status(false, code, response.reason()));
        } else if (code == 423 && minimum(response) > seconds) {
            seconds = minimum(response);
            send();
        } else if (response.success()) {
            pause = RETRY_FIRST;
            settle(new Status(true, code, response.reason()));
            later(Duration.ofSeconds(Math.max(1, granted(response) * 2 / 3)));
        } else if (code == 503 && target + 1 < targets.size()) {
            target++;
            send();
        } else {
            settle(new Status(false, code, response.reason()));
            later(pause());
        }
    }

    private boolean authorize(SipResponse response) {
        String line = wanted.registrar().forRequestLine().toString();
        Optional<Headers.Field> answer = digest.flatMap(d -> d.answer(response, SipRequest.REGISTER, line));
        answer.ifPresent(f -> authorization = authorization.set(f.name(), f.value()));
        return answer.isPresent();
    }

    private static long minimum(SipResponse response) {
        String text = response.headers().first("Min-Expires").orElse("");
        return text.matches("[0-9]{1,6}") ? Long.parseLong(text) : 0;
    }

    /// The expires of our own Contact in the answer, else the header, else what we asked for.
    private long granted(SipResponse response) {
        SipUri own = contact(targets.get(target));
        for (String text : response.headers().values("Contact")) {
            try {
                NameAddress address = NameAddress.parse(text);
                String expires = address.parameters().get("expires").orElse("");
                if (address.uri() instanceof SipUri uri && uri.equivalent(own) && expires.matches("[0-9]{1,9}")) {
                    return Long.parseLong(expires);
                }
            } catch (Malformed _) {
                continue; // someone else's contact
            }
        }
        String header = response.headers().first("Expires").orElse("");
        return header.matches("[0-9]{1,9}") ? Long.parseLong(header) : seconds;
    }

    @Override
    public void failed(int code) {
        if (!closed && target + 1 < targets.size()) {
            target++;
            send();
            return;
        }
        settle(new Status(false, code, code == 408 ? "no answer" : "no connection"));
        if (!closed) {
            later(pause());
        }
    }

    private Duration pause() {
        Duration now = pause;
        Duration doubled = pause.multipliedBy(2);
        pause = doubled.compareTo(RETRY_LAST) > 0 ? RETRY_LAST : doubled;
        return now;
    }

    private void later(Duration after) {
        core.stop(next);
        next = core.after(after, this::start);
    }

    private void settle(Status now) {
        boolean changed = !now.equals(status);
        status = now;
        if (changed) {
            mailbox.post(() -> wanted.listener().accept(now));
        }
    }

    @Override
    public Status status() {
        return status;
    }

    @Override
    public void close() {
        core.execute(() -> {
            if (!closed) {
                closed = true;
                core.stop(next);
                if (status.registered()) {
                    challenges = 0;
                    send();
                }
            }
        });
    }
}
