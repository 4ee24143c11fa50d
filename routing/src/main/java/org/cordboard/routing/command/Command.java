package org.cordboard.routing.command;

/// A request to change the state, as it stands in the log.
public sealed interface Command
        permits WorkspaceCommand,
                ActivityCommand,
                TaskChannelCommand,
                TaskQueueCommand,
                WorkflowCommand,
                WorkerCommand,
                TaskCommand,
                ReservationCommand,
                TransferCommand,
                RecordCommand,
                QueueCommand,
                ExpireDue {}
