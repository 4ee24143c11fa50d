package org.cordboard.api.voice;

import java.util.LinkedHashMap;
import java.util.Map;
import org.cordboard.routing.sid.AccountSid;
import org.jspecify.annotations.Nullable;

/// Relative addresses of the 2010 API, with the `.json` they are published with.
public final class Uris {
    static final String API_VERSION = "2010-04-01";
    static final String ACCOUNT = "/2010-04-01/Accounts/{AccountSid}";

    private Uris() {}

    public static String of(AccountSid account, Object... segments) {
        StringBuilder uri = new StringBuilder("/2010-04-01/Accounts/").append(account);
        for (Object segment : segments) {
            uri.append('/').append(segment);
        }
        return uri.append(".json").toString();
    }

    /// The named collections below an item.
    static Map<String, @Nullable String> below(String item, String... pairs) {
        String path = item.substring(0, item.length() - ".json".length());
        Map<String, @Nullable String> uris = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            uris.put(pairs[i], path + "/" + pairs[i + 1] + ".json");
        }
        return uris;
    }
}
