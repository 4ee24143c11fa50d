"use strict";
// A project on disk: which file answers which route, and who may ask.

const fs = require("node:fs");
const path = require("node:path");

const FILES_MAX = 5000;

/** Every file below a folder, as paths with forward slashes; links are not followed. */
function filesBelow(folder) {
  const found = [];
  const visit = (at) => {
    for (const entry of fs.readdirSync(path.join(folder, at), { withFileTypes: true })) {
      const relative = path.posix.join(at, entry.name);
      if (entry.isDirectory()) {
        visit(relative);
      } else if (entry.isFile() && found.length < FILES_MAX) {
        found.push(relative);
      }
    }
  };
  if (fs.existsSync(folder)) {
    visit("");
  }
  return found;
}

/** `voice/hello.protected.js` becomes route `/voice/hello`, visibility `protected`. */
function split(relative) {
  const extension = path.posix.extname(relative);
  let stem = relative.slice(0, relative.length - extension.length);
  let visibility = "public";
  for (const word of ["protected", "private"]) {
    if (stem.endsWith("." + word)) {
      visibility = word;
      stem = stem.slice(0, -word.length - 1);
    }
  }
  return { stem: stem.replaceAll(" ", "-"), extension, visibility };
}

function functionsOf(folder) {
  const functions = new Map();
  for (const relative of filesBelow(path.join(folder, "functions"))) {
    const { stem, extension, visibility } = split(relative);
    if (extension === ".js" || extension === ".cjs") {
      functions.set("/" + stem, { file: path.join(folder, "functions", relative), visibility });
    }
  }
  return functions;
}

function assetsOf(folder) {
  const assets = new Map();
  for (const relative of filesBelow(path.join(folder, "assets"))) {
    const { stem, extension, visibility } = split(relative);
    assets.set("/" + stem + extension, { file: path.join(folder, "assets", relative), visibility });
  }
  const index = assets.get("/index.html");
  if (index !== undefined) {
    assets.set("/", index);
  }
  return assets;
}

/** `NAME=value` lines; quotes around a value are taken off, `#` begins a comment line. */
function environmentOf(folder) {
  const file = path.join(folder, ".env");
  const values = {};
  if (fs.existsSync(file)) {
    for (const line of fs.readFileSync(file, "utf8").split(/\r?\n/)) {
      const match = /^\s*(?:export\s+)?([A-Za-z_][A-Za-z0-9_]*)\s*=\s*(.*?)\s*$/.exec(line);
      if (match !== null) {
        values[match[1]] = match[2].replace(/^(["'])(.*)\1$/, "$2");
      }
    }
  }
  return values;
}

/** The project as it stands on disk right now. */
function readProject(folder) {
  return { folder, functions: functionsOf(folder), assets: assetsOf(folder), environment: environmentOf(folder) };
}

module.exports = { readProject };
