// 粘贴: what Excel and WPS put on the clipboard, as rows of texts.

// Tabs part cells, line ends part rows; a cell in quotes may hold both. The last line end is no row.
export function block(text) {
  const rows = [[]];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at];
    if (quoted) {
      if (mark !== '"') cell += mark;
      else if (text[at + 1] === '"') {
        cell += mark;
        at += 1;
      } else quoted = false;
    } else if (mark === '"' && cell === "") quoted = true;
    else if (mark === "\t") {
      rows.at(-1).push(cell);
      cell = "";
    } else if (mark === "\n") {
      rows.at(-1).push(cell);
      rows.push([]);
      cell = "";
    } else if (mark !== "\r") cell += mark;
  }
  if (cell !== "" || rows.at(-1).length) rows.at(-1).push(cell);
  else rows.pop();
  return rows.map((row) => row.map((one) => one.replace(/\s*\n\s*/g, " ")));
}

// A number as it is typed plainly: full-width digits, thousands commas and blanks are taken out; words stay.
export function plain(text) {
  const narrow = text.normalize("NFKC").trim();
  return /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/.test(narrow) ? narrow.replaceAll(",", "") : /^[+-]?[\d.\s]+$/.test(narrow) ? narrow.replace(/\s/g, "") : text.trim();
}
