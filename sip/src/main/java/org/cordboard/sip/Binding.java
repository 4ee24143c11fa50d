package org.cordboard.sip;

import java.time.Instant;
import org.cordboard.sip.message.SipUri;

/// One registered contact of an address of record.
///
/// @param contact as the phone wrote it; put it into the request line
/// @param flow where the phone really is; send there
/// @param priority q value in thousandths, 0 to 1000; higher first
/// @param userAgent what the phone calls itself, or empty
public record Binding(
        AddressOfRecord addressOfRecord,
        SipUri contact,
        Flow flow,
        Instant expires,
        int priority,
        String callId,
        long cseq,
        String userAgent) {}
