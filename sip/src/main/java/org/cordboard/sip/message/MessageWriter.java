package org.cordboard.sip.message;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Message to bytes. Content-Length is always written, from the body, whatever the headers say.
public final class MessageWriter {
    private MessageWriter() {}

    public static byte[] bytes(SipMessage message) {
        var out = new StringBuilder(768);
        switch (message) {
            case SipRequest r ->
                out.append(r.method()).append(' ').append(r.uri()).append(" SIP/2.0\r\n");
            case SipResponse r ->
                out.append("SIP/2.0 ")
                        .append(r.status())
                        .append(' ')
                        .append(safe(r.reason()))
                        .append("\r\n");
        }
        for (Headers.Field field : message.headers()) {
            if (!field.name().equals("Content-Length")) {
                out.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
        }
        byte[] body = message.body();
        out.append("Content-Length: ").append(body.length).append("\r\n\r\n");
        byte[] head = out.toString().getBytes(StandardCharsets.UTF_8);
        if (body.length == 0) {
            return head;
        }
        byte[] whole = Arrays.copyOf(head, head.length + body.length);
        System.arraycopy(body, 0, whole, head.length, body.length);
        return whole;
    }

    /// A reason phrase may come from an application: no line may be added through it.
    private static String safe(String reason) {
        return reason.indexOf('\r') < 0 && reason.indexOf('\n') < 0
                ? reason
                : reason.replace('\r', ' ').replace('\n', ' ');
    }
}
