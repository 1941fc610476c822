// 台账: the arrows go from card to card, up and down within a stage, left and right between stages.
const lanes = document.getElementById("lanes");

lanes?.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey) return;
  const lists = [...lanes.querySelectorAll(".lane")].map((lane) => [...lane.querySelectorAll("a")]);
  const column = lists.findIndex((cards) => cards.includes(document.activeElement));
  if (column < 0) return;
  const row = lists[column].indexOf(document.activeElement);
  const next = beside(lists, column, row, event.key);
  if (!next) return;
  event.preventDefault();
  next.focus();
});

function beside(lists, column, row, key) {
  switch (key) {
    case "ArrowUp":
      return lists[column][row - 1];
    case "ArrowDown":
      return lists[column][row + 1];
    case "ArrowLeft":
      return across(lists.slice(0, column).reverse(), row);
    case "ArrowRight":
      return across(lists.slice(column + 1), row);
    default:
      return undefined;
  }
}

function across(lists, row) {
  const cards = lists.find((each) => each.length);
  return cards?.[Math.min(row, cards.length - 1)];
}
