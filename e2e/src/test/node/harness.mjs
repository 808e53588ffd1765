/** What the scenarios share: signals with a time limit, and a runner of named steps. */

export function within(promise, what, milliseconds = 8000) {
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no ${what} within ${milliseconds} ms`)), milliseconds);
  });
  return Promise.race([promise, limit]).finally(() => clearTimeout(timer));
}

/** The arguments of the next such event. */
export function next(emitter, event) {
  return within(new Promise((resolve) => emitter.once(event, (...args) => resolve(args))), `"${event}"`);
}

/** The arguments with which the server answers an event's ack. */
export function ask(socket, event, ...args) {
  return within(new Promise((resolve) => socket.emit(event, ...args, (...answer) => resolve(answer))), `ack of "${event}"`);
}

/** Collects the first argument of every such event; `reached(n)` waits until n are there. */
export function collect(emitter, event) {
  const values = [];
  let wake = () => {};
  emitter.on(event, (value) => {
    values.push(value);
    wake();
  });
  return {
    values,
    reached(count) {
      const enough = new Promise((resolve) => {
        wake = () => values.length >= count && resolve(values);
        wake();
      });
      return within(enough, `${count} times "${event}", only ${values.length} so far,`);
    },
  };
}

export async function run(steps, cleanUp) {
  let failed = 0;
  for (const [name, step] of Object.entries(steps)) {
    if (process.env.SKIP?.split(";").includes(name)) {
      continue;
    }
    const since = performance.now();
    const took = () => `${Math.round(performance.now() - since)} ms`.padStart(8);
    try {
      await within(step(), "end of the step", 20_000);
      console.log(`ok      ${took()}  ${name}`);
    } catch (error) {
      failed++;
      console.log(`FAILED  ${took()}  ${name}\n${error.stack.slice(0, 3000)}`);
    } finally {
      cleanUp();
    }
  }
  console.log(failed ? `${failed} of ${Object.keys(steps).length} steps failed` : "all steps passed");
  process.exit(failed ? 1 : 0);
}
