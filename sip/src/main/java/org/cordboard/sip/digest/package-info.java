/// Digest access authentication for both sides: RFC 3261 section 22, RFC 7616 and RFC 8760 (MD5 and
/// SHA-256). Passwords and hashes never reach a log: the types here print without them. Nonces carry their
/// own time and signature, so challenges cost no memory.
@NullMarked
package org.cordboard.sip.digest;

import org.jspecify.annotations.NullMarked;
