package org.cordboard.apps.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.javalin.websocket.WsConfig;
import io.javalin.websocket.WsContext;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What the browsers of a dashboard see: the last state of every row, pushed on change and told in full to a page that
/// opens. Any thread may call it; the rows' lock also keeps pushes in order.
public final class LiveBoard {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int ROWS_MAX = 50;

    private final Set<WsContext> pages = ConcurrentHashMap.newKeySet();
    private final Map<String, Object> rows = new LinkedHashMap<>();
    private final Consumer<JsonNode> wishes;

    /// @param wishes gets what a page sends
    public LiveBoard(Consumer<JsonNode> wishes) {
        this.wishes = wishes;
    }

    /// Adds or replaces a row; beyond a limit the oldest row is dropped.
    public void show(String key, Object row) {
        synchronized (rows) {
            rows.put(key, row);
            if (rows.size() > ROWS_MAX) {
                rows.remove(rows.keySet().iterator().next());
            }
            pages.forEach(page -> page.send(text(row)));
        }
    }

    void attach(WsConfig socket, PageGuard guard) {
        socket.onConnect(page -> {
            var host = page.header("Host");
            if (!PageGuard.sameSite(page.header("Origin"), host) || !guard.lets(host, page.header("Authorization"))) {
                page.closeSession(1008, "not this dashboard's page");
                return;
            }
            page.enableAutomaticPings(15, TimeUnit.SECONDS);
            synchronized (rows) {
                rows.values().forEach(row -> page.send(text(row)));
                pages.add(page);
            }
        });
        socket.onMessage(message -> {
            if (pages.contains(message)) {
                wishes.accept(JSON.readTree(message.message()));
            }
        });
        socket.onClose(pages::remove);
        socket.onError(pages::remove);
    }

    private static String text(Object row) {
        try {
            return JSON.writeValueAsString(row);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no JSON for " + row.getClass(), e);
        }
    }
}
