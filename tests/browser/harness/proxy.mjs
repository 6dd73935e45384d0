// A server in front of the server, that can change what an address answers (a new version, or a broken one), and what
// becomes of requests and replies on their way.

import { createServer, request } from "node:http";

export class Proxy {
  #changes = new Map();
  #weathers = new Map();
  #late = [];
  #held = [];
  #listener;

  static async before(server) {
    const proxy = new Proxy();
    proxy.#listener = createServer((asked, answer) => proxy.#pass(server, asked, answer));
    await new Promise((done) => proxy.#listener.listen(0, "127.0.0.1", done));
    proxy.url = `http://127.0.0.1:${proxy.#listener.address().port}`;
    return proxy;
  }

  /** From now on the address answers with the text of `source` changed. */
  change(path, change, source = path) {
    this.#changes.set(path, { change, source });
  }

  /** From now on the address answers with this status and nothing else. */
  fail(path, status) {
    this.#changes.set(path, { status });
  }

  /**
   * From now on `choose(turn)` says what becomes of the address's requests: "clear", "request lost", "reply lost",
   * "reply halved", "twice" (the server is asked twice), "late" (the client has given up when it arrives, see `settle`),
   * "held" (the server has answered, and the reply waits for `release`) or a status, which something on the way answers with.
   */
  meet(path, choose) {
    this.#weathers.set(path, { choose, turn: 0, done: 0, waiting: [] });
  }

  /** Resolves when so many of the address's requests since `meet` have met what became of them. */
  passed(path, count) {
    const weather = this.#weathers.get(path);
    return new Promise((done) => {
      weather.waiting.push({ count, done });
      tell(weather);
    });
  }

  /** What was late arrives, and is answered to nobody. */
  async settle() {
    for (const ask of this.#late.splice(0)) await ask();
  }

  /** What was held goes on. */
  release() {
    for (const go of this.#held.splice(0)) go();
  }

  restore() {
    this.#changes.clear();
    this.#weathers.clear();
    this.release();
  }

  #pass(server, asked, answer) {
    const weather = this.#weathers.get(new URL(asked.url, this.url).pathname);
    if (weather) this.#meet(server, weather, asked, answer);
    else this.#change(server, asked, answer);
  }

  async #meet(server, weather, asked, answer) {
    weather.turn += 1;
    const kind = weather.choose(weather.turn);
    const parts = [];
    for await (const part of asked) parts.push(part);
    const body = Buffer.concat(parts);
    const ask = () => send(server.url + asked.url, asked, body);
    const met = () => {
      weather.done += 1;
      tell(weather);
    };
    const cut = () => {
      answer.destroy();
      met();
    };
    if (typeof kind === "number") {
      answer.writeHead(kind, { "content-type": "application/json" }).end("{}");
      return met();
    }
    if (kind === "request lost") return cut();
    if (kind === "late") {
      this.#late.push(ask);
      return cut();
    }
    if (kind === "twice") await ask();
    const reply = await ask();
    if (!reply || kind === "reply lost") return cut();
    if (kind === "held") {
      met();
      await new Promise((go) => this.#held.push(go));
    }
    answer.writeHead(reply.status, reply.headers);
    if (kind === "reply halved") {
      answer.write(reply.body.subarray(0, reply.body.length / 2), cut);
      return;
    }
    answer.end(reply.body);
    if (kind !== "held") met();
  }

  #change(server, asked, answer) {
    const { status, change, source } = this.#changes.get(new URL(asked.url, this.url).pathname) ?? {};
    if (status) return answer.writeHead(status).end();
    const headers = { ...asked.headers };
    delete headers["if-none-match"];
    if (change) delete headers["accept-encoding"];
    const onward = request(server.url + (source ?? asked.url), { method: asked.method, headers }, (inner) => {
      if (!change) {
        answer.writeHead(inner.statusCode, inner.headers);
        return inner.pipe(answer);
      }
      const parts = [];
      inner.on("data", (part) => parts.push(part));
      inner.on("end", () => {
        const { "content-length": _length, etag: _tag, ...rest } = inner.headers;
        answer.writeHead(inner.statusCode, rest).end(change(Buffer.concat(parts).toString("utf8")));
      });
    });
    onward.on("error", () => answer.writeHead(502).end());
    asked.pipe(onward);
  }

  close() {
    this.#listener.closeAllConnections();
    return new Promise((done) => this.#listener.close(done));
  }
}

function tell(weather) {
  weather.waiting = weather.waiting.filter(({ count, done }) => weather.done < count || done());
}

/** The server's whole reply; none where it isn't there. */
function send(url, { method, headers }, body) {
  return new Promise((done) => {
    const onward = request(url, { method, headers }, (inner) => {
      const parts = [];
      inner.on("data", (part) => parts.push(part));
      inner.on("end", () => {
        const { "transfer-encoding": _chunked, connection: _connection, ...rest } = inner.headers;
        const whole = Buffer.concat(parts);
        done({ status: inner.statusCode, headers: { ...rest, "content-length": whole.length }, body: whole });
      });
    });
    onward.on("error", () => done(null));
    onward.end(body);
  });
}
