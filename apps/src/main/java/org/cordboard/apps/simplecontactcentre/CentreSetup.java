package org.cordboard.apps.simplecontactcentre;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cordboard.apps.setup.Agent;
import org.cordboard.apps.setup.Centre;
import org.cordboard.apps.setup.Routing;
import org.cordboard.apps.setup.Telephony;
import org.cordboard.apps.web.Site;

/// The document's console work. `WORKSPACE_SID` and `WORKFLOW_SID` in the environment name what was made by hand.
///
/// @param number the number called, texted, and shown to the agents
/// @param agents phones, for the person who tries it
record CentreSetup(Centre centre, String workflowSid, String wrapUpSid, String number, String agents) {
    /// How long a caller waits for an agent of the language before any agent will do.
    private static final int LANGUAGE_SECONDS = 30;

    /// How long a caller waits for any agent.
    private static final int ANYBODY_SECONDS = 600;

    private static final int ESCALATED_PRIORITY = 5;
    private static final int RESERVATION_SECONDS = 120;
    private static final String NOBODY_ON_DUTY = "workers.available == 0";

    static CentreSetup make(Site site) {
        var environment = site.environment();
        var centre = Centre.at(site, "simple-contact-centre", "NONE");
        var english = Agent.of(site, "ENGLISH_AGENTS", "charles");
        var hindi = Agent.of(site, "HINDI_AGENTS", "shyam");
        var everybody = Stream.concat(english.stream(), hindi.stream()).toList();
        Agent.phones(site, everybody);
        workers(centre, english, "english");
        workers(centre, hindi, "hindi");
        return new CentreSetup(
                centre,
                environment.given("WORKFLOW_SID").orElseGet(() -> workflow(centre, site)),
                centre.activity("Wrap-Up", false),
                environment.get("INCOMING_NUMBER", "+15550001020"),
                Agent.addresses(everybody));
    }

    private static void workers(Centre centre, List<Agent> agents, String language) {
        for (var agent : agents) {
            var attributes = Map.of("languages", List.of(language), "contact_uri", agent.address());
            centre.put(centre.worker(agent.name(), attributes), centre.activity("Available"));
        }
    }

    /// Language queue first, then everybody's, where the one who waited longer also goes first. With nobody on duty the
    /// last target is skipped, which cancels the task: there is no default queue to wait in.
    private static String workflow(Centre centre, Site site) {
        var languageSeconds = site.environment().number("ESCALATE_SECONDS", LANGUAGE_SECONDS);
        var everybody = centre.queue("everybody", "1==1");
        var filters = Stream.of("english", "hindi")
                .map(language -> Routing.filter(
                        language,
                        "selected_language == '" + language + "'",
                        List.of(
                                Routing.target(
                                        centre.queue(language, "languages HAS \"" + language + "\""), languageSeconds),
                                Routing.skippable(everybody, ESCALATED_PRIORITY, ANYBODY_SECONDS, NOBODY_ON_DUTY))))
                .toList();
        return centre.workflow(
                "languages",
                Routing.configuration(filters),
                site.publicAddress() + "/assignment-callback",
                RESERVATION_SECONDS);
    }

    String workspaceSid() {
        return centre.workspaceSid();
    }

    void complete(String taskSid) {
        centre.complete(taskSid, "call ended");
    }

    /// Sends calls, texts and events here, once somebody listens.
    void connect(Site site) {
        var telephony = new Telephony(site.platform());
        telephony.number(number, site.publicAddress() + "/incoming-call");
        telephony.texts(number, site.publicAddress() + "/incoming-message");
        centre.eventsTo(site.publicAddress() + "/events");
    }
}
