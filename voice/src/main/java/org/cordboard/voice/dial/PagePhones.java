package org.cordboard.voice.dial;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.cordboard.media.MediaEndpoint;
import org.cordboard.routing.entity.Account;
import org.cordboard.voice.leg.Leg;
import org.cordboard.voice.leg.Line;

/// Phones that are not SIP phones but take calls under the same names: browser pages. They ring together with the SIP
/// phones of the name; the first of all to answer wins.
@FunctionalInterface
public interface PagePhones {
    PagePhones NONE = (_, _) -> List.of();

    /// The phones registered under this name, the latest first.
    List<PagePhone> of(Account account, String identity);

    /// One such phone. Its methods return at once.
    interface PagePhone {
        /// Rings; closing the line before an answer ends the ringing.
        ///
        /// @param parameters shown to the page as custom parameters
        /// @throws IOException when it cannot be rung
        Line ring(Leg leg, Map<String, String> parameters, Fate fate) throws IOException;
    }

    /// What the page does with the call; told once, after any number of [#ringing()].
    interface Fate {
        void ringing();

        /// @return false when someone else was faster or the caller is gone; then the page is to be told so
        boolean answered(Line line, MediaEndpoint endpoint);

        /// @param status SIP status that says why
        void failed(int status);
    }
}
