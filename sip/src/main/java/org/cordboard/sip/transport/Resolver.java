package org.cordboard.sip.transport;

import java.util.List;
import org.cordboard.sip.Flow;
import org.cordboard.sip.message.SipUri;

/// Finds where a URI is served, RFC 3263. May block for seconds: call it on a virtual thread.
public interface Resolver {

    /// Places to try in order; empty when the name leads nowhere.
    List<Flow> resolve(SipUri uri);
}
