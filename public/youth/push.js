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
  /** The answer's status; 0 without a network. */
  const send = (path, body) =>
    fetch(base + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body), credentials: "omit" })
      .then((it) => it.status, () => 0);
  /** Subscribes with our present key. Null where it can't be. */
  const subscribe = async () => {
    const subscription = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
    const { endpoint, keys } = subscription.toJSON();
    if ((await send("/push", { endpoint, keys, key })) === 204) return subscription;
    await subscription.unsubscribe();
    return null;
  };

  on.addEventListener("click", async () => {
    said.textContent = "";
    if ((await Notification.requestPermission()) === "granted") {
      await navigator.serviceWorker.ready;
      // A browser that somebody else has used here may know an earlier key of ours, and takes no other beside it.
      await (await registration.pushManager.getSubscription())?.unsubscribe();
      const subscription = await subscribe().catch(() => null);
      if (subscription) show(subscription);
      said.textContent = subscription ? done : denied;
    } else {
      said.textContent = denied;
    }
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

  // A page that is opened says that its browser can be counted on; one that knows an earlier key of ours gets the present one.
  const found = await registration.pushManager.getSubscription();
  const answer = found ? await send("/push-seen", { endpoint: found.endpoint }) : 0;
  // Refused: the browser's notifications are another person's, who has used it too.
  show(answer === 409 ? null : found);
  if (answer === 204 && base64url(found.options.applicationServerKey) !== key) {
    // In this order: youths have few browsers, and the old one counts as one.
    await send("/push-off", { endpoint: found.endpoint });
    await found.unsubscribe();
    show(await subscribe().catch(() => null));
  }
}

function base64url(buffer) {
  const text = btoa(String.fromCharCode(...new Uint8Array(buffer)));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
