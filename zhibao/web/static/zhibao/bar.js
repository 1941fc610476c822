// 主要流程: on a narrow window the bar scrolls; where one is stands in sight.
const here = document.querySelector(".way [aria-current]");
const way = here?.parentElement;
if (way && way.scrollWidth > way.clientWidth) way.scrollLeft = here.offsetLeft - way.offsetLeft - (way.clientWidth - here.clientWidth) / 2;
