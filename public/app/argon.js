// Derives a key from a passphrase, away from the page: it takes a second and 64 MiB, and both go when this worker ends.
import init, { derive_key } from "{{app.js}}";

const ready = init({ module_or_path: "{{app.wasm}}" });

self.addEventListener("message", async ({ data }) => {
  try {
    await ready;
    self.postMessage(derive_key(data.passphrase, data.salt));
  } catch (error) {
    console.error(error);
    self.postMessage(null);
  }
});
