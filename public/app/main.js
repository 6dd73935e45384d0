// Starts the app and its service worker. Between this and the app there are two events on `window`:
//   uppsok:new-version  (from here)     a new version is fetched and waits, or another tab has already taken it
//   uppsok:use-version  (from the app)  the person said yes: take it and reload
// /app/sw.js must be served with `Service-Worker-Allowed: /app`, since the scope is wider than its folder.

const HOUR = 3_600_000;
const part = (id) => document.getElementById(id);

let waiting = null;
let consented = false;

if (await started()) {
  part("starting")?.remove();
  part("cannot-start")?.remove();
  await serviceWorker(tell);
} else {
  offerWayBack();
  await serviceWorker(useVersion);
}

async function started() {
  try {
    const app = await import("{{app.js}}");
    await app.default({ module_or_path: "{{app.wasm}}" });
    app.start();
    return true;
  } catch (error) {
    console.error(error);
    return false;
  }
}

async function serviceWorker(onNewVersion) {
  if (!("serviceWorker" in navigator)) return;
  const workers = navigator.serviceWorker;
  const hadOne = Boolean(workers.controller);
  workers.addEventListener("controllerchange", () => {
    if (consented) location.reload();
    else if (hadOne) onNewVersion();
  });
  window.addEventListener("uppsok:use-version", useVersion);
  let registration;
  try {
    registration = await workers.register("/app/sw.js", { scope: "/app", updateViaCache: "none" });
  } catch (error) {
    // Offline, or a server that is being restarted: what is installed goes on working.
    console.warn("service worker:", error);
    registration = await workers.getRegistration("/app");
  }
  if (!registration) return;

  const look = (worker) => {
    if (worker?.state === "installed" && workers.controller) {
      waiting = worker;
      onNewVersion();
    }
  };
  look(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker?.addEventListener("statechange", () => look(worker));
  });

  // Put away without a network: Background Sync, where it exists, tells when there is one again. The app is then told as it
  // is by the browser itself; the worker can send nothing, since what is unsent is sealed and it has no key.
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "hidden" && !navigator.onLine) registration.sync?.register("network").catch(() => {});
  });
  workers.addEventListener("message", (event) => {
    if (event.data === "network") window.dispatchEvent(new Event("online"));
  });

  let asked = performance.now();
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState !== "visible" || performance.now() - asked < HOUR) return;
    asked = performance.now();
    registration.update().catch(() => {});
  });
}

function tell() {
  window.dispatchEvent(new CustomEvent("uppsok:new-version"));
}

function useVersion() {
  consented = true;
  if (waiting?.state === "installed") waiting.postMessage("skip-waiting");
  else location.reload();
}

// The way back from a broken version: a newer one is taken as soon as there is one (see above), and the person can throw
// the app (never the data) away and fetch it again.
function offerWayBack() {
  part("starting")?.remove();
  part("cannot-start").hidden = false;
  part("reload").addEventListener("click", () => location.reload());
  part("fetch-again").addEventListener("click", async () => {
    const registrations = (await navigator.serviceWorker?.getRegistrations()) ?? [];
    await Promise.all(registrations.map((registration) => registration.unregister()));
    const names = (await self.caches?.keys()) ?? [];
    await Promise.all(names.map((name) => caches.delete(name)));
    location.reload();
  });
}
