// 复制与打印: buttons that appear only where the script runs.
import { gettext } from "./words.js";

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const said = document.getElementById(button.dataset.copy);
    const text = said.value ?? [...said.querySelectorAll("li")].map((one) => one.textContent).join("\n");
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      said.select?.();
      document.execCommand("copy");
    }
    button.lastChild.textContent = gettext("已复制");
  });
}
