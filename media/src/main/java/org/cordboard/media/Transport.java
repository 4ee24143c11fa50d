package org.cordboard.media;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Carries one endpoint's packets: a socket pair of its own, or its share of the browsers' port.
/// All but [#close()] and [#local()] run on the endpoint's media thread and never block.
interface Transport {
    /// The next RTP packet, from index 0 to the limit; false when none waits.
    boolean receive(ByteBuffer into);

    /// The packet received last proved to be audio for us: may it be heard? Symmetric RTP latches here.
    boolean accept(long nowNanos);

    boolean receiveControl(ByteBuffer into);

    void send(ByteBuffer packet);

    void sendControl(ByteBuffer packet);

    /// Where the far end says it is; a new place lets go of the latched one.
    void target(InetSocketAddress signalled);

    /// What protects the packets from now on; null for nothing. The same keys as before keep their place in the stream.
    default void protect(@Nullable MediaKeys keys) {}

    InetSocketAddress local();

    @Nullable InetSocketAddress signalled();

    @Nullable InetSocketAddress observed();

    /// What is wrong with the path itself, or null; asked about once a second.
    @Nullable Diagnosis trouble();

    void close();
}
