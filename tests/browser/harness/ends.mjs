// What we start ends with us, however we end: the runner may be stopped in the middle of a test.

const running = new Set();

/** `end` is called when this process ends, unless the answer is called first. */
export function endsWithUs(end) {
  running.add(end);
  return () => running.delete(end);
}

process.on("exit", () => {
  for (const end of running) end();
});
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => process.exit(1));
