package org.cordboard.routing.expression;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/// The attributes of a worker or task: the JSON text exactly as given, and the object it says. Equality is by
/// text.
public final class Attributes {
    /// Longest text a client may store, in characters; white space counts.
    public static final int LENGTH_MAX = 4096;

    public static final Attributes EMPTY = new Attributes("{}", Value.Object.EMPTY);

    private final String text;
    private final Value.Object object;

    private Attributes(String text, Value.Object object) {
        this.text = text;
        this.object = object;
    }

    /// What became of a client's text.
    public sealed interface Parsed {
        record Ok(Attributes attributes) implements Parsed {}

        record NotJson(String message) implements Parsed {}

        record NotObject(String message) implements Parsed {}

        record TooLong(String message) implements Parsed {}
    }

    /// Reads text from outside.
    public static Parsed parse(String text) {
        if (text.codePointCount(0, text.length()) > LENGTH_MAX) {
            return new Parsed.TooLong("Attributes must not be longer than " + LENGTH_MAX + " characters");
        }
        return switch (Json.read(text)) {
            case Value.Parsed.Ok(Value.Object object) -> new Parsed.Ok(new Attributes(text, object));
            case Value.Parsed.Ok _ ->
                new Parsed.NotObject("Attributes must be a JSON object such as {\"language\":\"en\"}");
            case Value.Parsed.Failed(var message) -> new Parsed.NotJson("Attributes are not valid JSON: " + message);
        };
    }

    /// Reads text that was accepted before, or that the system itself made longer than clients may: only its form
    /// counts.
    @JsonCreator
    public static Attributes of(String text) {
        if (Json.read(text) instanceof Value.Parsed.Ok(Value.Object object)) {
            return new Attributes(text, object);
        }
        throw new IllegalArgumentException("not a JSON object");
    }

    public static Attributes of(Value.Object object) {
        return new Attributes(object.toJson(), object);
    }

    @JsonValue
    public String text() {
        return text;
    }

    public Value.Object object() {
        return object;
    }

    /// These attributes with one member set; the text is written anew, other members keep order and value.
    public Attributes with(String name, Value value) {
        return of(object.with(name, value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Attributes that && text.equals(that.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    @Override
    public String toString() {
        return text;
    }
}
