package org.cordboard.sip.transport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Hashtable;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.naming.NamingException;
import javax.naming.directory.Attribute;
import javax.naming.directory.InitialDirContext;
import org.cordboard.sip.Flow;
import org.cordboard.sip.Transport;
import org.cordboard.sip.message.SipUri;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// RFC 3263 over the system's DNS: literal addresses first, then NAPTR, SRV (priorities and weights of RFC
/// 2782) and addresses. Names without a dot are looked up as plain hosts, so that local names never cost a
/// DNS timeout.
public final class DnsResolver implements Resolver {
    private static final Logger LOG = LoggerFactory.getLogger(DnsResolver.class);
    private static final int TARGETS_MAX = 8;
    private static final Pattern IPV4 =
            Pattern.compile("(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})(\\.(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})){3}");

    private final Lookup lookup;
    private final RandomGenerator random;

    /// Asks DNS for the records of one type; their text form, empty when there are none.
    @FunctionalInterface
    public interface Lookup {
        List<String> records(String name, String type);
    }

    /// @param priority lower first
    record Srv(int priority, int weight, int port, String target) {}

    public DnsResolver() {
        this(DnsResolver::ask, RandomGenerator.getDefault());
    }

    public DnsResolver(Lookup lookup, RandomGenerator random) {
        this.lookup = lookup;
        this.random = random;
    }

    @Override
    public List<Flow> resolve(SipUri uri) {
        String host = uri.parameters().get("maddr").filter(m -> !m.isEmpty()).orElse(uri.host());
        Optional<Transport> wanted = uri.transport().flatMap(Transport::named);
        if (uri.transport().isPresent() && wanted.isEmpty()) {
            return List.of();
        }
        Optional<Transport> asked = uri.secure() ? Optional.of(Transport.TLS) : wanted;
        if (isLiteral(host) || uri.port() != 0) {
            Transport transport = asked.orElse(Transport.UDP);
            return addresses(host, transport, uri.port() == 0 ? transport.defaultPort() : uri.port());
        }
        List<Flow> found = new ArrayList<>();
        if (host.indexOf('.') >= 0) {
            for (Service service : services(host, asked)) {
                for (Srv srv : ordered(srvRecords(service.name))) {
                    found.addAll(addresses(srv.target, service.transport, srv.port));
                }
            }
        }
        if (found.isEmpty()) {
            Transport transport = asked.orElse(Transport.UDP);
            found.addAll(addresses(host, transport, transport.defaultPort()));
        }
        return found.stream().distinct().limit(TARGETS_MAX).toList();
    }

    private record Service(String name, Transport transport) {}

    private List<Service> services(String host, Optional<Transport> asked) {
        if (asked.isPresent()) {
            return List.of(new Service(prefix(asked.get()) + host, asked.get()));
        }
        List<Service> found = new ArrayList<>();
        lookup.records(host, "NAPTR").stream()
                .map(text -> text.split("\\s+"))
                .filter(f -> f.length >= 6 && f[2].replace("\"", "").equalsIgnoreCase("s"))
                .sorted(Comparator.comparingInt((String[] f) -> number(f[0])).thenComparingInt(f -> number(f[1])))
                .forEach(f -> naptrTransport(f[3].replace("\"", ""))
                        .ifPresent(t -> found.add(new Service(withoutDot(f[5]), t))));
        if (found.isEmpty()) {
            found.add(new Service(prefix(Transport.UDP) + host, Transport.UDP));
            found.add(new Service(prefix(Transport.TCP) + host, Transport.TCP));
        }
        return found;
    }

    private static Optional<Transport> naptrTransport(String service) {
        return switch (service.toUpperCase(Locale.ROOT)) {
            case "SIP+D2U" -> Optional.of(Transport.UDP);
            case "SIP+D2T" -> Optional.of(Transport.TCP);
            case "SIPS+D2T" -> Optional.of(Transport.TLS);
            default -> Optional.empty();
        };
    }

    private static String prefix(Transport transport) {
        return switch (transport) {
            case UDP -> "_sip._udp.";
            case TCP -> "_sip._tcp.";
            case TLS -> "_sips._tcp.";
        };
    }

    private List<Srv> srvRecords(String name) {
        List<Srv> found = new ArrayList<>();
        for (String text : lookup.records(name, "SRV")) {
            String[] f = text.split("\\s+");
            if (f.length == 4 && !f[3].equals(".")) {
                found.add(new Srv(number(f[0]), number(f[1]), number(f[2]), withoutDot(f[3])));
            }
        }
        return found;
    }

    /// By priority; within one priority drawn by weight.
    List<Srv> ordered(List<Srv> records) {
        List<Srv> rest = new ArrayList<>(records);
        rest.sort(Comparator.comparingInt(Srv::priority).thenComparingInt(Srv::weight));
        List<Srv> result = new ArrayList<>(rest.size());
        while (!rest.isEmpty()) {
            int priority = rest.getFirst().priority;
            int total = rest.stream()
                    .filter(s -> s.priority == priority)
                    .mapToInt(Srv::weight)
                    .sum();
            int drawn = random.nextInt(total + 1);
            int index = 0;
            int sum = rest.getFirst().weight;
            while (sum < drawn) {
                sum += rest.get(++index).weight;
            }
            result.add(rest.remove(index));
        }
        return result;
    }

    private static List<Flow> addresses(String host, Transport transport, int port) {
        String plain = host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
        try {
            List<Flow> found = new ArrayList<>();
            for (InetAddress address : InetAddress.getAllByName(plain)) {
                found.add(Flow.to(transport, new InetSocketAddress(address, port)));
            }
            return found;
        } catch (UnknownHostException | SecurityException _) {
            return List.of();
        }
    }

    /// True for IPv4 and bracketed IPv6 addresses: these need no look-up.
    public static boolean isLiteral(String host) {
        return host.startsWith("[") || IPV4.matcher(host).matches();
    }

    private static int number(String text) {
        return text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
    }

    private static String withoutDot(String name) {
        return name.endsWith(".") ? name.substring(0, name.length() - 1) : name;
    }

    /// JNDI is used for its DNS provider only; a name that could be taken for a URL of another provider is
    /// refused.
    @SuppressWarnings("BanJNDI")
    private static List<String> ask(String name, String type) {
        var environment = new Hashtable<String, String>();
        environment.put("java.naming.factory.initial", "com.sun.jndi.dns.DnsContextFactory");
        environment.put("com.sun.jndi.dns.timeout.initial", "500");
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        List<String> found = new ArrayList<>();
        if (!name.matches("[A-Za-z0-9._-]{1,253}")) {
            return found;
        }
        try {
            var context = new InitialDirContext(environment);
            try {
                Attribute attribute =
                        context.getAttributes(name, new String[] {type}).get(type);
                for (int i = 0; attribute != null && i < attribute.size(); i++) {
                    found.add(String.valueOf(attribute.get(i)));
                }
            } finally {
                context.close();
            }
        } catch (NamingException e) {
            LOG.debug("{} {}: {}", type, name, e.getMessage());
        }
        return found;
    }
}
