// Adds the packages that the browser client was bundled from to the bill of materials: they are in the jar, and Maven knows
// nothing of them. The source maps say which they are, the lock file which version; what the client's authors bundled
// without saying so has none.
// Usage: node add-to-sbom.mjs FILE, in the folder that "npm ci" has filled.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, normalize } from "node:path/posix";

const [sbomFile] = process.argv.slice(2);
const client = "socket.io-client";
const dist = join("node_modules", client, "dist");

function bundled() {
  const names = new Set();
  for (const map of readdirSync(dist).filter((file) => file.endsWith(".map"))) {
    for (const source of JSON.parse(readFileSync(join(dist, map), "utf8")).sources) {
      names.add(packageOf(source));
    }
  }
  return [...names].sort();
}

function packageOf(source) {
  const parts = source.split("/");
  const modules = parts.lastIndexOf("node_modules");
  if (modules >= 0) {
    return parts[modules + 1].startsWith("@") ? parts.slice(modules + 1, modules + 3).join("/") : parts[modules + 1];
  }
  // Beside the client in its authors' repository, where folders are named otherwise than packages.
  const folder = normalize(join("packages", client, "dist", source)).split("/")[1];
  return folder === "socket.io-component-emitter" ? "@socket.io/component-emitter" : folder;
}

function component(name, locked) {
  const purl = `pkg:npm/${name.replace("@", "%40")}` + (locked ? `@${locked.version}` : "");
  return {
    type: "library",
    "bom-ref": purl,
    name,
    ...(locked && {
      version: locked.version,
      hashes: [{ alg: "SHA-512", content: Buffer.from(locked.integrity.replace("sha512-", ""), "base64").toString("hex") }],
      licenses: [{ license: { id: locked.license } }],
    }),
    purl,
  };
}

// Maven makes none when it is offline.
if (existsSync(sbomFile)) {
  const sbom = JSON.parse(readFileSync(sbomFile, "utf8"));
  const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8"));
  const components = bundled().map((name) => component(name, packages[`node_modules/${name}`]));
  const refs = new Set(components.map((each) => each["bom-ref"]));
  const before = (list, key) => list.filter((each) => !refs.has(each[key]));
  sbom.components = [...before(sbom.components, "bom-ref"), ...components];
  const root = sbom.dependencies.find((each) => each.ref === sbom.metadata.component["bom-ref"]);
  root.dependsOn = [...root.dependsOn.filter((ref) => !refs.has(ref)), ...refs];
  sbom.dependencies = [...before(sbom.dependencies, "ref"), ...components.map((each) => ({ ref: each["bom-ref"] }))];
  writeFileSync(sbomFile, `${JSON.stringify(sbom, null, 2)}\n`);
  console.log(`${basename(sbomFile)}: with ${[...refs].join(", ")}`);
}
