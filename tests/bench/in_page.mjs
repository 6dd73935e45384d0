// What is read by the page's own clock, so that no time of the bench's is in it.

/** Runs in the page before anything else: notes when screens are interactive and when the disk has what was tapped. */
export function watchPage() {
  const noted = {};
  const waiting = {};
  const note = (name, value) => {
    noted[name] = value;
    waiting[name]?.(value);
  };
  const wait = (name) => new Promise((done) => (name in noted ? done(noted[name]) : (waiting[name] = done)));

  // Drawn, and with a thread that is free to answer: two frames after the condition first holds.
  const when = (name, isSo) => {
    const look = () => (isSo() ? requestAnimationFrame(() => requestAnimationFrame(() => note(name, performance.now()))) : requestAnimationFrame(look));
    requestAnimationFrame(look);
  };
  when("lock", () => document.querySelector("form input[type=password]"));
  when("open", () => document.querySelector("main .section .list > *"));

  addEventListener("keydown", ({ key, timeStamp }) => key === "Enter" && note("enter", timeStamp), { capture: true });

  // The key is made in a worker: from the question to the answer.
  const ask = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (...what) {
    const asked = performance.now();
    this.addEventListener("message", () => note("key", performance.now() - asked), { once: true });
    return ask.apply(this, what);
  };

  let tapped = 0;
  let kept = () => {};
  addEventListener("click", ({ timeStamp }) => (tapped = timeStamp), { capture: true });
  const begin = IDBDatabase.prototype.transaction;
  IDBDatabase.prototype.transaction = function (stores, mode, options) {
    const transaction = begin.call(this, stores, mode, options);
    const isEntry = mode === "readwrite" && options?.durability === "strict" && [...stores].includes("outbox");
    if (isEntry) transaction.addEventListener("complete", () => kept(performance.now() - tapped), { once: true });
    return transaction;
  };

  // Asked for after the tap: what came before the question is kept for it.
  const times = [];
  kept = (took) => times.push(took) && waiting.saved?.();
  const saved = async () => {
    while (!times.length) await new Promise((done) => (waiting.saved = done));
    return times.splice(0).at(0);
  };
  globalThis.bench = { wait, saved };
}

/** Milliseconds from the navigation to the lock. */
export function lockShown(page) {
  return page.evaluate(() => globalThis.bench.wait("lock"));
}

/** Presses Enter in the passphrase's field. Milliseconds from the key to *I dag*, and of those for making the key. */
export async function openShown(page) {
  await page.getByLabel("Lösenfras", { exact: true }).press("Enter");
  return page.evaluate(async () => {
    const { wait } = globalThis.bench;
    const [enter, open, key] = [await wait("enter"), await wait("open"), await wait("key")];
    return { open: open - enter, key };
  });
}
