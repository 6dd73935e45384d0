// The service worker of the phone's app. It keeps one version of the app whole in the phone and nothing else: no answer of
// /api is ever kept. The bundle writes the version and the list of files in.
//
// - A version is fetched whole or not at all; until it is, the old one serves.
// - A new version waits until the person says yes ("skip-waiting" from main.js).
// - Every address under /app answers with the shell, from the phone first: deep links and reloads work without a network.
// - If the phone has lost its copy, the network answers; if that is gone too, whatever version is left.
//
// Served with `Service-Worker-Allowed: /app` and `Cache-Control: no-cache`.

const VERSION = "{{version}}";
const FILES = "{{files}}";
const SHELL = "/app";
const PREFIX = "uppsok-app-";
const CACHE = PREFIX + VERSION;

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  if (event.data === "skip-waiting") self.skipWaiting();
});
self.addEventListener("sync", (event) => event.waitUntil(tellOfNetwork()));
self.addEventListener("push", (event) => event.waitUntil(show(event.data)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(open());
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin || url.pathname.startsWith("/api/")) return;
  if (request.mode === "navigate") {
    if (isUnderShell(url.pathname)) event.respondWith(shell(request));
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(file(request, url.pathname));
  }
});

function isUnderShell(path) {
  return path === SHELL || path.startsWith(SHELL + "/");
}

// Everything is in hand before anything is kept, so that a lost network half-way leaves nothing behind.
async function install() {
  const answers = await Promise.all(FILES.map(async (path) => [path, (await known(path)) ?? (await fetched(path))]));
  const cache = await caches.open(CACHE);
  try {
    await Promise.all(answers.map(([path, answer]) => cache.put(path, answer)));
  } catch (error) {
    await caches.delete(CACHE); // a full disk
    throw error;
  }
}

// A name with a hash is the same file in every version: what an older one has need not be fetched again.
async function known(path) {
  return /\.[0-9a-f]{12}\.\w+$/.test(path) ? caches.match(path) : undefined;
}

async function fetched(path) {
  const answer = await fetch(new Request(path, { cache: "no-cache", credentials: "omit" }));
  if (!answer.ok || answer.redirected) throw new Error(`${path}: ${answer.status}`);
  return answer;
}

async function activate() {
  const names = await caches.keys();
  const old = names.filter((name) => name.startsWith(PREFIX) && name !== CACHE);
  await Promise.all(old.map((name) => caches.delete(name)));
  await self.clients.claim();
}

async function tellOfNetwork() {
  const pages = await self.clients.matchAll({ type: "window" });
  for (const page of pages) page.postMessage("network");
}

// That somebody has answered; the worker has no key, and couldn't say who if it were told.
async function show(data) {
  const { notification } = data.json();
  const { title, navigate: _, ...options } = notification;
  await self.registration.showNotification(title, options);
  await tellOfNetwork();
}

async function open() {
  const [page] = await self.clients.matchAll({ type: "window" });
  return page ? page.focus() : self.clients.openWindow(SHELL);
}

async function shell(request) {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(SHELL);
  if (kept) return kept;
  try {
    return await fetch(request);
  } catch (error) {
    const left = await caches.match(SHELL);
    if (left) return left;
    throw error;
  }
}

async function file(request, path) {
  const cache = await caches.open(CACHE);
  return (await cache.match(path)) ?? (await caches.match(path)) ?? fetch(request);
}
