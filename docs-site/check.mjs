import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";

/** Lists the links and pictures of a built site that lead to no file of it, or to no anchor of a page. */
export function deadLinks(site, root) {
  const files = readdirSync(site, { recursive: true }).filter((file) => file.endsWith(".html") && !file.endsWith("404.html"));
  const pages = new Map(files.map((file) => [file, readFileSync(join(site, file), "utf8")]));
  const anchors = new Map([...pages].map(([file, text]) =>
    [file, new Set([...text.matchAll(/\s(?:id|name)="([^"]+)"/g)].map(([, id]) => decodeURI(id)))]));
  return [...pages].flatMap(([file, text]) => [...new Set(references(text))].map((reference) => problem(file, reference))
    .filter((text) => text !== null));

  function references(text) {
    return [...text.matchAll(/<(?:a|img|link|script)\s[^>]*?\b(?:href|src)="([^"]+)"/g)].map(([, href]) => href.replaceAll("&amp;", "&"));
  }

  function problem(file, reference) {
    const base = new URL(`http://site${root}${file}`);
    const url = new URL(reference, base);
    if (url.host !== base.host) {
      return null;
    }
    if (!url.pathname.startsWith(root)) {
      return `${file}: ${reference} leads out of the site`;
    }
    const path = decodeURI(url.pathname.slice(root.length)).replace(/(^|\/)$/, "$1index.html");
    if (!existsSync(join(site, path))) {
      return `${file}: ${reference} leads nowhere, there is no ${relative(site, join(site, path))}`;
    }
    const anchor = decodeURIComponent(url.hash.slice(1));
    return anchor === "" || anchors.get(path)?.has(anchor) ? null : `${file}: ${reference} leads nowhere, the page has no such heading`;
  }
}
