package org.cordboard.sip.message;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A display name, a URI and header parameters: From, To, Contact, Route, Refer-To and their kin (RFC 3261
/// section 20.10).
///
/// @param displayName decoded text without quotes
public record NameAddress(@Nullable String displayName, Uri uri, Parameters parameters) {

    public static NameAddress of(Uri uri) {
        return new NameAddress(null, uri, Parameters.NONE);
    }

    public static NameAddress of(@Nullable String displayName, Uri uri) {
        return new NameAddress(displayName, uri, Parameters.NONE);
    }

    public Optional<String> tag() {
        return parameters.get("tag");
    }

    public NameAddress withTag(String tag) {
        return new NameAddress(displayName, uri, parameters.with("tag", tag));
    }

    public NameAddress withoutTag() {
        return new NameAddress(displayName, uri, parameters.without("tag"));
    }

    /// Both forms: `"Ana" <sip:ana@example.com;x=1>;tag=1` and `sip:ana@example.com;tag=1`, where
    /// parameters belong to the header.
    public static NameAddress parse(String text) throws Malformed {
        var in = new Cursor(text);
        in.skipSpace();
        String display = null;
        if (in.peek() == '"') {
            display = Cursor.unquote(in.quoted());
            in.skipSpace();
            return bracketed(in, display);
        }
        int bracket = text.indexOf('<');
        if (bracket >= 0) {
            display = in.until("<").strip();
            checkDisplay(display);
            return bracketed(in, display.isEmpty() ? null : display);
        }
        String uri = in.until(";").strip();
        if (uri.indexOf('?') >= 0 || uri.indexOf(',') >= 0) {
            throw new Malformed("URI needs angle brackets", 0);
        }
        Parameters parameters = Parameters.read(in, "");
        in.expectEnd();
        return new NameAddress(null, Uri.parse(uri), parameters);
    }

    private static NameAddress bracketed(Cursor in, @Nullable String display) throws Malformed {
        in.expect('<');
        String uri = in.until(">");
        in.expect('>');
        Parameters parameters = Parameters.read(in, "");
        in.expectEnd();
        return new NameAddress(display, Uri.parse(uri), parameters);
    }

    /// Unquoted display names are tokens and spaces; letters beyond ASCII are tolerated, separators are
    /// not.
    private static void checkDisplay(String display) throws Malformed {
        for (int i = 0; i < display.length(); i++) {
            char c = display.charAt(i);
            if (c < 0x80
                    && !Cursor.isTokenChar(c)
                    && !Cursor.isSpace(c)
                    && c != ':'
                    && c != '@'
                    && c != '('
                    && c != ')') {
                throw new Malformed("display name needs quotes", i);
            }
        }
    }

    @Override
    public String toString() {
        var out = new StringBuilder(64);
        if (displayName != null) {
            out.append(Cursor.quote(displayName)).append(' ');
        }
        out.append('<').append(uri).append('>');
        parameters.writeTo(out);
        return out.toString();
    }
}
