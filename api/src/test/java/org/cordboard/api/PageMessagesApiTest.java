package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.List;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.AccountSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Messages to pages by REST, and who subscribes to theirs (Voice reference 15.6).
@Timeout(120)
class PageMessagesApiTest {
    private Centre centre;
    private String call;

    @BeforeEach
    void start() {
        centre = new Centre(ApiConfig.onLoopback());
        call = path(CallStatus.IN_PROGRESS);
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    private String path(CallStatus status) {
        Account account = centre.engine.read(view -> view.account(new AccountSid(Centre.ACCOUNT)));
        Call made = centre.calls.call(account, status, Centre.START);
        return "/2010-04-01/Accounts/" + Centre.ACCOUNT + "/Calls/" + made.key();
    }

    private String sends(String on, String content, String key) {
        Centre.Reply reply = centre.post(on + "/UserDefinedMessages.json", "Content", content, "IdempotencyKey", key);
        assertEquals(201, reply.status(), reply.http().body());
        return reply.text("sid");
    }

    private List<String> messages() {
        return centre.calls.asked.stream().filter(each -> each.startsWith("message ")).toList();
    }

    @Test
    void aMessageIsSentOnceForEachKeyOfACall() {
        String first = sends(call, "{\"say\":\"hello\"}", "k1");
        assertEquals(first, sends(call, "{\"say\":\"hello\"}", "k1"));
        assertEquals(List.of("message {\"say\":\"hello\"}"), messages());
        assertNotEquals(first, sends(call, "{\"say\":\"hello\"}", "k2"));
        assertNotEquals(first, sends(path(CallStatus.IN_PROGRESS), "{\"say\":\"hello\"}", "k1"));
        assertEquals(3, messages().size());
    }

    @Test
    void aSubscriptionIsMadeOnceForEachKeyAndGoes() {
        String subscriptions = call + "/UserDefinedMessageSubscriptions";
        String[] form = {"Callback", "http://localhost/told", "IdempotencyKey", "k1"};
        String first = centre.post(subscriptions + ".json", form).text("sid");
        assertEquals(first, centre.post(subscriptions + ".json", form).text("sid"));
        assertEquals(204, centre.delete(subscriptions + "/" + first + ".json").status());
        assertEquals(404, centre.delete(subscriptions + "/" + first + ".json").status());
    }

    @Test
    void whatIsNoJsonOrHasNoCallIsRefused() {
        assertEquals(400, centre.post(call + "/UserDefinedMessages.json", "Content", "hello").status());
        assertEquals(400, centre.post(call + "/UserDefinedMessages.json").status());
        assertEquals(
                400, centre.post(call + "/UserDefinedMessages.json", "Content", "{\"a\":\"" + "x".repeat(10_001) + "\"}").status());
        String ended = path(CallStatus.COMPLETED);
        assertEquals(400, centre.post(ended + "/UserDefinedMessages.json", "Content", "{}").status());
        assertEquals(400, centre.post(ended + "/UserDefinedMessageSubscriptions.json", "Callback", "http://localhost/").status());
        String nobody = call.replaceAll("CA.*", "CA" + "0".repeat(32));
        assertEquals(404, centre.post(nobody + "/UserDefinedMessages.json", "Content", "{}").status());
        assertEquals(List.of(), messages());
    }
}
