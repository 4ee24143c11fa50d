package org.cordboard.voice;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.routing.entity.Notification;
import org.cordboard.voice.phone.TestCall;
import org.cordboard.voice.phone.TestPhone;
import org.cordboard.voice.recognition.Recogniser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;

/// A house and callers for each test.
@Timeout(120)
abstract class HouseTest {
    static final double CALLER = 440;
    static final double CALLEE = 1_300;

    House house;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeEach
    void build() throws Exception {
        house = new House(recogniser());
    }

    Recogniser recogniser() {
        return null;
    }

    @AfterEach
    void tearDown() throws Exception {
        // Hang up while the phones can still answer that, and let them go while the house still hears it.
        house.voice.stage().legs().close();
        for (var each : opened) {
            each.close();
        }
        house.close();
    }

    /// A call of somebody new to the usual number.
    TestCall call() throws Exception {
        return call("+1555777%04d".formatted(opened.size()), House.NUMBER);
    }

    TestCall call(String from, String to) throws Exception {
        return phone(from).call(house.sip(), to);
    }

    TestPhone phone(String from) {
        var phone = new TestPhone(from);
        opened.add(phone);
        return phone;
    }

    TestPhone registered(String user) throws Exception {
        var phone = house.registered(user);
        opened.add(phone);
        return phone;
    }

    <C extends AutoCloseable> C closing(C resource) {
        opened.add(resource);
        return resource;
    }

    /// The error log gets this entry.
    Notification logged(int code) throws Exception {
        return house.eventually(Notification.class, n -> n.errorCode().equals(Integer.toString(code)));
    }
}
