package org.cordboard.server.wiring;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.cordboard.api.endpoint.Access;
import org.cordboard.api.endpoint.Credentials;
import org.cordboard.api.endpoint.Endpoint;
import org.cordboard.api.endpoint.Exchange;
import org.cordboard.api.http.Answer;
import org.cordboard.api.http.Request;
import org.cordboard.routing.Engine;
import org.cordboard.routing.entity.Account;
import org.cordboard.routing.sid.AccountSid;
import org.cordboard.routing.sid.FlowSid;
import org.cordboard.voice.flowrun.FlowAddress;
import org.cordboard.voice.flowrun.FlowRuns;
import org.cordboard.voice.webhook.Fields;
import org.cordboard.voice.webhook.Signature;

/// The flows' webhook addresses for those who ask over HTTP: applications that hand a call back, or another server whose
/// calls a flow answers (Studio reference 3.1, 3.2). Who asks proves to know the account: by the signature that every
/// webhook carries, or by logging in as for the API.
final class FlowWebhooks {
    private static final String PATH = "/v1/Accounts/{Account}/Flows/{Flow}";
    private static final String FORM = "application/x-www-form-urlencoded";

    private final Engine engine;
    private final FlowRuns flows;
    private final Credentials credentials;
    private final Supplier<String> publicUrl;

    FlowWebhooks(Engine engine, FlowRuns flows, Supplier<String> publicUrl) {
        this.engine = engine;
        this.flows = flows;
        this.credentials = new Credentials(engine);
        this.publicUrl = publicUrl;
    }

    List<Endpoint> endpoints() {
        return List.of(
                Endpoint.get("webhooks", PATH, "FetchFlowWebhook").open(Access.ANYONE).by(this::answer),
                Endpoint.post("webhooks", PATH, "CreateFlowWebhook").open(Access.ANYONE).by(this::answer));
    }

    private Answer answer(Exchange x) {
        var account = AccountSid.valid(x.path("Account"))
                ? engine.read(view -> view.account(new AccountSid(x.path("Account"))))
                : null;
        if (account == null || !FlowSid.valid(x.path("Flow"))) {
            return Answer.empty(404);
        }
        var request = x.request();
        var form = request.contentType().equals(FORM) ? Fields.decoded(request.bodyText()) : Fields.NONE;
        if (!signed(request, form, account) && !loggedIn(request, account)) {
            return Answer.empty(403);
        }
        var parameters = new LinkedHashMap<>(Fields.decoded(request.query()).asMap());
        parameters.putAll(form.asMap());
        return flows.answer(new FlowAddress(account.sid(), new FlowSid(x.path("Flow"))), parameters)
                .map(text -> Answer.of(200, "text/xml; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)))
                .orElseGet(() -> Answer.empty(404));
    }

    /// The caller may know us by the address he reached or by the public one.
    private boolean signed(Request request, Fields form, Account account) {
        var signature = request.header("x-twilio-signature");
        var target = request.path() + (request.query().isEmpty() ? "" : "?" + request.query());
        return signature != null
                && Stream.of(request.base(), publicUrl.get())
                        .anyMatch(base -> Signature.matches(account.authToken(), base + target, form, signature));
    }

    private boolean loggedIn(Request request, Account account) {
        var given = request.basicCredentials();
        var caller = given == null ? null : credentials.check(given.user(), given.password());
        return caller != null && caller.account().sid().equals(account.sid());
    }
}
