/** @file The lab in somebody else's page: an iframe. */

const ESCAPES: Readonly<Record<string, string>> = { "&": "&amp;", '"': "&quot;", "<": "&lt;", ">": "&gt;" };

function attribute(text: string): string {
  return text.replace(/[&"<>]/g, (character) => ESCAPES[character] ?? character);
}

export function embedCode(link: string, title: string): string {
  return `<iframe src="${attribute(link)}" title="${attribute(title)}" width="960" height="640" style="border: 0" loading="lazy" allow="fullscreen; clipboard-write"></iframe>`;
}
