// A server in front of the server, that can change what an address answers: a new version, or a broken one.

import { createServer, request } from "node:http";

export class Proxy {
  #changes = new Map();
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

  restore() {
    this.#changes.clear();
  }

  #pass(server, asked, answer) {
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
