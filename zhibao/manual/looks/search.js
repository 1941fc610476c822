// 定义手册的查找: no request, no library; the index is a script beside the pages. Without it the lists stand alone.
(function () {
  "use strict";
  var form = document.querySelector(".seek");
  var field = form.querySelector("input");
  var found = document.getElementById("found");
  var shelf = document.getElementById("shelf");
  var shown = 8;
  form.hidden = false;

  // The same as fold() in zhibao/manual/index.py.
  function fold(text) {
    return text.normalize("NFKC").toLowerCase().replace(/[\s“”‘’"'《》〈〉〔〕()·、，,：:；;。]/g, "");
  }

  document.addEventListener("keydown", function (event) {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement.tagName)) {
      event.preventDefault();
      field.focus();
    }
  });
  // A place inside something folded: unfold it, as not every browser does.
  function unfold() {
    var target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (var one = target; one; one = one.parentElement) if (one.tagName === "DETAILS") one.open = true;
    if (target) target.scrollIntoView();
  }
  window.addEventListener("hashchange", unfold);
  // What is folded on the screen is printed whole.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (one) { one.open = true; });
  });
  if (location.hash) unfold();
  if (!found || typeof MANUAL === "undefined") return;

  var rows = MANUAL.rows.map(function (row, place) {
    return { kind: row[0], path: row[1], label: row[2], under: row[3], name: fold(row[2]), also: row[4], place: place };
  });

  // How well one word fits a row: the smaller the better, -1 when it does not.
  function fit(row, word) {
    if (row.name === word) return 0;
    if (("\n" + row.also + "\n").indexOf("\n" + word + "\n") >= 0) return 1;
    if (row.name.indexOf(word) === 0) return 2;
    if (row.name.indexOf(word) > 0) return 3;
    if (("\n" + row.also).indexOf("\n" + word) >= 0) return 4;
    return row.also.indexOf(word) >= 0 ? 5 : -1;
  }

  function hits(words) {
    var kept = [];
    rows.forEach(function (row) {
      var sum = 0;
      for (var i = 0; i < words.length; i += 1) {
        var one = fit(row, words[i]);
        if (one < 0) return;
        sum += one;
      }
      kept.push({ row: row, score: sum / words.length });
    });
    return sorted(kept);
  }

  // Where no row holds the words: rows that share at least half of their pairs of characters.
  function near(word) {
    var pairs = [];
    for (var i = 0; i + 1 < word.length; i += 1) pairs.push(word.slice(i, i + 2));
    var kept = [];
    rows.forEach(function (row) {
      var shared = pairs.filter(function (pair) { return row.name.indexOf(pair) >= 0; }).length;
      if (shared * 2 >= pairs.length && shared) kept.push({ row: row, score: 10 - (5 * shared) / pairs.length });
    });
    return sorted(kept).slice(0, 24);
  }

  function sorted(kept) {
    return kept.sort(function (a, b) {
      return a.score - b.score || a.row.name.length - b.row.name.length || a.row.place - b.row.place;
    });
  }

  function element(name, kind, text) {
    var made = document.createElement(name);
    if (kind) made.className = kind;
    if (text) made.textContent = text;
    return made;
  }

  function marked(text, words) {
    var made = element("span");
    var at = -1;
    var long = "";
    words.forEach(function (word) {
      var place = text.toLowerCase().indexOf(word);
      if (place >= 0 && word.length > long.length) { at = place; long = word; }
    });
    if (at < 0) { made.textContent = text; return made; }
    made.append(text.slice(0, at), element("mark", "", text.slice(at, at + long.length)), text.slice(at + long.length));
    return made;
  }

  function item(hit, words) {
    var made = element("li");
    var link = element("a");
    link.href = hit.row.path;
    link.append(marked(hit.row.label, words));
    made.append(link, element("span", "told", hit.row.under));
    return made;
  }

  function group(kind, some, words) {
    var made = element("section");
    var head = element("h2", "", MANUAL.kinds[kind]);
    head.append(element("span", "count", String(some.length)));
    var list = element("ul");
    some.slice(0, shown).forEach(function (hit) { list.append(item(hit, words)); });
    made.append(head, list);
    if (some.length > shown) {
      var more = element("button", "more", "还有 " + (some.length - shown) + " 项");
      more.type = "button";
      more.addEventListener("click", function () {
        some.slice(shown).forEach(function (hit) { list.append(item(hit, words)); });
        more.remove();
      });
      made.append(more);
    }
    return made;
  }

  function show() {
    var words = field.value.split(/\s+/).map(fold).filter(Boolean);
    found.textContent = "";
    shelf.hidden = words.length > 0;
    try { history.replaceState(null, "", words.length ? "?q=" + encodeURIComponent(field.value) : location.pathname); } catch (error) { /* a browser that keeps the address of files */ }
    if (!words.length) return;
    var kept = hits(words);
    var told = kept.length ? "找到 " + kept.length + " 项" : "";
    if (!kept.length) {
      kept = near(words.join(""));
      told = kept.length ? "没有“" + field.value.trim() + "”，名称相近的有：" : "没有“" + field.value.trim() + "”，也没有相近的。换个说法，或清空后从各类目录里找。";
    }
    found.append(element("p", "sum", told));
    var order = [];
    var groups = {};
    kept.forEach(function (hit) {
      if (!groups[hit.row.kind]) { groups[hit.row.kind] = []; order.push(hit.row.kind); }
      groups[hit.row.kind].push(hit);
    });
    order.forEach(function (kind) { found.append(group(kind, groups[kind], words)); });
  }

  field.addEventListener("input", show);
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var first = found.querySelector("a");
    if (first) location.href = first.href;
  });
  field.value = new URLSearchParams(location.search).get("q") || "";
  show();
  field.focus();
})();
