"use strict";
// Threads kept ready for handlers. Bounded: so many at once, so many waiting, so long each.

const path = require("node:path");
const { Worker } = require("node:worker_threads");

class Pool {
  constructor({ threads = 4, waitingMax = 100, limitMillis = 10_000, memoryMb = 128, apiUrl }) {
    this.options = { threads, waitingMax, limitMillis, memoryMb, apiUrl };
    this.idle = [];
    this.waiting = [];
    this.alive = 0;
    this.next = 1;
    this.closed = false;
    this.#start();
  }

  /** The handler's answer; 504 when it took too long, 500 when its thread died, 503 when too many wait. */
  run(job) {
    return new Promise((resolve) => {
      if (this.waiting.length >= this.options.waitingMax) {
        resolve(failure(503, 82002, "Too many functions are waiting to run"));
        return;
      }
      this.waiting.push({ job, resolve });
      this.#pump();
    });
  }

  close() {
    this.closed = true;
    for (const thread of this.idle) {
      thread.terminate();
    }
  }

  #pump() {
    while (this.waiting.length > 0 && this.idle.length > 0) {
      this.#give(this.idle.pop(), this.waiting.shift());
    }
    if (this.waiting.length > 0 && this.alive < this.options.threads) {
      this.#start();
    }
  }

  #start() {
    this.alive += 1;
    const thread = new Worker(path.join(__dirname, "invocation.js"), {
      env: { ...process.env, CORDBOARD_URL: this.options.apiUrl ?? "" },
      resourceLimits: { maxOldGenerationSizeMb: this.options.memoryMb },
    });
    thread.once("exit", () => {
      this.alive -= 1;
      this.idle = this.idle.filter((other) => other !== thread);
      if (!this.closed) {
        this.#pump();
      }
    });
    thread.on("error", () => {}); // told by the exit listener of the job
    thread.once("message", () => {
      this.idle.push(thread);
      this.#pump();
    });
  }

  #give(thread, { job, resolve }) {
    const id = this.next++;
    const finish = (answer, reusable) => {
      clearTimeout(timer);
      thread.off("message", heard);
      thread.off("exit", died);
      resolve(answer);
      if (!reusable) {
        thread.terminate();
      } else {
        this.idle.push(thread);
        this.#pump();
      }
    };
    const heard = (message) => message.id === id && finish(message.answer, true);
    const died = () => finish(failure(500, 82005, "The function ended its own thread"), false);
    const timer = setTimeout(
      () => finish(failure(504, 82002, `The function did not call back within ${this.options.limitMillis} ms`), false),
      this.options.limitMillis,
    );
    thread.on("message", heard);
    thread.once("exit", died);
    thread.postMessage({ ...job, id });
  }
}

function failure(status, code, message) {
  return {
    status,
    headers: { "Content-Type": "application/json; charset=utf-8" },
    body: JSON.stringify({ code, message, status }),
  };
}

module.exports = { Pool };
