package org.cordboard.sip.transaction;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/// The four machines against the figures of RFC 3261 section 17 and RFC 6026, row by row. Each test also
/// tries every state with every input and demands that exactly the transitions of its table exist, so a
/// transition nobody tested fails it.
class TransactionTablesTest {
    private static final Duration T1 = Duration.ofMillis(500);
    private static final TimerValues UDP = new TimerValues(T1, Duration.ofSeconds(4), Duration.ofSeconds(5), false);
    private static final TimerValues TCP = new TimerValues(T1, Duration.ofSeconds(4), Duration.ofSeconds(5), true);

    private interface Machine<S> {
        Step<S> step(S state, Input input, TimerValues values);
    }

    /// A row: `STATE input -> STATE action action`.
    private static <S extends Enum<S>> void check(
            Class<S> states, Machine<S> machine, TimerValues values, String table) {
        Set<String> stated = new LinkedHashSet<>();
        for (String row : table.lines().filter(l -> !l.isBlank()).toList()) {
            String[] sides = row.strip().split(" *-> *", 2);
            String[] left = sides[0].split(" +");
            S from = Enum.valueOf(states, left[0]);
            assertEquals(sides[1].replaceAll(" +", " "), shown(machine.step(from, input(left[1]), values)), row);
            stated.add(left[0] + " " + left[1]);
        }
        Set<String> quiet = new TreeSet<>();
        for (S from : states.getEnumConstants()) {
            for (String name : ALL_INPUTS) {
                Step<S> step = machine.step(from, input(name), values);
                boolean moves = step.next() != from || !step.actions().isEmpty();
                if (moves && !stated.contains(from.name() + " " + name)) {
                    quiet.add(from.name() + " " + name + " -> " + shown(step));
                }
            }
        }
        assertEquals(Set.of(), quiet, "transitions without a row");
    }

    private static final List<String> ALL_INPUTS = inputs();

    private static List<String> inputs() {
        List<String> names = new ArrayList<>(
                List.of("start", "r100", "r200", "r486", "again", "ack", "a100", "a200", "a486", "error"));
        for (TimerName timer : TimerName.values()) {
            names.add("timer" + timer);
        }
        return names;
    }

    private static Input input(String name) {
        return switch (name) {
            case "start" -> new Input.Start();
            case "again" -> new Input.Retransmission();
            case "ack" -> new Input.Ack();
            case "error" -> new Input.TransportError();
            case String s
            when s.startsWith("timer") -> new Input.Fired(TimerName.valueOf(s.substring(5)), Duration.ofSeconds(3));
            case String s when s.startsWith("r") -> new Input.Response(Integer.parseInt(s.substring(1)));
            default -> new Input.Answer(Integer.parseInt(name.substring(1)));
        };
    }

    private static String shown(Step<?> step) {
        var out = new StringBuilder(step.next().toString());
        for (Action action : step.actions()) {
            out.append(' ');
            out.append(
                    switch (action) {
                        case Action.StartTimer(var timer, var after) -> timer + "=" + after.toMillis();
                        case Action.StopTimer(var timer) -> "-" + timer;
                        default ->
                            action.getClass().getSimpleName().substring(0, 1).toLowerCase(Locale.ROOT)
                                    + action.getClass().getSimpleName().substring(1);
                    });
        }
        return out.toString();
    }

    @Test
    void inviteClientOverUdp() {
        check(InviteClient.State.class, InviteClient::step, UDP, """
                CALLING start     -> CALLING sendRequest A=500 B=32000
                CALLING timerA    -> CALLING repeatRequest A=6000
                CALLING timerB    -> TERMINATED tellTimeout
                CALLING r100      -> PROCEEDING -A -B passUp
                CALLING r200      -> ACCEPTED -A -B passUp M=32000
                CALLING r486      -> COMPLETED -A -B sendAck passUp D=32000
                CALLING error     -> TERMINATED tellTransportError
                PROCEEDING r100   -> PROCEEDING passUp
                PROCEEDING r200   -> ACCEPTED -A -B passUp M=32000
                PROCEEDING r486   -> COMPLETED -A -B sendAck passUp D=32000
                PROCEEDING error  -> TERMINATED tellTransportError
                COMPLETED r486    -> COMPLETED sendAck
                COMPLETED timerD  -> TERMINATED
                COMPLETED error   -> TERMINATED tellTransportError
                ACCEPTED r200     -> ACCEPTED passUp
                ACCEPTED timerM   -> TERMINATED
                """);
    }

    @Test
    void inviteClientOverTcp() {
        check(InviteClient.State.class, InviteClient::step, TCP, """
                CALLING start     -> CALLING sendRequest B=32000
                CALLING timerA    -> CALLING repeatRequest A=6000
                CALLING timerB    -> TERMINATED tellTimeout
                CALLING r100      -> PROCEEDING -A -B passUp
                CALLING r200      -> ACCEPTED -A -B passUp M=32000
                CALLING r486      -> TERMINATED -A -B sendAck passUp
                CALLING error     -> TERMINATED tellTransportError
                PROCEEDING r100   -> PROCEEDING passUp
                PROCEEDING r200   -> ACCEPTED -A -B passUp M=32000
                PROCEEDING r486   -> TERMINATED -A -B sendAck passUp
                PROCEEDING error  -> TERMINATED tellTransportError
                COMPLETED r486    -> COMPLETED sendAck
                COMPLETED timerD  -> TERMINATED
                COMPLETED error   -> TERMINATED tellTransportError
                ACCEPTED r200     -> ACCEPTED passUp
                ACCEPTED timerM   -> TERMINATED
                """);
    }

    @Test
    void otherClientOverUdp() {
        check(NonInviteClient.State.class, NonInviteClient::step, UDP, """
                TRYING start      -> TRYING sendRequest E=500 F=32000
                TRYING timerE     -> TRYING repeatRequest E=4000
                TRYING timerF     -> TERMINATED -E tellTimeout
                TRYING r100       -> PROCEEDING passUp
                TRYING r200       -> COMPLETED -E -F passUp K=5000
                TRYING r486       -> COMPLETED -E -F passUp K=5000
                TRYING error      -> TERMINATED -E -F tellTransportError
                PROCEEDING start  -> PROCEEDING sendRequest E=500 F=32000
                PROCEEDING timerE -> PROCEEDING repeatRequest E=4000
                PROCEEDING timerF -> TERMINATED -E tellTimeout
                PROCEEDING r100   -> PROCEEDING passUp
                PROCEEDING r200   -> COMPLETED -E -F passUp K=5000
                PROCEEDING r486   -> COMPLETED -E -F passUp K=5000
                PROCEEDING error  -> TERMINATED -E -F tellTransportError
                COMPLETED timerK  -> TERMINATED
                """);
    }

    @Test
    void inviteServerOverUdp() {
        check(InviteServer.State.class, InviteServer::step, UDP, """
                PROCEEDING again  -> PROCEEDING repeatAnswer
                PROCEEDING a100   -> PROCEEDING sendAnswer
                PROCEEDING a200   -> ACCEPTED sendAnswer L=32000
                PROCEEDING a486   -> COMPLETED sendAnswer G=500 H=32000
                PROCEEDING error  -> TERMINATED tellTransportError
                COMPLETED again   -> COMPLETED repeatAnswer
                COMPLETED timerG  -> COMPLETED repeatAnswer G=4000
                COMPLETED timerH  -> TERMINATED -G tellTimeout
                COMPLETED ack     -> CONFIRMED -G -H I=5000
                COMPLETED error   -> TERMINATED -G -H tellTransportError
                CONFIRMED timerI  -> TERMINATED
                ACCEPTED a200     -> ACCEPTED sendAnswer
                ACCEPTED ack      -> ACCEPTED passUp
                ACCEPTED timerL   -> TERMINATED
                ACCEPTED error    -> ACCEPTED tellTransportError
                """);
    }

    @Test
    void inviteServerOverTcp() {
        check(InviteServer.State.class, InviteServer::step, TCP, """
                PROCEEDING again  -> PROCEEDING repeatAnswer
                PROCEEDING a100   -> PROCEEDING sendAnswer
                PROCEEDING a200   -> ACCEPTED sendAnswer L=32000
                PROCEEDING a486   -> COMPLETED sendAnswer H=32000
                PROCEEDING error  -> TERMINATED tellTransportError
                COMPLETED again   -> COMPLETED repeatAnswer
                COMPLETED timerG  -> COMPLETED repeatAnswer G=4000
                COMPLETED timerH  -> TERMINATED -G tellTimeout
                COMPLETED ack     -> TERMINATED -H
                COMPLETED error   -> TERMINATED -G -H tellTransportError
                CONFIRMED timerI  -> TERMINATED
                ACCEPTED a200     -> ACCEPTED sendAnswer
                ACCEPTED ack      -> ACCEPTED passUp
                ACCEPTED timerL   -> TERMINATED
                ACCEPTED error    -> ACCEPTED tellTransportError
                """);
    }

    @Test
    void otherServer() {
        String open = """
                TRYING a100       -> PROCEEDING sendAnswer
                TRYING error      -> TERMINATED tellTransportError
                PROCEEDING again  -> PROCEEDING repeatAnswer
                PROCEEDING a100   -> PROCEEDING sendAnswer
                PROCEEDING error  -> TERMINATED tellTransportError
                COMPLETED again   -> COMPLETED repeatAnswer
                COMPLETED timerJ  -> TERMINATED
                COMPLETED error   -> TERMINATED -J tellTransportError
                """;
        check(NonInviteServer.State.class, NonInviteServer::step, UDP, open + """
                TRYING a200       -> COMPLETED sendAnswer J=32000
                TRYING a486       -> COMPLETED sendAnswer J=32000
                PROCEEDING a200   -> COMPLETED sendAnswer J=32000
                PROCEEDING a486   -> COMPLETED sendAnswer J=32000
                """);
        check(NonInviteServer.State.class, NonInviteServer::step, TCP, open + """
                TRYING a200       -> TERMINATED sendAnswer
                TRYING a486       -> TERMINATED sendAnswer
                PROCEEDING a200   -> TERMINATED sendAnswer
                PROCEEDING a486   -> TERMINATED sendAnswer
                """);
    }
}
