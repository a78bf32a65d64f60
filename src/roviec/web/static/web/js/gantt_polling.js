// What others did appears by itself: asked every few seconds while somebody looks, one cheap query when there is nothing new.
import { LostLink, get } from "./gantt_server.js";
import { say } from "./gantt_words.js";

const EVERY = 7000; // ms
const SENTENCES = 2; // said at once; more would bury them

export function wirePolling(chart, every = EVERY) {
  if (!chart.cursor || !chart.root.dataset.changeUrlTemplate || !chart.root.dataset.plan) return;
  let lost = false;
  async function look() {
    if (document.hidden || chart.dragging || chart.changes?.busy) return;
    try {
      const { ok, status, body } = await get(`${chart.changeUrl(chart.root.dataset.plan)}moi/?tu=${encodeURIComponent(chart.cursor)}`);
      if (lost) chart.say(say("link_back"));
      lost = false;
      if (ok && status !== 204 && body) take(body);
    } catch (why) {
      if (!(why instanceof LostLink)) throw why;
      if (!lost) chart.say(say("lost_reading"));
      lost = true;
    }
  }
  function take(body) {
    if (body.stale) return chart.reload();
    const changed = body.rows?.length || body.links?.length || body.removed?.length;
    if (!changed) {
      chart.cursor = body.cursor ?? chart.cursor;
      return;
    }
    const by = body.by ?? [];
    chart.taken(body, { mark: by.length > 0 });
    const rest = by.length > SENTENCES ? ` ${say("and_more", { n: by.length - SENTENCES })}` : "";
    if (by.length) chart.say(by.slice(0, SENTENCES).join(" ") + rest);
  }
  window.setInterval(look, every);
  document.addEventListener("visibilitychange", look);
}
