package org.cordboard.voice;

import java.util.List;
import java.util.Map;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.entity.Conference;
import org.cordboard.routing.entity.Participant;
import org.cordboard.routing.sid.ConferenceSid;
import org.cordboard.voice.control.Options;
import org.cordboard.voice.phone.TestCall;

/// A house whose callers meet: each number has a document of its own, each caller a tone of his own.
abstract class MeetingHouse extends HouseTest {
    static final double[] PITCH = {440, 1_000, 1_700, 2_300};
    static final String QUIET = " beep='false' waitUrl=''";

    /// Callers of this number run the document.
    String numbered(int number, String twiml) {
        var called = "+1555000200" + number;
        house.page("/voice" + number, _ -> twiml);
        house.number(called, Map.of("voice_url", house.url("/voice" + number)));
        return called;
    }

    /// A caller comes into the conference `room` by a document with these attributes and sings.
    TestCall join(int number, String attributes) throws Exception {
        return join(number, attributes, "<Say>Afterwards</Say><Pause length='20'/>");
    }

    TestCall join(int number, String attributes, String after) throws Exception {
        var dial = "<Dial action='/after" + number + "'><Conference" + attributes + ">room</Conference></Dial>";
        house.page("/after" + number, _ -> "<Response>" + after + "</Response>");
        var call = come(number, "<Response>" + dial + "</Response>");
        house.eventually(Participant.class, p -> p.call().value().equals(callOf(number)));
        return call;
    }

    TestCall come(int number, String twiml) throws Exception {
        var called = numbered(number, twiml);
        var call = call("+1555777000" + number, called);
        call.dialog();
        call.sing(PITCH[number]);
        // A document that hangs up at once may be over before anybody looks.
        house.eventually(Call.class, c -> c.from().endsWith("000" + number) && c.status() != CallStatus.RINGING);
        return call;
    }

    String callOf(int number) {
        return house.calls().stream()
                .filter(c -> c.from().equals("+1555777000" + number))
                .findFirst()
                .orElseThrow()
                .sid()
                .value();
    }

    ConferenceSid conference(String status) throws Exception {
        return house.eventually(Conference.class, c -> c.status().equals(status)).sid();
    }

    Participant participant(int number) throws Exception {
        return house.eventually(Participant.class, p -> p.call().value().equals(callOf(number)));
    }

    /// Pairs of names and values.
    static Options options(String... pairs) {
        var values = new java.util.HashMap<String, List<String>>();
        for (int i = 0; i < pairs.length; i += 2) {
            values.put(pairs[i], List.of(pairs[i + 1]));
        }
        return new Options(values);
    }
}
