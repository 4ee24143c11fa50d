package org.cordboard.voice.twiml;

import java.util.ArrayList;
import java.util.List;

/// A document ready to run: its verbs in order, and what was wrong with it.
public record Document(List<Verb> verbs, List<Problem> problems) {
    /// Reads the text of a document that is to run in the given context.
    ///
    /// @throws TwimlFailure when nothing of it can run
    public static Document parse(String text, Context context) throws TwimlFailure {
        var root = Xml.read(text);
        if (!root.name().equals("Response")) {
            throw new TwimlFailure(
                    TwimlFailure.NOT_RESPONSE, "the root element is <" + root.name() + ">, not <Response>");
        }
        var problems = new ArrayList<Problem>();
        var verbs = new ArrayList<Verb>();
        new Attributes(root, problems).done();
        for (var element : root.children()) {
            var verb = Verbs.read(element, problems);
            if (verb != null) {
                verbs.add(verb);
            }
        }
        return context.restrict(new Document(List.copyOf(verbs), List.copyOf(problems)));
    }
}
