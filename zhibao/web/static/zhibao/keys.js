// 方向键: from cell to cell as in Excel; inside a text the arrows go through the text first.
export function moves(event, composing) {
  if (composing || event.altKey || event.ctrlKey || event.metaKey) return null;
  const input = event.target;
  const row = input.closest("tr");
  const cells = [...row.querySelectorAll("input[data-line]")];
  const at = cells.indexOf(input);
  const whole = input.selectionStart === 0 && input.selectionEnd === input.value.length;
  switch (event.key) {
    case "ArrowUp":
      return beside(row, at, "previousElementSibling");
    case "ArrowDown":
      return beside(row, at, "nextElementSibling");
    case "Enter":
      return beside(row, at, event.shiftKey ? "previousElementSibling" : "nextElementSibling");
    case "ArrowLeft":
      return whole || input.selectionEnd === 0 ? cells[at - 1] ?? null : null;
    case "ArrowRight":
      return whole || input.selectionStart === input.value.length ? cells[at + 1] ?? null : null;
    default:
      return null;
  }
}

function beside(row, at, way) {
  for (let next = row[way]; next; next = next[way]) {
    const cells = next.querySelectorAll("input[data-line]");
    if (cells[at]) return cells[at];
  }
  return null;
}
