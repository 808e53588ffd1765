import { existsSync, statSync } from "node:fs";
import { posix } from "node:path";
import { join } from "node:path";

/**
 * A plug-in for markdown-it: links to documents lead to their pages, and links to other files of the repository to where it
 * can be browsed. A link to a file that does not exist fails the build.
 */
export function repositoryLinks(md, { tree, pages, repository, ref }) {
  const pageOf = new Map(pages.map(({ file, page }) => [file, page]));
  const fileOf = new Map(pages.map(({ file, page }) => [`${page}.md`, file]));

  function target(href, env) {
    if (/^[a-z][a-z0-9+.-]*:|^#|^\/\//i.test(href)) {
      return href;
    }
    const from = fileOf.get(env.relativePath);
    const [path, anchor] = href.split("#", 2);
    const file = posix.normalize(posix.join(posix.dirname(from), path)).replace(/\/$/, "");
    const suffix = anchor === undefined ? "" : `#${anchor}`;
    if (pageOf.has(file)) {
      return `./${pageOf.get(file)}.md${suffix}`;
    }
    if (file.startsWith("..") || !existsSync(join(tree, file))) {
      throw new Error(`${from}: ${href} leads nowhere`);
    }
    const kind = statSync(join(tree, file)).isDirectory() ? "tree" : "blob";
    return `${repository}/${kind}/${ref}/${file}${suffix}`;
  }

  md.core.ruler.push("repository-links", ({ tokens, env }) => {
    for (const link of tokens.flatMap(({ children }) => children ?? []).filter(({ type }) => type === "link_open")) {
      link.attrSet("href", target(link.attrGet("href"), env));
    }
  });
}

/** Names anchors as GitHub does, where the documents are read too. */
export function anchorOf(heading) {
  return encodeURI(heading.trim().toLowerCase().replace(/[^\p{L}\p{M}\p{N}\p{Pc}\- ]/gu, "").replaceAll(" ", "-"));
}
