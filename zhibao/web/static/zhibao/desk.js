// 核验台: a report that is dropped is sent at once, with how far it is; whoever leaves a result says so.
import { filled, gettext } from "./words.js";

const form = document.getElementById("drop");
const owned = document.getElementById("case");

function refuse(text) {
  document.getElementById("why").textContent = text;
  document.getElementById("refused").hidden = false;
  document.getElementById("going").hidden = true;
  form.classList.remove("busy");
}

function send(file) {
  const most = Number(form.dataset.most);
  if (file.size > most * 1024 * 1024) {
    const size = Math.ceil(file.size / 1024 / 1024);
    refuse(filled(gettext("“{name}”有 {size} MB，最大 {most} MB。请删去图片或分成几个文件。"), { name: file.name, size, most }));
    return;
  }
  const going = document.getElementById("going");
  document.getElementById("refused").hidden = true;
  going.hidden = false;
  form.classList.add("busy");
  const body = new FormData(form);
  body.set("report", file, file.name);
  const request = new XMLHttpRequest();
  request.upload.addEventListener("progress", (event) => {
    const percent = event.total ? Math.round((100 * event.loaded) / event.total) : 0;
    going.querySelector("progress").value = percent;
    going.querySelector("b").textContent = `${percent}%`;
  });
  request.addEventListener("error", () => refuse(gettext("没有传上去：网断了，或者文件太大。请再试一次。")));
  request.addEventListener("load", () => {
    if (request.status === 200 && request.responseURL !== window.location.href) {
      window.location.assign(request.responseURL);
      return;
    }
    const told = new DOMParser().parseFromString(request.responseText, "text/html");
    const text = told.getElementById("why") ?? told.querySelector(".empty p");
    refuse(text?.textContent.trim() || gettext("没有收下，请刷新页面再试。"));
  });
  request.open("POST", form.action || window.location.href);
  request.send(body);
}

if (form) {
  const field = form.elements.report;
  for (const kind of ["dragenter", "dragover"]) {
    document.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.add("over");
    });
  }
  document.addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) form.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    form.classList.remove("over");
    const file = event.dataTransfer?.files[0];
    if (file && !form.classList.contains("busy")) send(file);
  });
  form.addEventListener("submit", (event) => {
    if (!field.files[0]) return;
    event.preventDefault();
    if (!form.classList.contains("busy")) send(field.files[0]);
  });
}

if (owned?.dataset.leaves) {
  window.addEventListener("pagehide", () => {
    const body = new FormData(owned);
    body.set("do", "leave");
    navigator.sendBeacon(window.location.pathname, body);
  });
}
