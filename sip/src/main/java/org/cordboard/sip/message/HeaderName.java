package org.cordboard.sip.message;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Spelling of header names: compact forms become long ones, known names get their usual capitals.
final class HeaderName {
    private static final String[] KNOWN = {
        "Via",
        "From",
        "To",
        "Call-ID",
        "CSeq",
        "Max-Forwards",
        "Contact",
        "Content-Length",
        "Content-Type",
        "Content-Encoding",
        "Content-Disposition",
        "Content-Language",
        "Route",
        "Record-Route",
        "Path",
        "Allow",
        "Supported",
        "Require",
        "Proxy-Require",
        "Unsupported",
        "Accept",
        "Accept-Encoding",
        "Accept-Language",
        "Expires",
        "Min-Expires",
        "Authorization",
        "WWW-Authenticate",
        "Proxy-Authorization",
        "Proxy-Authenticate",
        "Authentication-Info",
        "User-Agent",
        "Server",
        "Subject",
        "Date",
        "Timestamp",
        "Warning",
        "Retry-After",
        "Reason",
        "Event",
        "Allow-Events",
        "Subscription-State",
        "Refer-To",
        "Referred-By",
        "Refer-Sub",
        "Replaces",
        "Session-Expires",
        "Min-SE",
        "RSeq",
        "RAck",
        "P-Asserted-Identity",
        "P-Preferred-Identity",
        "P-Called-Party-ID",
        "Remote-Party-ID",
        "Privacy",
        "Diversion",
        "History-Info",
        "User-to-User",
        "Identity",
        "Identity-Info",
        "Alert-Info",
        "Call-Info",
        "Error-Info",
        "In-Reply-To",
        "MIME-Version",
        "Organization",
        "Priority",
        "Reply-To",
        "Accept-Contact",
        "Reject-Contact",
        "Request-Disposition",
        "Service-Route"
    };
    private static final String[][] COMPACT = {
        {"v", "Via"},
        {"f", "From"},
        {"t", "To"},
        {"i", "Call-ID"},
        {"m", "Contact"},
        {"l", "Content-Length"},
        {"c", "Content-Type"},
        {"e", "Content-Encoding"},
        {"s", "Subject"},
        {"k", "Supported"},
        {"o", "Event"},
        {"r", "Refer-To"},
        {"b", "Referred-By"},
        {"u", "Allow-Events"},
        {"x", "Session-Expires"},
        {"a", "Accept-Contact"},
        {"j", "Reject-Contact"},
        {"d", "Request-Disposition"},
        {"y", "Identity"},
        {"n", "Identity-Info"}
    };
    private static final Map<String, String> CANONICAL = new HashMap<>();
    private static final Set<String> EXACT = new HashSet<>();

    static {
        for (String name : KNOWN) {
            CANONICAL.put(name.toLowerCase(Locale.ROOT), name);
            EXACT.add(name);
        }
        for (String[] pair : COMPACT) {
            CANONICAL.put(pair[0], pair[1]);
        }
    }

    private HeaderName() {}

    static String canonical(String name) {
        return EXACT.contains(name) ? name : CANONICAL.getOrDefault(name.toLowerCase(Locale.ROOT), name);
    }
}
