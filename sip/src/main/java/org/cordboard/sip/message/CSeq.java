package org.cordboard.sip.message;

/// Sequence number and method of a request, RFC 3261 section 20.16.
///
/// @param number 0 to 2^31 - 1
public record CSeq(long number, String method) {
    static final long MAX = (1L << 31) - 1;

    public static CSeq parse(String text) throws Malformed {
        var in = new Cursor(text);
        in.skipSpace();
        int start = in.position();
        long number = 0;
        while (!in.atEnd() && in.peek() >= '0' && in.peek() <= '9' && number <= MAX) {
            number = number * 10 + (in.peek() - '0');
            in.skip();
        }
        if (in.position() == start || number > MAX) {
            throw new Malformed("bad CSeq number", start);
        }
        if (!Cursor.isSpace(in.peek())) {
            throw new Malformed("expected space in CSeq", in.position());
        }
        in.skipSpace();
        String method = in.token();
        in.expectEnd();
        return new CSeq(number, method);
    }

    @Override
    public String toString() {
        return number + " " + method;
    }
}
