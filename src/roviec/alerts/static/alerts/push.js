// Switches notices on in this browser: asks for leave, subscribes, and sends the subscription with the form as it stands.

const form = document.querySelector("[data-push-key]");

function bytes(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/") + "=".repeat((4 - (text.length % 4)) % 4));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function label() {
  const hints = navigator.userAgentData;
  if (!hints) return navigator.platform || "";
  const brand = hints.brands.map((one) => one.brand).find((name) => !/not.?a.?brand|chromium/i.test(name)) || "Chromium";
  return `${brand}, ${hints.platform}`;
}

function show(what) {
  form.querySelector(`[data-push-${what}]`).hidden = false;
}

async function subscription() {
  // Registration renews the worker's script; its narrow scope controls no page.
  const worker = await navigator.serviceWorker.register(form.dataset.pushWorker);
  const ready = worker.active ? worker : await activated(worker);
  const known = await ready.pushManager.getSubscription();
  if (known) await known.unsubscribe(); // it may belong to an earlier key
  return ready.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.pushKey) });
}

function activated(worker) {
  return new Promise((resolve) => {
    const next = worker.installing || worker.waiting;
    next.addEventListener("statechange", () => next.state === "activated" && resolve(worker));
  });
}

if (form) {
  const button = form.querySelector("button");
  if ("serviceWorker" in navigator && "PushManager" in window && "Notification" in window) {
    button.disabled = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.value.value) return;
      event.preventDefault();
      button.disabled = true;
      try {
        if ((await Notification.requestPermission()) !== "granted") throw new Error("refused");
        form.elements.value.value = JSON.stringify(await subscription());
        form.elements.label.value = label();
        form.submit();
      } catch {
        show("refused");
        button.disabled = false;
      }
    });
  } else {
    show("missing");
  }
}
