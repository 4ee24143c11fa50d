package org.cordboard.apps.roundrobin;

import java.util.List;
import java.util.Map;
import org.cordboard.apps.setup.Agent;
import org.cordboard.apps.setup.Centre;
import org.cordboard.apps.setup.Telephony;
import org.cordboard.apps.web.Resources;
import org.cordboard.apps.web.Site;

/// The document's console work: workspace with the default workflow, a worker for each target, flow and number.
///
/// @param transferFrom the number called, and shown to the targets
/// @param agents for the person who tries it
record RoundRobinSetup(String workspaceSid, String transferFrom, String agents) {
    static final int RING_SECONDS = 15;

    static RoundRobinSetup make(Site site) {
        var centre = Centre.at(site, "round-robin", "FIFO");
        var transferFrom = site.environment().get("TRANSFER_FROM", "+15550001050");
        var agents = Agent.of(site, "TRANSFER_TO", "charles,dave,edith");
        Agent.phones(site, agents);
        workers(centre, agents);
        var workflow = centre.assignTo("Default Fifo Workflow", site.publicAddress() + "/assignment-callback");
        var telephony = new Telephony(site.platform());
        var definition = Resources.text(RoundRobin.class, "flow.json")
                .replace("WORKFLOW_SID", workflow)
                .replace("WAIT_URL", site.publicAddress() + "/wait-url");
        telephony.number(transferFrom, telephony.flow("Round robin", definition));
        return new RoundRobinSetup(centre.workspaceSid(), transferFrom, Agent.addresses(agents));
    }

    private static void workers(Centre centre, List<Agent> agents) {
        var available = centre.activity("Available");
        var count = 0;
        for (var agent : agents) {
            count++;
            var attributes = Map.of("name", "Agent_" + count, "contact_uri", agent.address());
            centre.put(centre.worker(agent.name(), attributes), available);
        }
    }
}
