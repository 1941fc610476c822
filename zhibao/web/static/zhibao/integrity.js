// 核对文件: the browser works the checksum out; the file stays on this computer.
(() => {
  "use strict";
  const box = document.querySelector("[data-integrity]");
  const verdict = document.getElementById("verdict");
  const input = document.getElementById("file");
  const typed = document.getElementById("sha256");

  const say = (id, row) => {
    const told = document.getElementById(id).content.cloneNode(true);
    if (row) {
      const link = row.querySelector("a");
      told.querySelector("[data-told]").textContent = row.querySelector("th").textContent.trim();
      told.querySelector("[data-at]").href = link.getAttribute("href");
    }
    verdict.replaceChildren(told);
  };

  const judge = (digest) => {
    const row = [...document.querySelectorAll("[data-sum]")].find((one) => one.dataset.sum === digest);
    const found = row && row.dataset.of === "data" ? "is-data" : "is-original";
    say(row ? found : "is-not", row);
  };

  const count = async (file) => {
    const found = await crypto.subtle.digest("SHA-256", await file.arrayBuffer());
    typed.value = [...new Uint8Array(found)].map((one) => one.toString(16).padStart(2, "0")).join("");
    judge(typed.value);
  };

  const isAFolder = location.protocol === "file:" || box.hasAttribute("data-static");
  const canCount = Boolean(globalThis.crypto && crypto.subtle);

  // A folder has no server that answers what a QR code asks.
  const asked = new URLSearchParams(location.search).get("sha256");
  if (isAFolder && asked) { typed.value = asked; judge(asked.toLowerCase()); }

  input.form.addEventListener("submit", (event) => {
    if (!input.files.length) return;
    if (canCount) { event.preventDefault(); count(input.files[0]); }
    else if (isAFolder) { event.preventDefault(); say("no-way"); }
  });
  input.addEventListener("change", () => { if (input.files.length && canCount) count(input.files[0]); });
  typed.form.addEventListener("submit", (event) => {
    event.preventDefault();
    judge(typed.value.replace(/\s/g, "").toLowerCase());
  });
  for (const kind of ["dragover", "drop"]) {
    box.addEventListener(kind, (event) => {
      event.preventDefault();
      const file = kind === "drop" && event.dataTransfer.files[0];
      if (file) { if (canCount) count(file); else say("no-way"); }
    });
  }
})();
