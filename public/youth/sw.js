// The service worker of the youth's page: it shows a notification and says that it came. It keeps nothing, and answers for
// no address. A browser that shows declarative notifications by itself (RFC 8030 in the payload) may never start it.

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("push", (event) => event.waitUntil(show(event.data)));
self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const { page } = event.notification.data ?? {};
  if (page) event.waitUntil(open(page));
});

async function show(data) {
  const { notification, receipt } = data.json();
  const { title, navigate, ...options } = notification;
  await self.registration.showNotification(title, { ...options, data: { page: navigate } });
  // Kept short: without an answer a text is sent instead, which does no harm.
  if (receipt) await fetch("/y/receipt", { method: "POST", body: receipt, credentials: "omit", keepalive: true });
}

async function open(page) {
  const windows = await self.clients.matchAll({ type: "window" });
  const same = windows.find((it) => it.url === page);
  return same ? same.focus() : self.clients.openWindow(page);
}
