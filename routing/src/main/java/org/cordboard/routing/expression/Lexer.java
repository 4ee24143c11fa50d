package org.cordboard.routing.expression;

import java.math.BigDecimal;
import java.util.Locale;

/// Cuts text into tokens, one at a time. Never fails: what it cannot read becomes a [Token.Kind#STRAY].
final class Lexer {
    /// Longest token quoted back in an error.
    private static final int QUOTED_MAX = 60;
    /// Digits beyond this make a number stray: no attribute can hold one, and reading it costs the square of its
    /// length.
    private static final int DIGITS_MAX = 100;

    private final String text;
    private int at;

    Lexer(String text) {
        this.text = text;
    }

    Token next() {
        while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        if (at == text.length()) {
            return new Token(Token.Kind.END, "<EOF>", at);
        }
        int start = at;
        int c = text.codePointAt(at);
        if (c == '\'' || c == '"') {
            return quoted(start, (char) c);
        }
        if (digit(at) || c == '-' && digit(at + 1)) {
            return number(start);
        }
        if (c == '_' || Character.isLetter(c)) {
            return word(start);
        }
        at += Character.charCount(c);
        return symbol(start, c);
    }

    private Token symbol(int start, int c) {
        boolean equals = at < text.length() && text.charAt(at) == '=';
        return switch (c) {
            case '(' -> token(Token.Kind.OPEN, start);
            case ')' -> token(Token.Kind.CLOSE, start);
            case '[' -> token(Token.Kind.OPEN_LIST, start);
            case ']' -> token(Token.Kind.CLOSE_LIST, start);
            case ',' -> token(Token.Kind.COMMA, start);
            case '.' -> token(Token.Kind.DOT, start);
            case '=', '<', '>' -> {
                at += equals ? 1 : 0;
                yield token(Token.Kind.COMPARISON, start);
            }
            case '!' -> {
                at += equals ? 1 : 0;
                yield token(equals ? Token.Kind.COMPARISON : Token.Kind.STRAY, start);
            }
            default -> token(Token.Kind.STRAY, start);
        };
    }

    private Token quoted(int start, char quote) {
        var value = new StringBuilder();
        for (at = start + 1; at < text.length(); at++) {
            char c = text.charAt(at);
            if (c == quote) {
                at++;
                return new Token(Token.Kind.LITERAL, cut(start), start, new Value.Text(value.toString()));
            }
            if (c == '\\' && at + 1 < text.length() && "'\"\\".indexOf(text.charAt(at + 1)) >= 0) {
                c = text.charAt(++at);
            }
            value.append(c);
        }
        return token(Token.Kind.STRAY, start);
    }

    private Token number(int start) {
        at++;
        digits();
        if (at < text.length() && text.charAt(at) == '.' && digit(at + 1)) {
            at++;
            digits();
        }
        return at - start > DIGITS_MAX
                ? token(Token.Kind.STRAY, start)
                : new Token(
                        Token.Kind.LITERAL,
                        cut(start),
                        start,
                        new Value.Number(new BigDecimal(text.substring(start, at))));
    }

    private void digits() {
        while (digit(at)) {
            at++;
        }
    }

    private boolean digit(int index) {
        return index < text.length() && text.charAt(index) >= '0' && text.charAt(index) <= '9';
    }

    private Token word(int start) {
        while (at < text.length()) {
            int c = text.codePointAt(at);
            if (c != '_' && !Character.isLetterOrDigit(c)) {
                break;
            }
            at += Character.charCount(c);
        }
        var word = text.substring(start, at);
        return switch (word.length() > 8 ? "" : word.toUpperCase(Locale.ROOT)) {
            case "AND" -> new Token(Token.Kind.AND, word, start);
            case "OR" -> new Token(Token.Kind.OR, word, start);
            case "NOT" -> new Token(Token.Kind.NOT, word, start);
            case "IN" -> new Token(Token.Kind.IN, word, start);
            case "HAS" -> new Token(Token.Kind.HAS, word, start);
            case "CONTAINS" -> new Token(Token.Kind.CONTAINS, word, start);
            case "TRUE" -> new Token(Token.Kind.LITERAL, word, start, Value.TRUE);
            case "FALSE" -> new Token(Token.Kind.LITERAL, word, start, Value.FALSE);
            case "NULL" -> new Token(Token.Kind.LITERAL, word, start, Value.NULL);
            default -> new Token(Token.Kind.NAME, word, start);
        };
    }

    private Token token(Token.Kind kind, int start) {
        return new Token(kind, cut(start), start);
    }

    private String cut(int start) {
        return at - start <= QUOTED_MAX ? text.substring(start, at) : text.substring(start, start + QUOTED_MAX) + "…";
    }
}
