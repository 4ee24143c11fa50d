package org.cordboard.voice.leg;

import java.security.SecureRandom;
import java.util.HexFormat;
import org.cordboard.routing.sid.CallSid;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.routing.sid.ExecutionSid;
import org.cordboard.routing.sid.MessageSid;
import org.cordboard.routing.sid.NotificationSid;
import org.cordboard.routing.sid.RecordingSid;
import org.cordboard.routing.sid.SidSource;
import org.cordboard.routing.sid.StreamSid;

/// SIDs of what voice makes. They are guarded by unpredictability: a recording is public to whoever knows its SID.
public final class Sids {
    private final SecureRandom random = new SecureRandom();

    public CallSid call() {
        return source().next(CallSid.PREFIX, CallSid::new);
    }

    public ConferenceSid conference() {
        return source().next(ConferenceSid.PREFIX, ConferenceSid::new);
    }

    public RecordingSid recording() {
        return source().next(RecordingSid.PREFIX, RecordingSid::new);
    }

    public NotificationSid notification() {
        return source().next(NotificationSid.PREFIX, NotificationSid::new);
    }

    public MessageSid message() {
        return source().next(MessageSid.PREFIX, MessageSid::new);
    }

    public StreamSid stream() {
        return source().next(StreamSid.PREFIX, StreamSid::new);
    }

    public ExecutionSid execution() {
        return source().next(ExecutionSid.PREFIX, ExecutionSid::new);
    }

    /// Of a message between a page and an application.
    public String userMessage() {
        return unrecorded("KX");
    }

    /// Of a recording at a server outside.
    public String siprec() {
        return unrecorded("SR");
    }

    /// Of a transcription while the call lasts.
    public String transcription() {
        return unrecorded("GT");
    }

    /// Of what is no record of ours, so has no type of its own.
    private String unrecorded(String prefix) {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return prefix + HexFormat.of().formatHex(bytes);
    }

    private SidSource source() {
        return new SidSource(random.nextLong(), random.nextLong());
    }
}
