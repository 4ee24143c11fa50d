package org.cordboard.routing.entity;

/// Any record the engine keeps. Equality is by value; identity is [#key()].
public sealed interface Entity
        permits Account,
                ApiKey,
                Workspace,
                Activity,
                TaskChannel,
                TaskQueue,
                Workflow,
                WorkflowPlan,
                Worker,
                WorkerChannel,
                Task,
                Reservation,
                Transfer,
                VoiceRecord {

    /// What makes this record the same one across changes, unique among records of its type.
    String key();
}
