package org.cordboard.server.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.cordboard.server.config.Setting;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `cordboard config`: the reference of all settings, printed from the one table they are read by.
@Command(name = "config", mixinStandardHelpOptions = true, description = "list every setting with its default")
final class ConfigReference implements Callable<Integer> {
    @Spec
    @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        var table = new Table("SETTING", "ENVIRONMENT", "DEFAULT", "MEANING");
        for (var setting : Setting.values()) {
            table.row(setting.key(), setting.environmentVariable(), setting.byDefault(), setting.meaning());
        }
        table.print(spec == null ? new PrintWriter(System.out, true) : spec.commandLine().getOut());
        return 0;
    }
}
