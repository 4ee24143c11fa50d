package org.cordboard.routing;

import java.time.Duration;

/// How much of everything there may be (TaskRouter reference 1.7). Part of the deterministic state machine: every
/// node of a cluster must run with the same values.
///
/// @param workers per workspace
/// @param taskQueues per workspace
/// @param activities per workspace
/// @param nameLength characters of a friendly name
/// @param attributesLength characters of worker and task attributes as clients may write them
/// @param configurationBytes UTF-8 bytes of a workflow configuration
/// @param taskTimeoutDefault seconds a task may live before it is assigned, when nobody says
/// @param taskTimeoutMax the most anyone may say
/// @param reservationTimeoutDefault seconds, for workflows that do not say and for tasks without workflow
/// @param reservationTimeoutMax the most a workflow may say
/// @param reservedWorkersMax workers reserved at once for one task
/// @param roundsMax unsuccessful rounds of offers before a task is canceled
/// @param assignedLifetime after which an assigned task is removed
/// @param finishedRetention how long a completed or canceled task stays readable
/// @param directRoutingPatience how long a task waits for its routing target worker to exist
/// @param workflowCallers calls waiting in the voice queue of one workflow, unless its queue says otherwise
/// @param queueCallers calls waiting in a named voice queue, unless it says otherwise
/// @param queueCallersMax the most a voice queue may say
/// @param duePerCommand deadlines that one command may make happen; the rest follow with the next
public record Limits(
        int workers,
        int taskQueues,
        int activities,
        int nameLength,
        int attributesLength,
        int configurationBytes,
        int taskTimeoutDefault,
        int taskTimeoutMax,
        int reservationTimeoutDefault,
        int reservationTimeoutMax,
        int reservedWorkersMax,
        int roundsMax,
        Duration assignedLifetime,
        Duration finishedRetention,
        Duration directRoutingPatience,
        int workflowCallers,
        int queueCallers,
        int queueCallersMax,
        int duePerCommand) {

    public static final Limits DEFAULT = new Limits(
            15_000,
            5_000,
            100,
            64,
            4_096,
            1_038_576,
            86_400,
            1_209_600,
            120,
            86_400,
            50,
            1_000,
            Duration.ofHours(24),
            Duration.ofMinutes(5),
            Duration.ofSeconds(10),
            100,
            1_000,
            5_000,
            1_000);
}
