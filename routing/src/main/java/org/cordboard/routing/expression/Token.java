package org.cordboard.routing.expression;

/// A word of an expression.
///
/// @param text as written
/// @param position index of its first character
/// @param value the literal it stands for; null for everything but text and numbers
record Token(Kind kind, String text, int position, Value value) {
    enum Kind {
        NAME,
        LITERAL,
        COMPARISON,
        AND,
        OR,
        NOT,
        IN,
        HAS,
        CONTAINS,
        OPEN,
        CLOSE,
        OPEN_LIST,
        CLOSE_LIST,
        COMMA,
        DOT,
        /// Anything the language has no use for.
        STRAY,
        END
    }

    Token(Kind kind, String text, int position) {
        this(kind, text, position, Value.NULL);
    }
}
