import { existsSync, readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

// The documents of a version, in the order of the menu. What a later or earlier version has besides is under "More".
const GROUPS = {
  "Start": ["README.md", "docs/troubleshooting.md", "CHANGELOG.md"],
  "Writing an application": ["docs/handlers.md", "docs/namespaces-and-rooms.md", "docs/emitting.md",
    "docs/middleware-and-errors.md", "docs/security.md", "docs/servlet.md", "docs/testing.md", "docs/kotlin.md",
    "docs/typescript.md", "docs/configuration.md"],
  "Clients and connections": ["docs/connection.md", "docs/recovery.md", "docs/old-clients.md", "docs/msgpack.md",
    "docs/flash-policy.md"],
  "In production": ["docs/deployment.md", "docs/observability.md", "docs/meters.md", "docs/admin.md", "docs/limits.md",
    "docs/cluster.md", "docs/kubernetes.md", "docs/start-up.md", "docs/performance.md", "SECURITY.md"],
  "Coming from elsewhere": ["docs/migrating-from-node.md", "docs/migrating-from-netty-socketio.md",
    "docs/migrating-from-python.md"],
  "The project": ["docs/architecture.md", "docs/conformance.md", "CONTRIBUTING.md", "benchmarks/README.md",
    "samples/cluster/README.md"],
};

const OUTSIDE_DOCS = {
  "README.md": "index",
  "CHANGELOG.md": "changelog",
  "CONTRIBUTING.md": "contributing",
  "SECURITY.md": "security-policy",
  "benchmarks/README.md": "benchmarks",
  "samples/cluster/README.md": "sample-cluster",
};

/** Lists the pages of a source tree: { file, page, title, group }. */
export function pagesOf(tree) {
  const grouped = Object.entries(GROUPS).flatMap(([group, files]) => files.map((file) => ({ file, group })));
  const known = new Set(grouped.map(({ file }) => file));
  const others = readdirSync(join(tree, "docs")).filter((name) => name.endsWith(".md")).sort()
    .map((name) => ({ file: `docs/${name}`, group: "More" })).filter(({ file }) => !known.has(file));
  return [...grouped, ...others].filter(({ file }) => existsSync(join(tree, file))).map(({ file, group }) => ({
    file,
    group,
    page: OUTSIDE_DOCS[file] ?? basename(file, ".md"),
    title: titleOf(file, readFileSync(join(tree, file), "utf8")),
  }));
}

function titleOf(file, text) {
  const title = /^# (.+)$/m.exec(text);
  if (title === null) {
    throw new Error(`${file} has no heading of the first level`);
  }
  return title[1].replaceAll("`", "");
}
