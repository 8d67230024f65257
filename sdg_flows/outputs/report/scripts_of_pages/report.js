"use strict";
// The page's own script: draws the charts, and lets one look through the rows. What rows hold is only ever set as text.

const given = (id) => JSON.parse(document.getElementById(id).textContent);
const served = document.body.dataset.served === "yes";
const ROWS_A_PAGE = 10;

/** Give an element with attributes and what is in it: elements and texts. */
function made(tag, attributes, ...within) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) element.setAttribute(name, value);
  element.append(...within.filter((one) => one !== null && one !== undefined && one !== ""));
  return element;
}

// --- charts

const tip = made("div", { class: "tip", role: "status", hidden: "" });

function showTip(handler, event, item, told) {
  tip.hidden = !told;
  if (!told) return;
  const entries = Object.entries(told).filter(([, value]) => value !== null && value !== "null" && value !== "undefined");
  tip.replaceChildren(...entries.map(([name, value]) => made("div", {}, made("span", {}, name), ` ${value}`)));
  tip.style.left = `${Math.min(event.pageX + 14, document.documentElement.clientWidth - tip.offsetWidth - 8)}px`;
  tip.style.top = `${event.pageY + 14}px`;
}

function draw() {
  const specs = given("charts");
  for (const place of document.querySelectorAll("[data-chart]")) {
    const chart = vegaLite.compile(specs[place.dataset.chart]).spec;
    const view = new vega.View(vega.parse(chart, null, { ast: true }), {
      expr: vega.expressionInterpreter, renderer: "svg", hover: true, tooltip: showTip, loader: vega.loader(),
    });
    view.initialize(place).runAsync();
  }
}

// --- rows

/** Give a cell as a person reads it. */
function said(cell) {
  if (cell === null || cell === undefined) return "";
  return typeof cell === "string" ? cell : JSON.stringify(cell);
}

/** Give columns as a list of names and texts; none when nothing is in them. */
function cells(columns, title) {
  const there = Object.entries(columns || {}).filter(([, cell]) => said(cell).trim() !== "");
  if (!there.length) return null;
  const list = made("dl", { class: "cells" });
  for (const [name, cell] of there) list.append(made("dt", {}, name), made("dd", {}, said(cell)));
  return made("div", { class: "part" }, made("h5", {}, title), list);
}

function exchange(one) {
  const parts = [];
  const sure = one.exact ? "as it was asked" : "as it would be asked now";
  for (const message of one.said || []) {
    parts.push(made("h5", {}, `Asked (${message.role}, ${sure})`), made("pre", { tabindex: "0" }, message.content));
  }
  if (!one.answer) return [...parts, made("p", { class: "note" }, "The answer is not in the answer store any more.")];
  if (one.answer.reasoning) parts.push(made("h5", {}, "Thought"), made("pre", { tabindex: "0" }, one.answer.reasoning));
  const text = one.answer.text || one.answer.detail || "";
  return [...parts, made("h5", {}, `Answer, as it came (${one.answer.outcome})`), made("pre", { tabindex: "0" }, text)];
}

function stepOf(step, row) {
  const leftHere = row.left && row.left.block === step.block;
  const what = leftHere ? `the row left here: ${row.left.reason}` : step.parent_id ? "made a row" : "kept the row";
  const block = made("section", { class: leftHere ? "step gone" : "step" });
  block.append(made("h4", {}, made("b", {}, step.block), ` ${step.type}`, made("span", {}, what)));
  if (step.note) block.append(made("p", { class: "note" }, step.note));
  if (step.settings) block.append(...[cells(step.settings, "Settings")].filter(Boolean));
  for (const part of [cells(step.looked_at, "Looked at"), ...step.asked.flatMap(exchange), cells(step.made, "Made")]) {
    if (part) block.append(part);
  }
  return block;
}

/** Give the whole story of a row. */
function story(row) {
  const box = made("div", { class: "story" });
  const source = Object.assign({}, row.source[row.source.length - 1]);
  const id = source.row_id;
  delete source.row_id;
  if (row.left) {
    const detail = row.left.detail ? ` (${row.left.detail})` : "";
    box.append(made("p", { class: "end gone" }, `Left at ${row.left.block}: ${row.left.reason}${detail}`));
  }
  const files = Object.entries(row.files).map(([name, line]) => `${name}:${line}`).join(", ");
  if (files) box.append(made("p", { class: "end" }, `In ${files}`));
  if (row.not_trained) box.append(made("p", { class: "note" }, `Not in train.jsonl: ${row.not_trained}`));
  for (const note of row.notes) box.append(made("p", { class: "note" }, note));
  const from = cells(source, "Its columns");
  if (from) box.append(made("details", { class: "source" }, made("summary", {}, `Source: input row ${id}`), from));
  const shown = new Set([...Object.keys(source), ...row.steps.flatMap((step) => Object.keys(step.made))]);
  for (const step of row.steps) box.append(stepOf(step, row));
  const rest = Object.fromEntries(Object.entries(row.columns).filter(([name]) => !shown.has(name)));
  const last = cells(rest, row.steps.length ? "Further columns of the row as it ended" : "Columns of the row");
  if (last) box.append(last);
  box.append(made("p", { class: "hint" }, "More: ", made("code", {}, `sdg-flows why ${row.row_id} --full`)));
  return box;
}

/** Give a row as a line that opens to its story. */
function lineOf(row) {
  const badge = row.left ? made("span", { class: "badge gone" }, row.left.reason) : made("span", { class: "badge" }, "kept");
  const question = row.user || Object.values(row.columns).map(said).find((text) => text.trim()) || row.row_id;
  const head = made("summary", {}, badge,
    made("span", { class: "pair" }, made("b", {}, question), made("span", {}, row.assistant)),
    made("span", { class: "of" }, row.pipeline));
  const line = made("details", { class: "row" }, head);
  const whole = async () => story(served ? await told(`row/${row.row_id}`) : row);
  const why = (error) => made("p", { class: "note" }, error.message);
  line.addEventListener("toggle", async () => line.append(await whole().catch(why)), { once: true });
  return line;
}

/** Give what the server of the page says; an error has its words, or that it is gone. */
async function told(address) {
  const answer = await fetch(address).catch(() => { throw new Error("The server of this page has ended."); });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** Give rows that hold a text and are of a kind: those in the page, or all of them from the server. */
function finder(rows) {
  const texts = served ? [] : rows.map((row) => JSON.stringify(row).toLowerCase());
  const inPage = (wanted, kind, begin) => {
    const words = JSON.stringify(wanted.toLowerCase()).slice(1, -1);
    const found = rows.filter((row, at) => texts[at].includes(words) && (kind === "" || kindOf(row) === kind));
    return { rows: found.slice(begin, begin + ROWS_A_PAGE), more: found.length > begin + ROWS_A_PAGE, all: found.length };
  };
  const atServer = (wanted, kind, begin) =>
    told(`rows?q=${encodeURIComponent(wanted)}&kind=${encodeURIComponent(kind)}&from=${begin}&count=${ROWS_A_PAGE}`);
  return served ? atServer : inPage;
}

const kindOf = (row) => (row.left ? row.left.reason : "kept");

/** Let one look through the rows in a place of the page. */
function explore(place) {
  const find = finder(given("rows-here"));
  const search = place.querySelector("input");
  const kind = place.querySelector("select");
  const [before, after] = place.querySelectorAll("button");
  const list = place.querySelector(".rows");
  const where = place.querySelector("output");
  let begin = 0;
  let asked = 0;

  async function show() {
    const number = ++asked;
    const found = await find(search.value.trim(), kind.value, begin);
    if (number !== asked) return;
    list.replaceChildren(...found.rows.map(lineOf));
    const end = begin + found.rows.length;
    const all = found.all === undefined ? (found.more ? "" : ` of ${end}`) : ` of ${found.all}`;
    where.textContent = found.rows.length ? `${begin + 1} to ${end}${all}` : "No row here";
    before.disabled = begin === 0;
    after.disabled = !found.more;
  }
  const look = () => show().catch((error) => { where.textContent = error.message; });
  const anew = () => { begin = 0; look(); };
  let typing = 0;
  search.addEventListener("input", () => { clearTimeout(typing); typing = setTimeout(anew, served ? 350 : 80); });
  kind.addEventListener("change", anew);
  before.addEventListener("click", () => { begin -= ROWS_A_PAGE; look(); });
  after.addEventListener("click", () => { begin += ROWS_A_PAGE; look(); });
  for (const link of document.querySelectorAll("[data-kind]")) {
    link.addEventListener("click", () => { kind.value = link.dataset.kind; search.value = ""; anew(); });
  }
  place.hidden = false;
  look();
}

document.body.classList.add("scripted");
document.body.append(tip);
for (const figures of document.querySelectorAll("details.figures")) figures.open = false;
draw();
document.querySelectorAll("#explorer").forEach(explore);
