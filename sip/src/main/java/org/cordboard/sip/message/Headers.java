package org.cordboard.sip.message;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The header fields of a message in their order. Names compare without case and with compact forms
/// expanded. Immutable: every `with…` gives a new list. Values never hold CR or LF, so nothing an
/// application passes can add a line.
public final class Headers implements Iterable<Headers.Field> {
    public static final Headers NONE = new Headers(List.of());

    private final List<Field> fields;
    /// What was read of these headers before; values, so it does no harm when two threads read the same twice.
    private @Nullable Via via;

    private @Nullable NameAddress from;
    private @Nullable NameAddress to;
    private @Nullable CSeq cseq;

    /// One header line. The name is canonical; the value is trimmed and unfolded.
    public record Field(String name, String value) {
        public Field {
            name = HeaderName.canonical(name);
            value = value.strip();
            if (!Cursor.isToken(name)) {
                throw new IllegalArgumentException("not a header name: " + name.length() + " characters");
            }
            for (int i = 0; i < value.length(); i++) {
                char c = value.charAt(i);
                if (c == '\r' || c == '\n') {
                    throw new IllegalArgumentException("line break in header " + name);
                }
            }
        }
    }

    private Headers(List<Field> fields) {
        this.fields = fields;
    }

    public static Headers of(List<Field> fields) {
        return new Headers(List.copyOf(fields));
    }

    public static Headers of(String name, String value) {
        return new Headers(List.of(new Field(name, value)));
    }

    @Override
    public Iterator<Field> iterator() {
        return fields.iterator();
    }

    /// The topmost hop.
    Via via() throws Malformed {
        Via read = via;
        if (read == null) {
            List<String> hops = values("Via");
            if (hops.isEmpty()) {
                throw new Malformed("no Via", -1);
            }
            read = Via.parse(hops.getFirst());
            via = read;
        }
        return read;
    }

    NameAddress from() throws Malformed {
        NameAddress read = from;
        if (read == null) {
            read = NameAddress.parse(first("From").orElse(""));
            from = read;
        }
        return read;
    }

    NameAddress to() throws Malformed {
        NameAddress read = to;
        if (read == null) {
            read = NameAddress.parse(first("To").orElse(""));
            to = read;
        }
        return read;
    }

    CSeq cseq() throws Malformed {
        CSeq read = cseq;
        if (read == null) {
            read = CSeq.parse(first("CSeq").orElse(""));
            cseq = read;
        }
        return read;
    }

    public int size() {
        return fields.size();
    }

    public boolean has(String name) {
        return first(name).isPresent();
    }

    /// The first line with this name.
    public Optional<String> first(String name) {
        String wanted = HeaderName.canonical(name);
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(wanted)) {
                return Optional.of(field.value);
            }
        }
        return Optional.empty();
    }

    /// The values of all lines with this name, undivided.
    public List<String> lines(String name) {
        String wanted = HeaderName.canonical(name);
        List<String> found = new ArrayList<>(2);
        for (Field field : fields) {
            if (field.name.equalsIgnoreCase(wanted)) {
                found.add(field.value);
            }
        }
        return found;
    }

    /// The values of all lines with this name, divided at commas that stand outside quotes and angle
    /// brackets.
    public List<String> values(String name) {
        List<String> found = new ArrayList<>(2);
        for (String line : lines(name)) {
            split(line, found);
        }
        return found;
    }

    /// True when a comma separated header such as Supported or Require lists this token.
    public boolean lists(String name, String token) {
        return values(name).stream().anyMatch(v -> v.equalsIgnoreCase(token));
    }

    /// These fields and one more behind them.
    public Headers with(String name, String value) {
        return insert(fields.size(), new Field(name, value));
    }

    /// One more field before all others.
    public Headers prepend(String name, String value) {
        return insert(0, new Field(name, value));
    }

    private Headers insert(int index, Field field) {
        var copy = new ArrayList<>(fields);
        copy.add(index, field);
        return new Headers(List.copyOf(copy));
    }

    public Headers withAll(Headers more) {
        if (more.fields.isEmpty()) {
            return this;
        }
        var copy = new ArrayList<>(fields);
        copy.addAll(more.fields);
        return new Headers(List.copyOf(copy));
    }

    /// This value in place of all lines of that name; it takes the place of the first one.
    public Headers set(String name, String value) {
        var field = new Field(name, value);
        var copy = new ArrayList<Field>(fields.size() + 1);
        boolean placed = false;
        for (Field old : fields) {
            if (!old.name.equalsIgnoreCase(field.name)) {
                copy.add(old);
            } else if (!placed) {
                copy.add(field);
                placed = true;
            }
        }
        if (!placed) {
            copy.add(field);
        }
        return new Headers(List.copyOf(copy));
    }

    /// Puts `value` in place of the first value of a list header such as Via, leaving the others.
    public Headers replaceTop(String name, String value) {
        String wanted = HeaderName.canonical(name);
        var copy = new ArrayList<>(fields);
        for (int i = 0; i < copy.size(); i++) {
            if (copy.get(i).name.equalsIgnoreCase(wanted)) {
                List<String> parts = new ArrayList<>();
                split(copy.get(i).value, parts);
                if (!parts.isEmpty()) {
                    parts.set(0, value);
                    copy.set(i, new Field(wanted, String.join(", ", parts)));
                    Headers replaced = new Headers(List.copyOf(copy));
                    if (wanted.equals("Via")) {
                        replaced.from = from;
                        replaced.to = to;
                        replaced.cseq = cseq;
                    }
                    return replaced;
                }
            }
        }
        return this;
    }

    public Headers without(String name) {
        String unwanted = HeaderName.canonical(name);
        return new Headers(
                fields.stream().filter(f -> !f.name.equalsIgnoreCase(unwanted)).toList());
    }

    static void split(String line, List<String> into) {
        int depth = 0;
        boolean quoted = false;
        int start = 0;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (quoted) {
                if (c == '\\') {
                    i++;
                } else if (c == '"') {
                    quoted = false;
                }
            } else if (c == '"') {
                quoted = true;
            } else if (c == '<') {
                depth++;
            } else if (c == '>') {
                depth = Math.max(0, depth - 1);
            } else if (c == ',' && depth == 0) {
                addPart(line.substring(start, i), into);
                start = i + 1;
            }
        }
        addPart(line.substring(start), into);
    }

    private static void addPart(String part, List<String> into) {
        String stripped = part.strip();
        if (!stripped.isEmpty()) {
            into.add(stripped);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Headers h && fields.equals(h.fields);
    }

    @Override
    public int hashCode() {
        return fields.hashCode();
    }

    @Override
    public String toString() {
        return fields.toString();
    }
}
