package org.cordboard.routing.expression;

/// Why a text is no expression.
///
/// @param message in the published form, `extraneous input '<token>' expecting OPERATOR`
/// @param position index of the offending character in the text, from 0
/// @param token the offending text; `<EOF>` at the end
public record Problem(String message, int position, String token) {
    static Problem expecting(String what, int position, String token) {
        return new Problem("extraneous input '" + token + "' expecting " + what, position, token);
    }
}
