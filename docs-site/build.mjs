// Makes the site of the documents in target/site: a folder for each release (tags v1.2.3), "next" for the tree as it is, and
// "latest", which leads to the last release. Fails on links and anchors that lead nowhere.
// Usage: npm ci --ignore-scripts && node build.mjs [ROOT]
// ROOT is the path at which the site will be found, / by default.
import { execFileSync, spawnSync } from "node:child_process";
import { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { deadLinks } from "./check.mjs";
import { pagesOf } from "./pages.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const tree = dirname(here);
const target = join(here, "target");
const output = join(target, "site");
const root = (process.argv[2] ?? "/").replace(/\/?$/, "/");
const repository = "https://github.com/socketiospring/socketio-spring-boot";

function versions() {
  const pom = readFileSync(join(tree, "pom.xml"), "utf8");
  const tags = git("tag", "--list", "v*", "--sort=-version:refname").split("\n").filter((tag) => /^v\d+\.\d+\.\d+$/.test(tag));
  const releases = tags.map((tag) => ({ version: tag.slice(1), folder: tag.slice(1), ref: tag, released: true, tree: checkOut(tag) }));
  const next = { version: /<version>(.+)<\/version>/.exec(pom)[1], folder: "next", ref: "main", released: false, tree };
  return [...releases, next].map((version) => ({ ...version, pages: pagesOf(version.tree) }));
}

function git(...args) {
  return execFileSync("git", ["-C", tree, ...args], { encoding: "utf8", maxBuffer: 1 << 28 });
}

function checkOut(tag) {
  const folder = join(target, "trees", tag);
  mkdirSync(folder, { recursive: true });
  execFileSync("git", ["-C", tree, "archive", `--output=${folder}.tar`, tag]);
  execFileSync("tar", ["--extract", "--file", `${folder}.tar`, "--directory", folder]);
  return folder;
}

function build(version, all) {
  const source = join(target, "source", version.folder);
  mkdirSync(source, { recursive: true });
  version.pages.forEach(({ file, page }) => copyFileSync(join(version.tree, file), join(source, `${page}.md`)));
  for (const picture of readdirSync(join(version.tree, "docs")).filter((name) => !name.endsWith(".md"))) {
    cpSync(join(version.tree, "docs", picture), join(source, picture), { recursive: true });
  }
  const site = {
    ...version, repository, root, source,
    output: join(output, version.folder),
    base: `${root}${version.folder}/`,
    versions: all.map(({ version, folder, released, pages }) => ({ version, folder, released, pages: pages.map(({ page }) => page) })),
  };
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(here, "node_modules/vitepress/bin/vitepress.js"), "build", here],
    { env: { ...process.env, DOCS_SITE: JSON.stringify(site) }, encoding: "utf8" });
  if (status !== 0) {
    console.error(`${stdout}${stderr}`);
    process.exit(1);
  }
}

/** Addresses that stay the same from release to release. */
function redirect(folder, { folder: to, pages }) {
  mkdirSync(join(output, folder), { recursive: true });
  for (const { page } of pages) {
    const address = `${root}${to}/${page === "index" ? "" : `${page}.html`}`;
    writeFileSync(join(output, folder, `${page}.html`), `<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<title>Socket.IO for Spring Boot</title>
<link rel="canonical" href="${address}">
<meta http-equiv="refresh" content="1; url=${address}">
<script>location.replace("${address}" + location.hash)</script>
<a href="${address}">Documents of the last release</a>
</html>
`);
  }
}

rmSync(target, { recursive: true, force: true });
const all = versions();
const latest = all.find(({ released }) => released) ?? all[0];
all.forEach((version) => build(version, all));
redirect("latest", latest);
redirect(".", { folder: latest.folder, pages: [{ page: "index" }] });
const dead = deadLinks(output, root);
dead.forEach((each) => console.error(each));
if (dead.length > 0) {
  process.exit(1);
}
console.log(`${output}: ${all.map(({ version, pages }) => `${version} (${pages.length} pages)`).join(", ")}, no dead links`);
