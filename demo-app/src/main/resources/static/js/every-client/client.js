const CLIENTS = ["0.9", "1", "2", "3", "4"];

/** Loads the client the address asks for: its adapter, its exact version, and the bundle, which makes window.io. */
export async function loadClient() {
  const asked = new URLSearchParams(location.search).get("client");
  const client = CLIENTS.includes(asked) ? asked : CLIENTS.at(-1);
  const home = `/clients/socket.io-client-${client}`;
  const [{ default: adapter }, version] = await Promise.all([
    import(`./adapters/${client}.js`),
    versionIn(`${home}/package.json`),
    loadScript(`${home}/dist/socket.io.js`),
  ]);
  return { ...adapter, version };
}

async function versionIn(address) {
  const response = await fetch(address);
  return (await response.json()).version;
}

function loadScript(address) {
  return new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.addEventListener("load", resolve);
    script.addEventListener("error", () => reject(new Error(`${address} cannot be loaded`)));
    document.head.append(script);
  });
}
