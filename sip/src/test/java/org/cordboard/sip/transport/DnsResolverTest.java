package org.cordboard.sip.transport;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.cordboard.sip.Flow;
import org.cordboard.sip.message.Malformed;
import org.cordboard.sip.message.SipUri;
import org.junit.jupiter.api.Test;

/// RFC 3263 on a scripted name service.
class DnsResolverTest {
    private final Map<String, List<String>> records = new HashMap<>();
    private final DnsResolver resolver =
            new DnsResolver((name, type) -> records.getOrDefault(type + " " + name, List.of()), new Random(7));

    private List<String> resolved(String uri) throws Malformed {
        return resolver.resolve(SipUri.parse(uri)).stream().map(DnsResolverTest::shown).toList();
    }

    private static String shown(Flow flow) {
        return flow.transport() + " " + flow.remote().getAddress().getHostAddress() + ":" + flow.remote().getPort();
    }

    @Test
    void literalAddressesNeedNoNameService() throws Malformed {
        assertEquals(List.of("UDP 192.0.2.7:5060"), resolved("sip:a@192.0.2.7"));
        assertEquals(List.of("TCP 192.0.2.7:5070"), resolved("sip:a@192.0.2.7:5070;transport=tcp"));
        assertEquals(List.of("TLS 192.0.2.7:5061"), resolved("sips:a@192.0.2.7"));
        assertEquals(List.of("UDP 192.0.2.8:5060"), resolved("sip:a@nowhere.invalid;maddr=192.0.2.8"));
        assertEquals(List.of(), resolved("sip:a@192.0.2.7;transport=sctp"));
    }

    @Test
    void serviceRecordsAreTakenByPriority() throws Malformed {
        records.put("SRV _sip._udp.carrier.example", List.of("20 0 5064 192.0.2.2.", "10 5 5062 192.0.2.1."));
        records.put("SRV _sip._tcp.carrier.example", List.of("10 0 5066 192.0.2.3."));
        assertEquals(
                List.of("UDP 192.0.2.1:5062", "UDP 192.0.2.2:5064", "TCP 192.0.2.3:5066"), resolved("sip:carrier.example"));
        assertEquals(List.of("TCP 192.0.2.3:5066"), resolved("sip:carrier.example;transport=tcp"));
    }

    @Test
    void naptrChoosesTheTransport() throws Malformed {
        records.put(
                "NAPTR carrier.example",
                List.of(
                        "90 50 \"s\" \"SIP+D2U\" \"\" _sip._udp.carrier.example.",
                        "50 50 \"s\" \"SIP+D2T\" \"\" _sip._tcp.carrier.example."));
        records.put("SRV _sip._tcp.carrier.example", List.of("1 1 5060 192.0.2.3."));
        records.put("SRV _sip._udp.carrier.example", List.of("1 1 5060 192.0.2.1."));
        assertEquals(List.of("TCP 192.0.2.3:5060", "UDP 192.0.2.1:5060"), resolved("sip:carrier.example"));
    }

    @Test
    void weightsDecideHowOftenAnEqualComesFirst() {
        int heavy = 0;
        var light = new DnsResolver.Srv(1, 10, 5060, "light");
        var weighty = new DnsResolver.Srv(1, 90, 5060, "heavy");
        for (int i = 0; i < 1_000; i++) {
            heavy += resolver.ordered(List.of(light, weighty)).getFirst().equals(weighty) ? 1 : 0;
        }
        assertTrue(heavy > 850 && heavy < 950, "seed 7: " + heavy);
    }
}
