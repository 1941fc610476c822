// 说法: what the interface says, in the language of the page; without a catalog it is what stands in the code, in Chinese.
const catalog = globalThis.django ?? {};

export const gettext = (text) => catalog.gettext?.(text) ?? text;
export const ngettext = (one, many, count) => catalog.ngettext?.(one, many, count) ?? (count === 1 ? one : many);
// A sentence with its names filled in.
export const filled = (text, named) => text.replace(/\{(\w+)\}/gu, (whole, name) => named[name] ?? whole);
