package org.cordboard.media.webrtc;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/// STUN binding requests and answers as ICE uses them: RFC 8489 and RFC 8445 section 7.3.
///
/// ```
///  0                   1                   2                   3
///  0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
/// |0 0|     message type          |         message length        |
/// |                  magic cookie 0x2112A442                      |
/// |                  transaction id (96 bits)                     |
/// |       attributes: type 16, length 16, value, padding          |
/// ```
public final class Stun {
    private static final int HEADER_LENGTH = 20;
    private static final int COOKIE = 0x2112A442;
    private static final int BINDING_REQUEST = 0x0001;
    private static final int BINDING_SUCCESS = 0x0101;
    private static final int BINDING_ERROR = 0x0111;
    private static final int USERNAME = 0x0006;
    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int ERROR_CODE = 0x0009;
    private static final int ICE_CONTROLLED = 0x8029;
    private static final int XOR_MAPPED_ADDRESS = 0x0020;
    private static final int USE_CANDIDATE = 0x0025;
    private static final int FINGERPRINT = 0x8028;
    private static final int FINGERPRINT_XOR = 0x5354554E;
    private static final int INTEGRITY_LENGTH = 20;

    private Stun() {}

    /// A binding request that is well formed; whether it is genuine says [#genuine(Request, String)].
    ///
    /// @param localUser our part of the user name, before the colon
    /// @param controlled the far end waits for us to choose the path
    public record Request(
            byte[] bytes, String localUser, boolean useCandidate, boolean controlled, int integrityAt) {}

    /// The request, or null when the bytes are none.
    public static @Nullable Request parse(byte[] bytes) {
        var in = ByteBuffer.wrap(bytes);
        if (bytes.length < HEADER_LENGTH
                || in.getShort(0) != BINDING_REQUEST
                || in.getInt(4) != COOKIE
                || in.getShort(2) != bytes.length - HEADER_LENGTH) {
            return null;
        }
        String user = "";
        boolean useCandidate = false;
        boolean controlled = false;
        int integrityAt = -1;
        int at = HEADER_LENGTH;
        while (at + 4 <= bytes.length) {
            int type = Short.toUnsignedInt(in.getShort(at));
            int length = Short.toUnsignedInt(in.getShort(at + 2));
            if (at + 4 + length > bytes.length) {
                return null;
            }
            if (type == USERNAME) {
                user = new String(bytes, at + 4, length, StandardCharsets.UTF_8);
            } else if (type == USE_CANDIDATE && integrityAt < 0) {
                useCandidate = true;
            } else if (type == ICE_CONTROLLED && integrityAt < 0) {
                controlled = true;
            } else if (type == MESSAGE_INTEGRITY && length == INTEGRITY_LENGTH && integrityAt < 0) {
                integrityAt = at;
            }
            at += 4 + (length + 3 & ~3);
        }
        int colon = user.indexOf(':');
        return colon < 0 || integrityAt < 0
                ? null
                : new Request(bytes, user.substring(0, colon), useCandidate, controlled, integrityAt);
    }

    /// Whether the request was made by someone who knows our password.
    public static boolean genuine(Request request, String password) {
        var covered = ByteBuffer.wrap(java.util.Arrays.copyOf(request.bytes(), request.integrityAt()));
        covered.putShort(2, (short) (request.integrityAt() + 4 + INTEGRITY_LENGTH - HEADER_LENGTH));
        var expected = hmac(covered.array(), covered.array().length, password);
        var found = java.util.Arrays.copyOfRange(
                request.bytes(), request.integrityAt() + 4, request.integrityAt() + 4 + INTEGRITY_LENGTH);
        return MessageDigest.isEqual(expected, found);
    }

    /// The answer to a request that came from `source`.
    public static ByteBuffer success(Request request, InetSocketAddress source, String password) {
        var out = ByteBuffer.allocate(128);
        out.putShort((short) BINDING_SUCCESS).putShort((short) 0);
        out.put(request.bytes(), 4, 16);
        var ip = source.getAddress().getAddress();
        out.putShort((short) XOR_MAPPED_ADDRESS).putShort((short) (4 + ip.length));
        out.putShort((short) (source.getAddress() instanceof Inet4Address ? 1 : 2));
        out.putShort((short) (source.getPort() ^ COOKIE >>> 16));
        for (int i = 0; i < ip.length; i++) {
            out.put((byte) (ip[i] ^ request.bytes()[4 + i])); // the cookie, then the transaction id
        }
        return finish(out, password);
    }

    /// Refuses a far end that leaves the choice of the path to us: an ICE-lite agent never chooses, so it must take the
    /// other role and ask again (RFC 8445 sections 6.1.1 and 7.3.1.1).
    public static ByteBuffer roleConflict(Request request, String password) {
        var out = ByteBuffer.allocate(128);
        out.putShort((short) BINDING_ERROR).putShort((short) 0);
        out.put(request.bytes(), 4, 16);
        var reason = "Role Conflict".getBytes(StandardCharsets.US_ASCII);
        out.putShort((short) ERROR_CODE).putShort((short) (4 + reason.length));
        out.putShort((short) 0).put((byte) 4).put((byte) 87).put(reason);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        return finish(out, password);
    }

    /// A binding request, as a browser sends it: for tests and for phones of our own.
    public static ByteBuffer request(byte[] transaction, String user, String password, boolean useCandidate) {
        var out = ByteBuffer.allocate(512);
        out.putShort((short) BINDING_REQUEST).putShort((short) 0).putInt(COOKIE).put(transaction, 0, 12);
        var name = user.getBytes(StandardCharsets.UTF_8);
        out.putShort((short) USERNAME).putShort((short) name.length).put(name);
        while (out.position() % 4 != 0) {
            out.put((byte) 0);
        }
        if (useCandidate) {
            out.putShort((short) USE_CANDIDATE).putShort((short) 0);
        }
        return finish(out, password);
    }

    private static ByteBuffer finish(ByteBuffer out, String password) {
        int at = out.position();
        out.putShort(2, (short) (at + 4 + INTEGRITY_LENGTH - HEADER_LENGTH));
        var integrity = hmac(out.array(), at, password);
        out.putShort((short) MESSAGE_INTEGRITY).putShort((short) INTEGRITY_LENGTH).put(integrity);
        out.putShort(2, (short) (out.position() + 8 - HEADER_LENGTH));
        var crc = new CRC32();
        crc.update(out.array(), 0, out.position());
        out.putShort((short) FINGERPRINT).putShort((short) 4).putInt((int) crc.getValue() ^ FINGERPRINT_XOR);
        return out.flip();
    }

    private static byte[] hmac(byte[] bytes, int length, String password) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(password.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
            mac.update(bytes, 0, length);
            return mac.doFinal();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HmacSHA1", e);
        }
    }
}
