"use strict";
// Started and watched by the server. Everything comes by environment, so that no secret shows in the process list.

const { serve } = require("./server");

const environment = process.env;
const server = serve({
  folder: environment.FUNCTIONS_DIR ?? ".",
  apiUrl: environment.CORDBOARD_URL,
  publicUrl: environment.FUNCTIONS_PUBLIC_URL || undefined,
  credentials: { ACCOUNT_SID: environment.FUNCTIONS_ACCOUNT_SID ?? "", AUTH_TOKEN: environment.FUNCTIONS_AUTH_TOKEN ?? "" },
});
server.listen(Number(environment.FUNCTIONS_PORT ?? 0), environment.FUNCTIONS_BIND ?? "127.0.0.1", () => {
  process.stdout.write(`listening ${server.address().port}\n`);
});
// The server holds our standard input open: when it goes, so do we.
process.stdin.on("end", () => process.exit(0));
process.stdin.resume();
