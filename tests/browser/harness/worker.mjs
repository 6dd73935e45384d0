// Waiting for the service worker, from within a page.

/** Resolves when the service worker serves this page. */
export function controlled(page) {
  return page.evaluate(async () => {
    await navigator.serviceWorker.ready;
    if (navigator.serviceWorker.controller) return;
    await new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done, { once: true }));
  });
}

/** The paths that the phone keeps, by the name of the cache. */
export function kept(page) {
  return page.evaluate(async () => {
    const caches_ = {};
    for (const name of await caches.keys()) {
      const requests = await (await caches.open(name)).keys();
      caches_[name] = requests.map((request) => new URL(request.url).pathname);
    }
    return caches_;
  });
}

/** Asks whether there is a new version; resolves when that one has been fetched, or has failed. */
export function lookForVersion(page) {
  return page.evaluate(async () => {
    const registration = await navigator.serviceWorker.getRegistration("/app");
    const found = new Promise((done) => {
      registration.addEventListener("updatefound", () => {
        const worker = registration.installing;
        worker.addEventListener("statechange", () => ["installed", "redundant"].includes(worker.state) && done(worker.state));
      });
    });
    await registration.update();
    return found;
  });
}
