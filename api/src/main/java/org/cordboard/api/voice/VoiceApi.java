package org.cordboard.api.voice;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.cordboard.api.IceServers;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.ports.Ports;
import org.cordboard.history.History;
import org.cordboard.routing.Engine;
import org.jspecify.annotations.Nullable;

/// The whole 2010 API: the tables of all its resources.
public final class VoiceApi {
    private VoiceApi() {}

    /// @param history where ended records are found; null when none is kept
    /// @param recordings folder of the recordings' files
    /// @param openSounds whether whoever knows its SID may listen to a recording
    /// @param ice what browsers may ask for a way through their networks
    public static List<Endpoint> endpoints(
            Engine engine,
            @Nullable History history,
            Ports ports,
            @Nullable Path recordings,
            boolean openSounds,
            IceServers ice) {
        Records records = new Records(engine, history);
        AnnotationResource annotations = new AnnotationResource(records);
        Inventory inventory = new Inventory(records);
        return Stream.of(
                        new AccountResource(records).endpoints(),
                        new CallResource(records, ports.calls(), ports.interactions()).endpoints(),
                        new ConferenceResource(records, ports.conferences()).endpoints(),
                        new ParticipantResource(records, ports.conferences()).endpoints(),
                        new QueueResource(records, ports.queues()).endpoints(),
                        new NumberResource(records, inventory).endpoints(),
                        new AvailableNumberResource(inventory).endpoints(),
                        new ApplicationResource(records).endpoints(),
                        new KeyResource(records).endpoints(),
                        new RecordingResource(records, ports.calls(), recordings, openSounds).endpoints(),
                        new MessageResource(records, ports.texts()).endpoints(),
                        new NotificationResource(records).endpoints(),
                        new CredentialResource(records).endpoints(),
                        new AddressListResource(records).endpoints(),
                        new SipDomainResource(records).endpoints(),
                        new SipMappingResource(records).endpoints(),
                        new CallerIdResource(records, ports.calls()).endpoints(),
                        new ForkResource(records, ports.calls()).endpoints(),
                        new CallEventResource(records, ports.interactions()).endpoints(),
                        new UserMessageResource(records, ports.calls()).endpoints(),
                        new AudioResource(records, ports.calls()).endpoints(),
                        new TokenResource(ice).endpoints(),
                        new TranscriptionResource(records).endpoints(),
                        new DiallingResource().endpoints(),
                        new InsightsResource(records, annotations).endpoints(),
                        annotations.endpoints(),
                        new CallFiguresResource(records, ports.calls()).endpoints(),
                        new ConferenceSummaryResource(records).endpoints(),
                        new ArchiveResource(records).endpoints(),
                        NotOffered.endpoints())
                .flatMap(List::stream)
                .toList();
    }
}
