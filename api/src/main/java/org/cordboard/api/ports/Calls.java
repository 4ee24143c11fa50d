package org.cordboard.api.ports;

import java.nio.file.Path;
import java.util.Map;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.Call;
import org.cordboard.routing.entity.Recording;
import org.cordboard.routing.entity.Setting;
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

    /// Changes how long an answered call may last; option `TimeLimit`.
    Call change(Call call, Options options);

    /// Starts recording an answered call.
    Recording record(Call call, Options options);

    /// Pauses, resumes or stops a recording that runs.
    ///
    /// @param status `paused`, `in-progress` or `stopped`
    Recording control(Recording recording, String status, Options options);

    /// The sound of a finished recording in a form it was not recorded in, made at the first request and kept beside it
    /// under its name with `.mp3`, `.mono.wav` or `.mono.mp3` until it is deleted. Blocks.
    ///
    /// @param channels 1 or 2, at most as many as were recorded
    /// @return the file; null when it cannot be had
    @Nullable
    Path sound(Recording recording, boolean mp3, int channels);

    /// Under this name the details of an ended call hold its audio report.
    String AUDIO_DETAIL = "audio_report";

    /// What may hear the tracks of a call beside whatever the call does.
    enum Fork {
        /// A copy of the audio to a WebSocket; options `Url`, `Name`, `Track`, `StatusCallback`.
        STREAM,
        /// A recording at a server outside; options `ConnectorName`, `Name`, `Track`, `StatusCallback`.
        SIPREC,
        /// What is said, as text; options `StatusCallbackUrl`, `Name`, `Track`, `LanguageCode`, `PartialResults`, …
        TRANSCRIPTION
    }

    /// Starts one beside an answered call.
    ///
    /// @param custom parameters of the application's own, told to whoever listens
    Forked fork(Fork what, Call call, Options options, Map<String, String> custom);

    /// Stops the one of that SID or name; null when there is none.
    @Nullable
    Forked stopFork(Fork what, Call call, String sidOrName);

    /// Hands a message to the page that holds the call.
    ///
    /// @param content JSON text
    void message(Call call, String sid, String content);

    /// How a live call sounds, as JSON; null when it has no audio yet.
    @Nullable
    String audio(Call call);

    /// Calls a number and asks for digits; options `CallDelay`, `Extension`, `StatusCallback`.
    ///
    /// @param proved what to keep when they were right
    Call validate(Account account, String number, String code, Proved proved, Options options);

    record Forked(String sid, @Nullable String name, boolean running) {}

    /// The caller id that a right answer makes.
    record Proved(String sid, Setting kept) {}

    /// Where a call finds its instructions: an address, a document, or the settings of an application.
    sealed interface Twiml {
        /// @param fallbackUrl asked when `url` fails
        record Fetched(String url, String method, @Nullable String fallbackUrl, String fallbackMethod)
                implements Twiml {}

        record Inline(String document) implements Twiml {}

        record Application(org.cordboard.routing.entity.Application application) implements Twiml {}
    }
}
