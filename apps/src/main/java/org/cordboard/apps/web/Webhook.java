package org.cordboard.apps.web;

import com.twilio.twiml.TwiML;
import java.util.Map;

/// One route the platform calls: reads the request's parameters and answers.
public interface Webhook {
    Answer answer(Parameters parameters);

    /// Query and form together; a name that is missing reads as an empty text.
    record Parameters(Map<String, String> values) {
        public String get(String name) {
            return values.getOrDefault(name, "");
        }

        public boolean has(String name) {
            return !get(name).isEmpty();
        }
    }

    /// @param type media type of the body
    record Answer(String type, String body) {
        public static Answer xml(TwiML document) {
            return xml(document.toXml());
        }

        public static Answer xml(String document) {
            return new Answer("text/xml; charset=utf-8", document);
        }

        public static Answer json(String document) {
            return new Answer("application/json", document);
        }

        /// Nothing to say: no TwiML, no instruction.
        public static Answer empty() {
            return json("{}");
        }
    }
}
