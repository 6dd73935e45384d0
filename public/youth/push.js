// Turns notifications on and off on the youth's page, where the browser has them (on iOS: when the page has been put on the
// home screen). Everything else on the page works without this.

const part = document.getElementById("push");
if (part && "serviceWorker" in navigator && "PushManager" in window && "Notification" in window) begin();

async function begin() {
  const [on, off, said] = ["push-on", "push-off", "push-said"].map((id) => document.getElementById(id));
  const { key, base, denied, done } = part.dataset;
  const registration = await navigator.serviceWorker.register("/y/sw.js", { scope: "/y/" });

  const show = (subscription) => {
    on.hidden = Boolean(subscription);
    off.hidden = !subscription;
    part.hidden = false;
  };
  const send = (path, body) =>
    fetch(base + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), credentials: "omit" });

  on.addEventListener("click", async () => {
    said.textContent = "";
    if ((await Notification.requestPermission()) !== "granted") {
      said.textContent = denied;
      return;
    }
    await navigator.serviceWorker.ready;
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = subscription.toJSON();
    const answer = await send("/push", { endpoint, keys, key });
    if (!answer.ok) {
      await subscription.unsubscribe();
      said.textContent = denied;
      return;
    }
    show(subscription);
    said.textContent = done;
  });

  off.addEventListener("click", async () => {
    said.textContent = "";
    const subscription = await registration.pushManager.getSubscription();
    if (subscription) {
      await send("/push-off", { endpoint: subscription.endpoint });
      await subscription.unsubscribe();
    }
    show(null);
  });

  show(await registration.pushManager.getSubscription());
}
