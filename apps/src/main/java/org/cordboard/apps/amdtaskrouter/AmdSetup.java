package org.cordboard.apps.amdtaskrouter;

import java.util.List;
import java.util.Map;
import org.cordboard.apps.setup.Agent;
import org.cordboard.apps.setup.Centre;
import org.cordboard.apps.setup.Routing;
import org.cordboard.apps.setup.Telephony;
import org.cordboard.apps.web.Site;

/// The document's console work: workspace, activities, queue, workflow and agents; and their SIDs.
///
/// @param agents names, for the person who tries it
record AmdSetup(
        String workspaceSid,
        String workflowSid,
        String idleSid,
        String offlineSid,
        String temporarilyUnavailableSid,
        String agents,
        String number) {
    static final String TEMPORARILY_UNAVAILABLE = "Temporarily Unavailable";

    private static final int ASSIGNMENT_SECONDS = 120;

    static AmdSetup make(Site site) {
        var centre = Centre.at(site, "AMD", "NONE");
        var people = Agent.of(site, "AGENTS", "charles,dave,edith");
        Agent.phones(site, people);
        var queue = centre.queue("agents", "1==1");
        var workflow = centre.workflow(
                "calls", Routing.configuration(List.of(), queue), site.publicAddress() + "/assign", ASSIGNMENT_SECONDS);
        for (var agent : people) {
            centre.worker(agent.name(), Map.of("phone", agent.address()));
        }
        return new AmdSetup(
                centre.workspaceSid(),
                workflow,
                centre.activity("Idle", true),
                centre.activity("Offline"),
                centre.activity(TEMPORARILY_UNAVAILABLE, false),
                String.join(", ", people.stream().map(Agent::name).toList()),
                site.environment().get("INCOMING_NUMBER", "+15550001040"));
    }

    /// Sends events and calls here, once somebody listens.
    void connect(Site site) {
        Centre.of(site.platform().client(), workspaceSid).eventsTo(site.publicAddress() + "/trevents");
        new Telephony(site.platform()).number(number, site.publicAddress() + "/incoming");
    }
}
