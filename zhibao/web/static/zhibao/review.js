// 审核: a click on a cell says which one the comment is about.
for (const cell of document.querySelectorAll(".read[data-line]")) {
  cell.addEventListener("click", () => {
    document.getElementById("say-line").value = cell.dataset.line;
    document.getElementById("say-field").value = cell.dataset.field;
    document.getElementById("say-ref").textContent = cell.dataset.ref || cell.getAttribute("aria-label");
    document.getElementById("say").focus();
  });
}
