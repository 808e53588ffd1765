import { defineConfig } from "vitepress";
import { anchorOf, repositoryLinks } from "../links.mjs";

// What build.mjs says about the version that it builds.
const site = JSON.parse(process.env.DOCS_SITE);

function sidebar() {
  return [...new Set(site.pages.map(({ group }) => group))].map((text) => ({
    text,
    items: site.pages.filter(({ group }) => group === text).map(({ title, page }) => ({
      text: page === "index" ? "Quick start" : title,
      link: page === "index" ? "/" : `/${page}`,
    })),
  }));
}

export default defineConfig({
  title: "Socket.IO for Spring Boot",
  titleTemplate: `:title · Socket.IO for Spring Boot ${site.version}`,
  description: "A Socket.IO server as a Spring Boot starter",
  lang: "en",
  srcDir: site.source,
  outDir: site.output,
  cacheDir: `${site.source}/../cache`,
  base: site.base,
  // Of the version that runs on the reader's machine; all other dead links end the build.
  ignoreDeadLinks: "localhostLinks",
  markdown: {
    languageAlias: { haproxy: "nginx" },
    anchor: { slugify: anchorOf },
    config: (md) => md.use(repositoryLinks, site),
  },
  themeConfig: {
    sidebar: sidebar(),
    outline: "deep",
    search: { provider: "local" },
    socialLinks: [{ icon: "github", link: site.repository }],
    version: site.version,
    released: site.released,
    root: site.root,
    versions: site.versions,
  },
});
