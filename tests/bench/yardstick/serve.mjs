// PouchDB Server on disk, with no more around it than PouchDB needs to replicate. `node serve.mjs PORT FOLDER`

import { createRequire } from "node:module";
import { join } from "node:path";

const require = createRequire(import.meta.url);
const express = require("express");
const expressPouchDB = require("express-pouchdb");
const PouchDB = require("pouchdb");

const [port, folder] = process.argv.slice(2);
const OnDisk = PouchDB.defaults({ prefix: `${join(folder, "data")}-` });
const app = express();
app.use("/", expressPouchDB(OnDisk, { mode: "minimumForPouchDB", inMemoryConfig: true, logPath: join(folder, "log") }));
const server = app.listen(Number(port), "127.0.0.1", () => console.log("ready"));
// With many phones at once a connection waits longer than Node keeps one.
server.keepAliveTimeout = 600_000;
