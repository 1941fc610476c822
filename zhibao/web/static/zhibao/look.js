// 预览: the page is loaded anew when there is a newer one; a finding leads to its place on it.
const frame = document.getElementById("page");
let anchor = frame.dataset.anchor ?? "";
let shown = new URL(frame.src, window.location.href).searchParams.get("v") ?? "";

function show() {
  if (shown) frame.src = `${frame.dataset.base}?v=${shown}${anchor ? `#${anchor}` : ""}`;
}

document.body.addEventListener("htmx:afterSettle", () => {
  const told = document.querySelector("[data-look]");
  if (told && told.dataset.look && told.dataset.look !== shown) {
    shown = told.dataset.look;
    show();
  }
});

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-anchor]");
  if (!button || button === frame) return;
  anchor = button.dataset.anchor;
  show();
  frame.scrollIntoView({ block: "nearest" });
});
