package org.cordboard.server.cli;

import java.util.concurrent.Callable;
import org.cordboard.server.client.PublicApi;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// A command about one call, named by its SID.
abstract class OfOneCall implements Callable<Integer> {
    @Mixin
    Remote remote = new Remote();

    @Parameters(paramLabel = "CALL", description = "SID of the call")
    String sid = "";

    @Override
    public final Integer call() throws Exception {
        try (var api = PublicApi.of(remote.connection())) {
            tell(api);
        }
        return 0;
    }

    abstract void tell(PublicApi api) throws Exception;
}
