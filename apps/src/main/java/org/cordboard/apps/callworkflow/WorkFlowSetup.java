package org.cordboard.apps.callworkflow;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.cordboard.apps.setup.Agent;
import org.cordboard.apps.setup.Centre;
import org.cordboard.apps.setup.Routing;
import org.cordboard.apps.setup.Telephony;
import org.cordboard.apps.web.Resources;
import org.cordboard.apps.web.Site;

/// The document's console work from workspace to number, with both of its next steps: a second team and a voicemail.
///
/// @param voicemailUrl flow that takes a message
/// @param phones for the person who tries it
record WorkFlowSetup(String workspaceSid, String voicemailUrl, String number, String phones, int waitSeconds) {
    /// How long a worker has to accept before the next one is asked.
    private static final int RESERVATION_SECONDS = 10;

    static WorkFlowSetup make(Site site) {
        var environment = site.environment();
        var centre = Centre.at(site, "writers", "NONE");
        centre.eventsTo(site.publicAddress() + "/events");
        var support = Agent.of(site, "SUPPORT_WORKERS", "charles,dave");
        var sales = Agent.of(site, "SALES_WORKERS", "edith");
        var everybody = Stream.concat(support.stream(), sales.stream()).toList();
        Agent.phones(site, everybody);
        var waitSeconds = environment.number("WORKFLOW_TIMEOUT", 60);
        var telephony = new Telephony(site.platform());
        var ivr = Resources.text(WorkFlowSetup.class, "writers-ivr.json")
                .replace("SUPPORT_WORKFLOW", team(centre, "support", support, waitSeconds))
                .replace("SALES_WORKFLOW", team(centre, "sales", sales, waitSeconds))
                .replace("BUSINESS_HOURS_URL", site.publicAddress() + "/business-hours");
        var number = environment.get("IVR_NUMBER", "+15550001010");
        telephony.number(number, telephony.flow("Writers menu", ivr));
        return new WorkFlowSetup(
                centre.workspaceSid(),
                telephony.flow("Writers voicemail", Resources.text(WorkFlowSetup.class, "voicemail.json")),
                number,
                Agent.addresses(everybody),
                waitSeconds);
    }

    /// A queue for the skill, a workflow that gives up after a while, and the team's workers.
    ///
    /// @return SID of the workflow
    private static String team(Centre centre, String skill, List<Agent> workers, int waitSeconds) {
        for (var worker : workers) {
            centre.worker(worker.name(), Map.of("skills", List.of(skill), "contact_uri", worker.address()));
        }
        var queue = centre.queue(skill, "skills HAS \"" + skill + "\"");
        var filter = Routing.filter(skill, "1==1", List.of(Routing.target(queue, waitSeconds)));
        return centre.workflow(skill, Routing.configuration(List.of(filter), queue), "", RESERVATION_SECONDS);
    }
}
