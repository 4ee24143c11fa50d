package org.cordboard.api.ports;

import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Recording;
import org.jspecify.annotations.Nullable;

/// Live calls (Voice reference 2.4, 2.5, 10.2). Every method returns as soon as the change is under way.
public interface Calls {
    /// Dials out; the call is stored as `queued` before this returns.
    ///
    /// @param twiml what to do on answer
    Call create(Account account, String to, String from, Twiml twiml, Options options);

    /// Ends the call; with `canceledOnly` only while it is not answered. A call that has ended stays as it is.
    Call end(Call call, boolean canceledOnly);

    /// Gives an answered call a new document.
    Call redirect(Call call, Twiml twiml, Options options);

    /// Starts recording an answered call.
    Recording record(Call call, Options options);

    /// Pauses, resumes or stops a recording that runs.
    ///
    /// @param status `paused`, `in-progress` or `stopped`
    Recording control(Recording recording, String status, Options options);

    /// Where a call finds its instructions: an address, a document, or the settings of an application.
    sealed interface Twiml {
        /// @param fallbackUrl asked when `url` fails
        record Fetched(String url, String method, @Nullable String fallbackUrl, String fallbackMethod)
                implements Twiml {}

        record Inline(String document) implements Twiml {}

        record Application(org.cordboard.routing.entity.Application application) implements Twiml {}
    }
}
