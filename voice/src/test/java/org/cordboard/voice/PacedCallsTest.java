package org.cordboard.voice;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.voice.control.ControlFailure;
import org.cordboard.voice.control.LiveCalls.Twiml;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.dial.Pace;
import org.cordboard.voice.phone.TestPhone;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How fast calls by REST go out, and how much longer than asked phones ring.
@Timeout(90)
class PacedCallsTest {
    private static final Twiml PAUSE = new Twiml.Inline("<Response><Pause length='20'/></Response>");

    private House house;

    @BeforeEach
    void build() throws Exception {
        house = new House();
    }

    @AfterEach
    void tearDown() {
        house.close();
    }

    private Call create(String to, Options options) {
        return house.voice.calls().create(house.account, to, House.NUMBER, PAUSE, options);
    }

    private static long queueTime(Call call) {
        return Long.parseLong(call.details().getOrDefault("queue_time", "0"));
    }

    private Call now(Call call) {
        return Objects.requireNonNull(house.engine.read(view -> view.record(Call.class, call.key())));
    }

    @Test
    void callsFasterThanTheRateWaitInOrderAndCanceledOnesAreNeverDialled() throws Exception {
        house.restartVoice(config -> config.with(1, 0), UnaryOperator.identity());
        house.answers("<Response><Dial><Client>erin</Client></Dial></Response>");
        try (var dave = house.registered("dave");
                var erin = house.registered("erin");
                var caller = new TestPhone("+15557770001")) {
            var first = create("client:dave", Options.NONE);
            var second = create("client:dave", Options.NONE);
            var third = create("client:dave", Options.NONE);
            var fourth = create("client:dave", Options.NONE);
            var last = house.voice.calls().end(fourth.sid(), true);
            assertEquals(CallStatus.CANCELED, last.status());
            assertEquals(CallStatus.QUEUED, third.status());
            assertEquals(0, queueTime(first));
            assertTrue(queueTime(third) > queueTime(second), () -> second + " before " + third);
            assertTrue(queueTime(third) <= 2_000, third::toString);

            caller.call(house.sip(), House.NUMBER);
            erin.rings();
            var child = house.eventually(Call.class, call -> call.direction().equals("outbound-dial"));
            assertFalse(child.details().containsKey("queue_time"), "legs of Dial go out at once");

            for (int ringing = 0; ringing < 3; ringing++) {
                dave.rings();
            }
            var placed = new ArrayList<Call>();
            for (var call : List.of(first, second, third)) {
                placed.add(house.eventually(
                        Call.class, c -> c.key().equals(call.key()) && c.status() == CallStatus.RINGING));
            }
            for (int at = 1; at < placed.size(); at++) {
                var before = placed.get(at - 1).startTime();
                assertNotNull(before);
                assertTrue(before.isBefore(placed.get(at).startTime()), placed::toString);
            }
            assertTrue(queueTime(placed.get(2)) >= queueTime(third), "the truth is what it waited");
            var atOnce = create("client:dave", Options.NONE);
            assertTrue(queueTime(atOnce) <= 1_000, "the canceled call's turn went to nobody");
            dave.rings();
            assertNull(now(fourth).startTime());
            assertTrue(dave.quiet());
        }
    }

    @Test
    void aLineThatIsFullIsRefusedNamingTheRemedy() {
        house.restartVoice(config -> config.with(1, 0), UnaryOperator.identity());
        var refused = assertThrows(ControlFailure.class, () -> {
            for (int call = 0; call < 2 * Pace.LONGEST_LINE; call++) {
                create("client:nobody", Options.NONE);
            }
        });
        assertEquals(429, refused.status());
        assertEquals(20429, refused.code());
        assertTrue(String.valueOf(refused.getMessage()).contains("calls.per-second"));
    }

    @Test
    void theGraceIsAddedToTheRingTimesOfRestDialAndParticipants() throws Exception {
        house.restartVoice(config -> config.with(0, 3), UnaryOperator.identity());
        house.answers("<Response><Dial timeout='5'><Client>erin</Client></Dial></Response>");
        try (var dave = house.registered("dave");
                var erin = house.registered("erin");
                var frank = house.registered("frank");
                var caller = new TestPhone("+15557770001")) {
            caller.call(house.sip(), House.NUMBER);
            create("client:dave", new Options(Map.of("Timeout", List.of("5"))));
            house.voice
                    .conferences()
                    .add(
                            house.account,
                            "room",
                            "client:frank",
                            House.NUMBER,
                            new Options(Map.of("Timeout", List.of("5"))));
            for (var phone : List.of(dave, erin, frank)) {
                assertTrue(phone.rings().canceledWithin(House.PATIENCE));
            }
            for (var to : List.of("client:dave", "client:erin", "client:frank")) {
                var call = house.eventually(
                        Call.class, c -> c.to().equals(to) && c.status() == CallStatus.NO_ANSWER);
                var rang = Duration.between(call.startTime(), call.endTime());
                assertTrue(rang.toMillis() >= 7_900, () -> to + " rang for " + rang);
            }
        }
    }
}
