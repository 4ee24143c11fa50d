package org.cordboard.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.account.call.Siprec;
import com.twilio.rest.api.v2010.account.call.Stream;
import com.twilio.rest.api.v2010.account.call.Transcription;
import com.twilio.rest.insights.v1.call.Annotation;
import com.twilio.rest.insights.v1.call.Event;
import com.twilio.rest.insights.v1.call.Metric;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.entity.CallStatus;
import org.cordboard.routing.sid.AccountSid;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What hears a call's tracks, and what is known of a call afterwards, through the official Java library.
@Timeout(120)
class CallForksSdkTest {
    private Centre centre;
    private TwilioRestClient twilio;
    private String call;

    @BeforeEach
    void start() {
        centre = new Centre();
        twilio = JavaSdkTest.client(centre);
        Account account = centre.engine.read(view -> view.account(new AccountSid(Centre.ACCOUNT)));
        call = centre.calls.call(account, CallStatus.IN_PROGRESS, Centre.START).sid().value();
    }

    @AfterEach
    void stop() {
        centre.close();
    }

    @Test
    void recordingsOutsideAreStartedWithParametersAndStopped() {
        Siprec made = Siprec.creator(call)
                .setConnectorName("Acme")
                .setName("copy")
                .setTrack(Siprec.Track.BOTH_TRACKS)
                .setParameter1Name("team")
                .setParameter1Value("red")
                .create(twilio);
        assertEquals(Siprec.Status.IN_PROGRESS, made.getStatus());
        assertEquals("copy", made.getName());
        assertEquals(List.of("siprec Acme {team=red}"), centre.calls.asked);
        assertEquals("both_tracks", centre.calls.options.getLast().text("Track"));
        Siprec stopped = Siprec.updater(call, made.getSid(), Siprec.UpdateStatus.STOPPED).update(twilio);
        assertEquals(Siprec.Status.STOPPED, stopped.getStatus());
        assertTrue(stopped.getUri().endsWith("/Siprec/" + made.getSid() + ".json"));
    }

    @Test
    void transcriptionsAreStartedWithEverythingTheyTakeAndStoppedByName() {
        Transcription made = Transcription.creator(call)
                .setName("bot")
                .setTrack(Transcription.Track.INBOUND_TRACK)
                .setStatusCallbackUrl("https://app.example/text")
                .setLanguageCode("en-GB")
                .setPartialResults(true)
                .setHints("invoice, order")
                .setInboundTrackLabel("customer")
                .setProfanityFilter(false)
                .create(twilio);
        assertTrue(made.getSid().startsWith("GT"));
        assertEquals("true", centre.calls.options.getLast().text("PartialResults"));
        assertEquals("invoice, order", centre.calls.options.getLast().text("Hints"));
        assertEquals(
                Transcription.Status.STOPPED,
                Transcription.updater(call, "bot", Transcription.UpdateStatus.STOPPED)
                        .update(twilio)
                        .getStatus());
    }

    @Test
    void streamsAreWhatTheyWere() {
        Stream made = Stream.creator(call, URI.create("wss://app.example/audio")).setName("bot").create(twilio);
        assertTrue(made.getSid().startsWith("MZ"));
        assertEquals(
                Stream.Status.STOPPED,
                Stream.updater(call, made.getSid(), Stream.UpdateStatus.STOPPED).update(twilio).getStatus());
    }

    @Test
    void eventsFiguresAndNotesAreRead() {
        List<String> names = new ArrayList<>();
        Event.reader(call).read(twilio).forEach(event -> names.add(event.getName()));
        assertEquals(List.of("initiated", "answered"), names);
        List<Metric.StreamDirection> directions = new ArrayList<>();
        Metric.reader(call).read(twilio).forEach(metric -> directions.add(metric.getDirection()));
        assertEquals(List.of(Metric.StreamDirection.INBOUND), directions);
        Annotation noted = Annotation.updater(call)
                .setCallScore(5)
                .setSpam(false)
                .setQualityIssues("echo,latency")
                .update(twilio);
        assertEquals(5, noted.getCallScore());
        assertEquals(List.of("echo", "latency"), noted.getQualityIssues());
        assertEquals(false, Annotation.fetcher(call).fetch(twilio).getSpam());
    }
}
