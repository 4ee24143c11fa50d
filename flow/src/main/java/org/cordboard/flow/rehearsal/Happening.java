package org.cordboard.flow.rehearsal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of a script: something the caller or the outside world does.
///
/// | line | meaning |
/// |---|---|
/// | `press 12` | keys in a gather; `press #` is the finish key alone |
/// | `say sales` | speech in a gather |
/// | `silence` | nothing, until the gather or recording gives up |
/// | `hang up` | the caller hangs up |
/// | `queue bridged after 40` | the wait ends after 40 seconds: a queue result; `full` and `error` are short forms |
/// | `dial busy after 20` | the dialled party: a dial status |
/// | `record 12` | the caller speaks for 12 seconds |
/// | `call answered by human` | the outbound call; also `call busy`, `call no-answer`, `call failed` |
/// | `web 200 {"open": true}` | a web server or Function answers; JSON is served as JSON |
/// | `web fails` | it does not answer |
/// | `message sent`, `message fails` | the gateway's word |
/// | `recording fails` | switching call recording goes wrong (it works unless said so) |
/// | `return a=1 b=2` | foreign TwiML gives the call back |
/// | `wait 20` | 20 seconds pass |
///
/// `queue`, `dial`, `record` and `return` may end in `, call over`: the caller is gone when the result arrives.
sealed interface Happening {

    record Press(String keys) implements Happening {}

    record Say(String words) implements Happening {}

    record Silence() implements Happening {}

    record HangUp() implements Happening {}

    record Queue(String result, int seconds, boolean callOver) implements Happening {}

    record Dial(String status, int seconds, boolean callOver) implements Happening {}

    record Recorded(int seconds, boolean callOver) implements Happening {}

    record Call(String status, String answeredBy) implements Happening {}

    record Web(int status, String body) implements Happening {}

    record WebFails() implements Happening {}

    record Message(boolean sent) implements Happening {}

    record RecordingFails() implements Happening {}

    record Return(Map<String, String> parameters, boolean callOver) implements Happening {}

    record Wait(int seconds) implements Happening {}

    Pattern RESULT = Pattern.compile("(queue|dial) +([a-z-]+)(?: +after +(\\d{1,6}))?(, *call over)?");
    Pattern RECORD = Pattern.compile("record +(\\d{1,6})(, *call over)?");
    Pattern CALL = Pattern.compile("call +(answered|busy|no-answer|failed|canceled)(?: +by +(\\w+))?");
    Pattern WEB = Pattern.compile("web +(\\d{3})(?: +(.*))?", Pattern.DOTALL);
    Pattern RETURN = Pattern.compile("return((?: +[\\w.-]+=[^ ,]*)*)(, *call over)?");
    Pattern WAIT = Pattern.compile("wait +(\\d{1,9})");

    static Happening parse(String line) throws ScenarioException {
        var text = line.strip();
        Matcher match;
        if (text.startsWith("press ")) {
            return new Press(text.substring(6).strip());
        }
        if (text.startsWith("say ")) {
            return new Say(text.substring(4).strip());
        }
        switch (text) {
            case "silence" -> {
                return new Silence();
            }
            case "hang up" -> {
                return new HangUp();
            }
            case "web fails" -> {
                return new WebFails();
            }
            case "message sent" -> {
                return new Message(true);
            }
            case "message fails" -> {
                return new Message(false);
            }
            case "recording fails" -> {
                return new RecordingFails();
            }
            default -> {}
        }
        if ((match = RESULT.matcher(text)).matches()) {
            var seconds = match.group(3) == null ? 0 : Integer.parseInt(match.group(3));
            boolean over = match.group(4) != null;
            return match.group(1).equals("dial")
                    ? new Dial(match.group(2), seconds, over)
                    : new Queue(match.group(2).equals("full") ? "queue-full" : match.group(2), seconds, over);
        }
        if ((match = RECORD.matcher(text)).matches()) {
            return new Recorded(Integer.parseInt(match.group(1)), match.group(2) != null);
        }
        if ((match = CALL.matcher(text)).matches()) {
            return new Call(match.group(1), match.group(2) == null ? "" : match.group(2));
        }
        if ((match = WEB.matcher(text)).matches()) {
            return new Web(Integer.parseInt(match.group(1)), match.group(2) == null ? "" : match.group(2));
        }
        if ((match = RETURN.matcher(text)).matches()) {
            var parameters = new LinkedHashMap<String, String>();
            for (var pair : match.group(1).strip().split(" +")) {
                if (!pair.isEmpty()) {
                    parameters.put(pair.substring(0, pair.indexOf('=')), pair.substring(pair.indexOf('=') + 1));
                }
            }
            return new Return(parameters, match.group(2) != null);
        }
        if ((match = WAIT.matcher(text)).matches()) {
            return new Wait(Integer.parseInt(match.group(1)));
        }
        throw new ScenarioException("'" + text + "' is not something that can happen; see the table of script lines");
    }
}
