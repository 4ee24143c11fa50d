package org.cordboard.api.voice;

import static org.cordboard.api.voice.Uris.ACCOUNT;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.endpoint.Order;
import org.cordboard.api.endpoint.Paging;
import org.cordboard.api.endpoint.Parameter;
import org.cordboard.api.endpoint.Representation;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.ErrorCode;
import org.cordboard.api.http.Problem;
import org.cordboard.routing.entity.Application;
import org.cordboard.routing.entity.PhoneNumber;
import org.cordboard.routing.sid.ApplicationSid;
import org.jspecify.annotations.Nullable;

/// TwiML applications (15.2).
final class ApplicationResource {
    private static final String LIST = ACCOUNT + "/Applications";
    private static final String ITEM = LIST + "/{Sid}";
    private static final Parameter<String> FRIENDLY_NAME = Parameter.text("FriendlyName", 64);
    private static final List<Parameter<?>> SETTINGS = Stream.of(
                    Settings.VOICE,
                    Settings.SMS,
                    List.of(
                            Settings.url("SmsStatusCallback"),
                            Settings.url("MessageStatusCallback"),
                            Parameter.flag("PublicApplicationConnectEnabled")))
            .<Parameter<?>>flatMap(List::stream)
            .toList();

    private static final Representation<Application> SHAPE = Representation.<Application>named("application")
            .text("sid", (a, at) -> a.sid().value())
            .text("account_sid", (a, at) -> a.account().value())
            .text("api_version", (a, at) -> Uris.API_VERSION)
            .text("friendly_name", (a, at) -> a.friendlyName())
            .text("voice_url", (a, at) -> setting(a, "voice_url"))
            .text("voice_method", (a, at) -> method(a, "voice_method"))
            .text("voice_fallback_url", (a, at) -> setting(a, "voice_fallback_url"))
            .text("voice_fallback_method", (a, at) -> method(a, "voice_fallback_method"))
            .flag("voice_caller_id_lookup", (a, at) -> "true".equals(setting(a, "voice_caller_id_lookup")))
            .text("status_callback", (a, at) -> setting(a, "status_callback"))
            .text("status_callback_method", (a, at) -> method(a, "status_callback_method"))
            .text("sms_url", (a, at) -> setting(a, "sms_url"))
            .text("sms_method", (a, at) -> method(a, "sms_method"))
            .text("sms_fallback_url", (a, at) -> setting(a, "sms_fallback_url"))
            .text("sms_fallback_method", (a, at) -> method(a, "sms_fallback_method"))
            .text("sms_status_callback", (a, at) -> setting(a, "sms_status_callback"))
            .text("message_status_callback", (a, at) -> setting(a, "message_status_callback"))
            .flag(
                    "public_application_connect_enabled",
                    (a, at) -> "true".equals(setting(a, "public_application_connect_enabled")))
            .rfc2822("date_created", (a, at) -> a.dateCreated())
            .rfc2822("date_updated", (a, at) -> a.dateUpdated())
            .text("uri", (a, at) -> Uris.of(a.account(), "Applications", a.sid()))
            .build();

    private final Records records;

    ApplicationResource(Records records) {
        this.records = records;
    }

    List<Endpoint> endpoints() {
        List<Parameter<?>> all = Stream.concat(Stream.of(FRIENDLY_NAME), SETTINGS.stream())
                .<Parameter<?>>map(p -> p)
                .toList();
        return List.of(
                Endpoint.get("api", LIST, "ListApplication")
                        .takes(Paging.with(FRIENDLY_NAME))
                        .lists("applications", SHAPE)
                        .by(this::list),
                Endpoint.create("api", LIST, "CreateApplication")
                        .takes(all)
                        .answers(SHAPE)
                        .by(this::create),
                Endpoint.get("api", ITEM, "FetchApplication").answers(SHAPE).by(x -> x.ok(SHAPE, application(x))),
                Endpoint.post("api", ITEM, "UpdateApplication")
                        .takes(all)
                        .answers(SHAPE)
                        .by(this::update),
                Endpoint.delete("api", ITEM, "DeleteApplication").by(this::delete));
    }

    private Application application(Exchange x) {
        return records.need(x, Application.class, x.path("Sid"), Application::account);
    }

    private Answer list(Exchange x) {
        String name = x.get(FRIENDLY_NAME);
        List<Application> all = records.all(
                Application.class,
                a -> a.account().equals(x.account().sid())
                        && (name == null || a.friendlyName().equals(name)));
        return Paging.v2010(
                x,
                "applications",
                SHAPE,
                all,
                Order.newestFirst(Application::dateCreated, a -> a.sid().value()));
    }

    private Answer create(Exchange x) {
        Application made = new Application(
                records.newSid(ApplicationSid.PREFIX, ApplicationSid::new),
                x.account().sid(),
                x.get(FRIENDLY_NAME, ""),
                Settings.changed(Map.of(), x.values(), SETTINGS),
                x.place().now(),
                x.place().now());
        return x.answer(201, SHAPE, records.put(x, made));
    }

    private Answer update(Exchange x) {
        Application before = application(x);
        Application after = new Application(
                before.sid(),
                before.account(),
                x.get(FRIENDLY_NAME, before.friendlyName()),
                Settings.changed(before.settings(), x.values(), SETTINGS),
                before.dateCreated(),
                x.place().now());
        return x.ok(SHAPE, records.put(x, after));
    }

    private Answer delete(Exchange x) {
        Application application = application(x);
        List<PhoneNumber> users = records.all(
                PhoneNumber.class,
                n -> application.sid().value().equals(n.settings().get("voice_application_sid")));
        if (!users.isEmpty()) {
            throw new Problem(
                    ErrorCode.BAD_REQUEST,
                    "Application " + application.sid() + " answers the number "
                            + users.getFirst().sid() + "; give that another one first");
        }
        records.remove(x, List.of(application));
        return Answer.empty(204);
    }

    private static @Nullable String setting(Application application, String name) {
        return application.settings().get(name);
    }

    private static String method(Application application, String name) {
        return application.settings().getOrDefault(name, "POST");
    }
}
