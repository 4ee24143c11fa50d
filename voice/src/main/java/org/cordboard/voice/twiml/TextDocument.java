package org.cordboard.voice.twiml;

import java.util.ArrayList;
import java.util.List;
import org.cordboard.voice.webhook.HttpMethod;
import org.jspecify.annotations.Nullable;

/// What an application answers to a text: texts to send, then perhaps another document to fetch. `Sms` is an older name
/// of `Message`.
///
/// @param redirect null when nothing follows
public record TextDocument(List<Reply> replies, @Nullable Redirect redirect, List<Problem> problems) {
    private static final int BAD_VERB = 14110;
    private static final int BAD_METHOD = 14104;
    private static final int NO_MEDIA = 14105;
    private static final int TOO_MANY = 14109;
    private static final int REPLIES_MAX = 10;

    /// @param to empty for the sender of what is answered
    /// @param from empty for the number that was written to
    /// @param callback told how the text went, or null
    public record Reply(String to, String from, String body, @Nullable String callback, HttpMethod method) {}

    /// @param url perhaps relative
    public record Redirect(String url, HttpMethod method) {}

    /// @throws TwimlFailure when nothing of it can be read
    public static TextDocument parse(String text) throws TwimlFailure {
        var root = Xml.read(text);
        if (!root.name().equals("Response")) {
            throw new TwimlFailure(
                    TwimlFailure.NOT_RESPONSE, "the root element is <" + root.name() + ">, not <Response>");
        }
        var problems = new ArrayList<Problem>();
        var replies = new ArrayList<Reply>();
        for (var verb : root.children()) {
            switch (verb.name()) {
                case "Message", "Sms" -> {
                    if (replies.size() < REPLIES_MAX) {
                        replies.add(reply(verb, problems));
                    } else {
                        problems.add(Problem.of(TOO_MANY, "more than " + REPLIES_MAX + " replies to one text"));
                    }
                }
                case "Redirect" -> {
                    var next = new Redirect(verb.text(), method(verb, problems));
                    return new TextDocument(List.copyOf(replies), next, List.copyOf(problems));
                }
                default -> problems.add(Problem.of(BAD_VERB, "<" + verb.name() + "> means nothing in answer to a text"));
            }
        }
        return new TextDocument(List.copyOf(replies), null, List.copyOf(problems));
    }

    /// An answer in plain text is itself the reply.
    public static TextDocument plain(String text) {
        var words = text.strip();
        var reply = new Reply("", "", words, null, HttpMethod.POST);
        return new TextDocument(words.isEmpty() ? List.of() : List.of(reply), null, List.of());
    }

    private static Reply reply(Element verb, List<Problem> problems) {
        var body = new StringBuilder(verb.text());
        for (var part : verb.children()) {
            switch (part.name()) {
                case "Body" -> body.append(part.text());
                case "Media" -> problems.add(Problem.of(NO_MEDIA, "pictures and sounds are not sent, only the words"));
                default -> problems.add(Problem.of(BAD_VERB, "<" + part.name() + "> means nothing in a text"));
            }
        }
        var attributes = verb.attributes();
        var callback = attributes.getOrDefault("statusCallback", attributes.getOrDefault("action", ""));
        return new Reply(
                attributes.getOrDefault("to", ""),
                attributes.getOrDefault("from", ""),
                body.toString().strip(),
                callback.isBlank() ? null : callback,
                method(verb, problems));
    }

    private static HttpMethod method(Element verb, List<Problem> problems) {
        var word = verb.attributes().getOrDefault("method", "POST");
        if (!word.equalsIgnoreCase("GET") && !word.equalsIgnoreCase("POST")) {
            problems.add(Problem.of(BAD_METHOD, "method must be GET or POST, was " + word));
        }
        return word.equalsIgnoreCase("GET") ? HttpMethod.GET : HttpMethod.POST;
    }
}
