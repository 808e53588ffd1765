// node twice.mjs <script> <lines>
// Runs two instances of a script and ends when they have printed that many lines.
const [script, lines] = process.argv.slice(2);
const { log } = console;
let printed = 0;

console.log = (line) => {
  log(line);
  if (++printed === Number(lines)) {
    process.exit();
  }
};

// Two addresses, or the second import would do nothing.
await import(`./${script}?first`);
await import(`./${script}?second`);
