// 断网: says when the site is out of reach, what may still be done, and what becomes of what was typed.
import { Drafts } from "./drafts.js";
import { filled, gettext } from "./words.js";

const EVERY = 5000;
const place = document.getElementById("line");
const sprite = document.querySelector(".brand use")?.getAttribute("href").replace(/#.*$/u, "") ?? "";
const isSheet = Boolean(document.querySelector("#sheet[data-open]"));
const isEditor = Boolean(document.getElementById("editor"));
const own = (form) => form.id === "sheet" || form.id === "editor" || form.action.endsWith("/language/");
const drafts = new Drafts(place.dataset.who ?? "", window.location.pathname, own);
const isKept = Boolean(place.dataset.who);
let isDown = false;
let timer = 0;

const clock = (at = new Date()) => at.toTimeString().slice(0, 5);

function said(kind, icon, strong, rest, ...more) {
  const line = document.createElement("p");
  line.className = `msg is-${kind}`;
  const drawn = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  drawn.setAttribute("class", "i");
  drawn.setAttribute("aria-hidden", "true");
  drawn.appendChild(document.createElementNS("http://www.w3.org/2000/svg", "use")).setAttribute("href", `${sprite}#i-${icon}`);
  const text = document.createElement("span");
  text.appendChild(document.createElement("b")).textContent = strong;
  text.append(rest);
  line.append(drawn, text, ...more);
  return line;
}

function tell(...lines) {
  place.replaceChildren(...lines);
}

function may() {
  if (isSheet) return gettext("可以照常填。没有存上的格留在这台电脑上，恢复后自动补交；现在请不要清浏览器。");
  if (isEditor) return gettext("可以照常写。没有存上的字留在这台电脑上，恢复后自动补存；现在请不要清浏览器。");
  if (isKept && drafts.isTyped) return gettext("可以照常写，写的字留在这台电脑上；现在交不上去，恢复后再交。密码和选好的文件不留，到时再填、再选。");
  return gettext("这一页还可以看。换页、下载、提交，都等恢复后再做。");
}

function down() {
  if (!isDown) {
    isDown = true;
    tell(said("warn", "off", filled(gettext("{at} 起连不上网站。"), { at: clock() }), may()));
  }
  window.clearTimeout(timer);
  timer = window.setTimeout(reach, EVERY);
}

function up() {
  if (!isDown) return;
  isDown = false;
  window.clearTimeout(timer);
  const rest = isSheet || isEditor ? gettext("没有存上的正在补交。") : isKept && drafts.isTyped ? gettext("写的字都在，现在可以交了。") : "";
  tell(said("ok", "sync", filled(gettext("{at} 已恢复。"), { at: clock() }), rest));
}

// Ask the site for the least it has: whatever it answers, it is there.
async function reach() {
  const answer = await fetch(import.meta.url, { method: "HEAD", cache: "no-store" }).catch(() => null);
  if (answer) up();
  else down();
}

function handed(event) {
  const form = event.target;
  if (form.method !== "post" || form.id === "editor") return;
  if (isDown || !navigator.onLine) {
    event.preventDefault();
    event.stopImmediatePropagation();
    isDown = true;
    const rest = isSheet || (isKept && drafts.isTyped) ? gettext("写的都在，恢复后再按一次。") : gettext("恢复后再按一次。");
    tell(said("err", "off", gettext("没有交：连不上网站。"), rest));
    down();
    return;
  }
  if (form.action.endsWith("/sign-out/")) drafts.clear();
  else drafts.sent(form);
}

function resumed() {
  const [how] = performance.getEntriesByType("navigation");
  const isRefused = Boolean(document.querySelector("main [role=alert]"));
  const at = drafts.resume(how?.type === "back_forward" || isRefused);
  if (!at) return;
  const no = document.createElement("button");
  no.type = "button";
  no.className = "btn";
  no.textContent = gettext("不要了");
  no.addEventListener("click", () => {
    const first = drafts.drop();
    tell();
    first?.focus();
  });
  const when = new Date(at);
  const day = `${when.getFullYear()}-${String(when.getMonth() + 1).padStart(2, "0")}-${String(when.getDate()).padStart(2, "0")}`;
  tell(said("go", "past", filled(gettext("放回了您 {at} 写了还没有交的字。"), { at: `${day} ${clock(when)}` }), gettext("看一看再交。"), no));
}

window.addEventListener("offline", down);
window.addEventListener("online", reach);
window.addEventListener("unheard", reach);
document.addEventListener("htmx:sendError", reach);
document.addEventListener("htmx:timeout", reach);
document.addEventListener("submit", handed, true);
if (isKept) {
  document.addEventListener("input", (event) => drafts.keep(event.target));
  resumed();
}
if (!navigator.onLine) down();
