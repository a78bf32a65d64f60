// Changes that are proposed, looked at and saved. Nothing is written before somebody presses "Lưu"; nothing proposed is lost when the link is.
import { LostLink, newKey, post } from "./gantt_server.js";
import { escape, instant, say, shown } from "./gantt_words.js";

const WAIT = 120; // ms; several drags in a row are looked at together
const NOTES = 3; // sentences beside the main one; more would hide it
const SAME = new Set(["move", "due", "progress", "rename", "place", "milestone"]); // one of each per task: the last one counts

export class Changes {
  /** `chart` shows and takes back: `proposed(list)`, `taken(answer)`, `restore(changes)`, `ghosts(moved)`, `say(text)`. */
  constructor(chart, panel) {
    this.chart = chart;
    this.panel = panel;
    this.list = [];
    this.undos = [];
    this.plan = null;
    this.key = null;
    this.preview = null;
    this.note = "";
    this.busy = false;
    this.stretch = null; // what an end beyond the due day means: "plan" only, or "due" too; null: as is usual for that row
    this.wire();
  }

  url(name, plan = this.plan) {
    return this.chart.changeUrl(plan) + name;
  }

  /** Adds a change of the plan's; false when changes of another plan wait to be saved. */
  propose(change, plan) {
    if (this.list.length && this.plan !== plan) {
      this.chart.say(say("other_plan"));
      return false;
    }
    this.plan = plan;
    if (SAME.has(change.do)) this.list = this.list.filter((one) => one.do !== change.do || one.task !== change.task);
    this.list.push(change);
    this.key = null;
    this.note = "";
    this.chart.proposed(this.list);
    this.look();
    return true;
  }

  look() {
    window.clearTimeout(this.timer);
    this.show();
    this.timer = window.setTimeout(() => this.ask(), WAIT);
  }

  /** What is sent: with "due" picked, whatever ends beyond its due day asks for that day too. */
  sent() {
    if (this.meant() !== "due") return this.list;
    return this.list.flatMap((change) => {
      const row = this.chart.rows.get(change.task);
      return change.do === "move" && beyond(change, row) ? [change, { do: "due", task: change.task, due: change.end.slice(0, 10), version: change.version }] : [change];
    });
  }

  /** Who decides the due day leaves it as it is unless said otherwise; a drag of everyone else is a wish for a later one. */
  meant() {
    return this.stretch ?? (this.stretched().some((change) => this.chart.rows.get(change.task).may === "ask") ? "due" : "plan");
  }

  async ask() {
    this.aborted?.abort();
    this.aborted = new AbortController();
    const list = this.sent();
    if (!list.length) return;
    try {
      const { ok, body } = await post(this.url("xem-truoc/"), { changes: list }, { signal: this.aborted.signal });
      this.lost = false;
      if (ok) this.preview = body;
      else this.preview = { sentence: "", problems: [body?.detail || body?.title || say("failed")] };
    } catch (why) {
      if (why.name === "AbortError") return;
      this.lost = why instanceof LostLink;
      if (!this.lost) throw why;
    }
    this.chart.ghosts(this.preview?.moved ?? []);
    this.show();
  }

  async save() {
    if (this.busy || !this.list.length) return;
    const reason = this.panel.querySelector("textarea");
    if (this.needsReason() && !reason.value.trim()) {
      this.note = say("reason_needed");
      this.show();
      reason.focus();
      return;
    }
    this.busy = true;
    this.key ??= newKey();
    this.show();
    try {
      const { ok, status, body } = await post(this.url("doi/"), { changes: this.sent(), reason: reason.value.trim() }, { key: this.key });
      this.lost = false;
      if (ok) this.saved(body);
      else if (status === 409 && body) this.overtaken(body);
      else this.note = [body?.title, body?.detail].filter(Boolean).join(". ") || say("failed");
      if (!ok) this.key = null;
    } catch (why) {
      if (!(why instanceof LostLink)) throw why;
      this.lost = true; // the key stays: a repeat is done once
    } finally {
      this.busy = false;
      this.show();
    }
  }

  saved(body) {
    const plan = this.plan;
    const asked = body.asked?.length ?? 0;
    if (body.undo) this.undos.push({ undo: body.undo, plan });
    this.clear();
    this.chart.taken(body);
    this.chart.say(asked ? say("asked", { n: asked }) : say("saved"), { undo: Boolean(body.undo) });
  }

  /** Somebody was faster: their rows are shown, ours wait with the new version until we say again that we want them. */
  overtaken(body) {
    const fresh = new Map((body.rows ?? []).map((row) => [row.id, row]));
    this.chart.taken({ rows: body.rows ?? [] });
    this.list = this.list.map((change) => (fresh.has(change.task) ? { ...change, version: fresh.get(change.task).version } : change));
    this.chart.proposed(this.list);
    this.note = `${(body.by ?? []).slice(-2).join(". ") || say("overtaken")} ${say("still_yours")}`;
    this.ask();
  }

  discard() {
    const dropped = this.list;
    const had = dropped.length > 0;
    this.clear();
    if (had) this.chart.restore(dropped);
    this.chart.focusRow();
  }

  clear() {
    this.aborted?.abort();
    window.clearTimeout(this.timer);
    Object.assign(this, { list: [], preview: null, note: "", key: null, lost: false, stretch: null });
    this.panel.querySelector("textarea").value = "";
    this.chart.ghosts([]);
    this.show();
  }

  async undo() {
    if (this.list.length) return this.discard();
    const last = this.undos.at(-1);
    if (!last || this.busy) return this.chart.say(say("nothing_to_undo"));
    this.busy = true;
    try {
      const { ok, body } = await post(this.url("hoan-tac/", last.plan), { undo: last.undo }, { key: newKey() });
      this.undos.pop();
      if (ok) this.chart.taken(body);
      this.chart.say(ok ? say("undone") : body?.detail || say("failed"));
    } catch (why) {
      if (!(why instanceof LostLink)) throw why;
      this.chart.say(say("lost"));
    } finally {
      this.busy = false;
      this.show();
    }
  }

  /** Requests for another due date that the server will make of this. */
  asking() {
    if (this.preview?.asks) return this.preview.asks.length;
    return this.sent().filter((change) => change.do === "due" && this.chart.rows.get(change.task)?.may === "ask").length;
  }

  /** Every due day that moves has its reason, decided or asked for. */
  needsReason() {
    return this.sent().some((change) => change.do === "due");
  }

  stretched() {
    return this.list.filter((change) => change.do === "move" && beyond(change, this.chart.rows.get(change.task)));
  }

  wire() {
    this.panel.addEventListener("submit", (event) => {
      event.preventDefault();
      this.save();
    });
    this.panel.querySelector("[data-gantt-discard]").addEventListener("click", () => this.discard());
    this.panel.addEventListener("change", (event) => {
      if (event.target.name !== "stretch") return;
      this.stretch = event.target.value;
      this.key = null;
      this.look();
    });
    window.addEventListener("beforeunload", (event) => {
      if (this.list.length) event.preventDefault();
    });
    window.addEventListener("online", () => this.lost && this.ask());
  }

  show() {
    const { panel, preview, list } = this;
    const part = (name) => panel.querySelector(`[data-gantt-${name}]`);
    this.chart.root.classList.toggle("gantt-chart--pending", list.length > 0);
    for (const button of document.querySelectorAll("[data-gantt-do=undo]")) button.disabled = !list.length && !this.undos.length;
    const wasHidden = panel.hidden;
    panel.hidden = !list.length;
    if (wasHidden !== panel.hidden) this.chart.resized();
    if (panel.hidden) return;
    const asks = this.asking();
    const stretched = this.stretched();
    part("count").textContent = say("unsaved", { n: list.length });
    part("what").textContent = list.slice(-3).map((change) => this.told(change)).join(" ");
    part("sentence").textContent = preview ? preview.sentence : this.lost ? "" : say("looking");
    const listed = (texts) => (texts ?? []).map((text) => `<li>${escape(text)}</li>`).join("");
    part("notes").innerHTML = listed(preview?.notes?.slice(0, NOTES));
    part("problems").innerHTML = listed(preview?.problems);
    part("note").textContent = this.lost ? say("lost") : this.note;
    part("note").hidden = !this.lost && !this.note;
    part("reason").hidden = !this.needsReason();
    part("reason-label").textContent = say(asks ? "reason_asked" : "reason_decided");
    part("stretch").hidden = !stretched.length;
    if (stretched.length) {
      const [one] = stretched;
      part("stretch-plan").textContent = say("stretch_plan", { due: shown(instant(this.chart.rows.get(one.task).due)) });
      part("stretch-due").textContent = say(this.chart.rows.get(one.task).may === "ask" ? "stretch_ask" : "stretch_due", { due: shown(instant(one.end.slice(0, 10))) });
      panel.querySelector(`[name=stretch][value=${this.meant()}]`).checked = true;
    }
    const save = part("save");
    save.textContent = this.lost ? say("try_again") : asks && asks >= list.length ? say("send_request") : say("save");
    save.setAttribute("aria-busy", String(this.busy));
  }

  /** One change in words. */
  told(change) {
    const name = (id) => cut(this.chart.rows.get(id)?.text ?? change.title ?? "");
    const date = (iso) => shown(instant(iso?.slice(0, 10)));
    return say(`did_${change.do}`, {
      task: name(change.task),
      before: name(change.before),
      after: name(change.after),
      title: change.title,
      start: date(change.start),
      end: date(change.end),
      due: date(change.due),
      progress: change.progress,
    });
  }
}

function beyond(change, row) {
  return Boolean(row?.due && row.may && change.end.slice(0, 10) > row.due.slice(0, 10));
}

const cut = (text) => (text.length > 60 ? `“${text.slice(0, 58)}…”` : `“${text}”`);
