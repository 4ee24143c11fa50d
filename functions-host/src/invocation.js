"use strict";
// A worker thread: runs one handler at a time, told by messages. The host ends the thread when a handler does not
// come back, so nothing here has to defend itself against endless loops.

const fs = require("node:fs");
const { parentPort } = require("node:worker_threads");
// Whatever client a handler makes, what it would send to the public cloud goes to CORDBOARD_URL.
require("./redirect.cjs");
const twilio = require("twilio");
const { Response, answerOf } = require("./response");

globalThis.Twilio = Object.assign(
  (...args) => twilio(...args),
  Object.fromEntries(Object.keys(twilio).map((name) => [name, twilio[name]])),
  { Response },
);

function runtimeOf(project) {
  const strip = (route) => route.replace(/^\//, "");
  return {
    getFunctions: () => Object.fromEntries(project.functions.map(({ route, file }) => [strip(route), { path: file }])),
    getAssets: () =>
      Object.fromEntries(
        project.assets
          .filter((asset) => asset.visibility === "private")
          .map(({ route, file }) => [route, { path: file, open: () => fs.readFileSync(file, "utf8") }]),
      ),
    getSync: () => {
      throw new Error("Runtime.getSync is not available here: there is no Sync service");
    },
  };
}

function contextOf(values) {
  return {
    ...values,
    getTwilioClient(options = {}) {
      if (!values.ACCOUNT_SID || !values.AUTH_TOKEN) {
        throw new Error("getTwilioClient needs ACCOUNT_SID and AUTH_TOKEN: set them in the project's .env");
      }
      return twilio(values.ACCOUNT_SID, values.AUTH_TOKEN, options);
    },
  };
}

/** A changed file is read anew, with everything of the project it needs. */
function forget(folder) {
  for (const name of Object.keys(require.cache)) {
    if (name.startsWith(folder) && !name.includes("node_modules")) {
      delete require.cache[name];
    }
  }
}

let generation;

function run({ file, event, context, project }, done) {
  globalThis.Runtime = runtimeOf(project);
  if (generation !== project.generation) {
    forget(project.folder);
    generation = project.generation;
  }
  let handler;
  try {
    handler = require(file).handler;
  } catch (error) {
    return done(error);
  }
  if (typeof handler !== "function") {
    return done(new Error(`${file} exports no handler: write exports.handler = function (context, event, callback) { … }`));
  }
  try {
    const running = handler(contextOf(context), event, done);
    if (running !== null && typeof running?.then === "function") {
      running.then(undefined, done);
    }
  } catch (error) {
    done(error);
  }
}

parentPort.on("message", (job) => {
  let answered = false;
  const fail = (error) => done(error instanceof Error ? error : new Error(String(error)));
  const done = (error, result) => {
    if (answered) {
      return;
    }
    answered = true;
    process.off("uncaughtException", fail);
    process.off("unhandledRejection", fail);
    let answer;
    try {
      answer = answerOf(error, result);
    } catch (broken) {
      answer = answerOf(broken);
    }
    parentPort.postMessage({ id: job.id, answer });
  };
  process.on("uncaughtException", fail);
  process.on("unhandledRejection", fail);
  run(job, done);
});

parentPort.postMessage({ ready: true });
