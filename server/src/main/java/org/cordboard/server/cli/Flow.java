package org.cordboard.server.cli;

import picocli.CommandLine.Command;

/// `cordboard flow`: flows in files, without a server and without a phone.
@Command(
        name = "flow",
        mixinStandardHelpOptions = true,
        description = "check, try out and test flow files",
        subcommands = {LintFlows.class, RunFlow.class, TestFlows.class})
final class Flow {}
