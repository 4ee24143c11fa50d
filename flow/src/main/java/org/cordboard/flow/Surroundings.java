package org.cordboard.flow;

import java.util.Optional;

/// What the importer may know about the account a flow is for. References it cannot check are believed.
public interface Surroundings {

    boolean hasWorkflow(String sid);

    boolean hasTaskChannel(String sid);

    boolean hasFlow(String sid);

    /// The definition a run-subflow widget would run now, if there is one.
    Optional<FlowDefinition> flow(String sid, String revision);

    /// Nothing is known, so nothing is doubted.
    Surroundings UNKNOWN = new Surroundings() {
        @Override
        public boolean hasWorkflow(String sid) {
            return true;
        }

        @Override
        public boolean hasTaskChannel(String sid) {
            return true;
        }

        @Override
        public boolean hasFlow(String sid) {
            return true;
        }

        @Override
        public Optional<FlowDefinition> flow(String sid, String revision) {
            return Optional.empty();
        }
    };
}
