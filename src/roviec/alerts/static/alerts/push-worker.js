// Shows what was pushed (counts, no titles) and opens the list of notices when it is clicked. Keeps nothing.

self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("push", (event) => {
  const said = event.data ? event.data.json() : { title: "Rõ Việc", body: "", url: "/", tag: "ro-viec" };
  event.waitUntil(self.registration.showNotification(said.title, { body: said.body, tag: said.tag, data: said.url }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const url = new URL(event.notification.data || "/", self.location.origin);
  if (url.origin === self.location.origin) event.waitUntil(self.clients.openWindow(url.href));
});
