package org.cordboard.sip.message;

/// A reading position in one header value. Owned by the one parse call that made it.
final class Cursor {
    private final String text;
    private int at;

    Cursor(String text) {
        this.text = text;
    }

    int position() {
        return at;
    }

    boolean atEnd() {
        return at >= text.length();
    }

    /// The next character, or NUL at the end: NUL is legal nowhere in the grammar, so no caller confuses
    /// the two.
    char peek() {
        return at < text.length() ? text.charAt(at) : '\0';
    }

    void skip() {
        at++;
    }

    boolean accept(char wanted) {
        if (peek() != wanted || atEnd()) {
            return false;
        }
        at++;
        return true;
    }

    void expect(char wanted) throws Malformed {
        if (!accept(wanted)) {
            throw new Malformed("expected '" + wanted + "'", at);
        }
    }

    void skipSpace() {
        while (at < text.length() && isSpace(text.charAt(at))) {
            at++;
        }
    }

    String token() throws Malformed {
        int start = at;
        while (at < text.length() && isTokenChar(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw new Malformed("expected a token", at);
        }
        return text.substring(start, at);
    }

    /// Reads up to, not including, the first of `stops` that stands outside quotes.
    String until(String stops) throws Malformed {
        int start = at;
        while (at < text.length() && stops.indexOf(text.charAt(at)) < 0) {
            if (text.charAt(at) == '"') {
                quoted();
            } else {
                at++;
            }
        }
        return text.substring(start, at);
    }

    /// A quoted string with its quotes and escapes as they stand.
    String quoted() throws Malformed {
        int start = at;
        expect('"');
        while (at < text.length()) {
            char c = text.charAt(at++);
            if (c == '\\') {
                at++;
            } else if (c == '"') {
                return text.substring(start, at);
            }
        }
        throw new Malformed("quoted string has no end", start);
    }

    String rest() {
        String remaining = text.substring(Math.min(at, text.length()));
        at = text.length();
        return remaining;
    }

    void expectEnd() throws Malformed {
        skipSpace();
        if (!atEnd()) {
            throw new Malformed("unexpected text", at);
        }
    }

    static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }

    static boolean isTokenChar(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9' || "-.!%*_+`'~".indexOf(c) >= 0;
    }

    static boolean isToken(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (!isTokenChar(text.charAt(i))) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Text of a quoted string without quotes and escapes; any other text comes back as it is.
    static String unquote(String text) {
        if (text.length() < 2 || text.charAt(0) != '"' || text.charAt(text.length() - 1) != '"') {
            return text;
        }
        var plain = new StringBuilder(text.length());
        for (int i = 1; i < text.length() - 1; i++) {
            char c = text.charAt(i);
            if (c == '\\' && i + 1 < text.length() - 1) {
                c = text.charAt(++i);
            }
            plain.append(c);
        }
        return plain.toString();
    }

    static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }
}
