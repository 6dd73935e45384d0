// Counts what goes over the wire: a proxy between a client and a server, that reads just enough of HTTP/1.1 to tell
// bodies from the rest.

import { connect, createServer } from "node:net";

export class Meter {
  #counted = { requests: 0, body: 0, wire: 0 };
  #listener;
  #sockets = new Set();

  /** In front of `http://127.0.0.1:PORT`. */
  static async before(port) {
    const meter = new Meter();
    meter.#listener = createServer((client) => meter.#pass(client, connect(port, "127.0.0.1")));
    await new Promise((done) => meter.#listener.listen(0, "127.0.0.1", done));
    meter.url = `http://127.0.0.1:${meter.#listener.address().port}`;
    return meter;
  }

  /** What one piece of work took: its requests, its bodies' bytes, and all bytes, both ways. */
  async of(work) {
    this.#counted = { requests: 0, body: 0, wire: 0 };
    await work();
    return this.#counted;
  }

  #pass(client, server) {
    const flows = [
      [client, server, new Messages((body) => this.#count(body), () => (this.#counted.requests += 1))],
      [server, client, new Messages((body) => this.#count(body), () => {})],
    ];
    for (const [from, to, messages] of flows) {
      this.#sockets.add(from);
      from.setNoDelay(true);
      from.on("data", (bytes) => {
        this.#counted.wire += bytes.length;
        messages.read(bytes);
        to.write(bytes);
      });
      from.on("end", () => to.end());
      from.on("error", () => to.destroy());
      from.on("close", () => this.#sockets.delete(from));
    }
  }

  #count(bytes) {
    this.#counted.body += bytes;
  }

  close() {
    for (const socket of this.#sockets) socket.destroy();
    return new Promise((done) => this.#listener.close(done));
  }
}

/** The messages in one direction of a connection. What a chunked body's frames take counts as headers. */
class Messages {
  #held = Buffer.alloc(0);
  #left = 0;
  #read = this.#head;

  constructor(onBody, onMessage) {
    this.onBody = onBody;
    this.onMessage = onMessage;
  }

  read(bytes) {
    this.#held = this.#held.length ? Buffer.concat([this.#held, bytes]) : bytes;
    while (this.#held.length && this.#read.call(this));
  }

  /** The text up to a mark, if it is all there. */
  #until(mark) {
    const end = this.#held.indexOf(mark);
    if (end < 0) return null;
    const text = this.#held.toString("latin1", 0, end);
    this.#held = this.#held.subarray(end + mark.length);
    return text;
  }

  #head() {
    const head = this.#until("\r\n\r\n");
    if (head === null) return false;
    const status = Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0);
    const field = (name) => new RegExp(`^${name}: *(.*)$`, "im").exec(head)?.[1];
    const isInterim = status >= 100 && status < 200;
    if (!isInterim) this.onMessage();
    const hasNone = isInterim || status === 204 || status === 304;
    this.#left = hasNone ? 0 : Number(field("content-length") ?? 0);
    if (!hasNone && /chunked/i.test(field("transfer-encoding") ?? "")) this.#read = this.#size;
    else if (this.#left) this.#read = this.#whole;
    return true;
  }

  #whole() {
    if (this.#take() === 0) this.#read = this.#head;
    return true;
  }

  #size() {
    const size = this.#until("\r\n");
    if (size === null) return false;
    this.#left = parseInt(size, 16);
    this.#read = this.#left ? this.#chunk : this.#lastEnd;
    return true;
  }

  #chunk() {
    if (this.#take() === 0) this.#read = this.#chunkEnd;
    return true;
  }

  #chunkEnd() {
    return this.#lineThen(this.#size);
  }

  #lastEnd() {
    return this.#lineThen(this.#head);
  }

  #lineThen(next) {
    if (this.#until("\r\n") === null) return false;
    this.#read = next;
    return true;
  }

  #take() {
    const taken = Math.min(this.#left, this.#held.length);
    this.onBody(taken);
    this.#left -= taken;
    this.#held = this.#held.subarray(taken);
    return this.#left;
  }
}
