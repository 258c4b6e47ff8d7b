import { afterEach, beforeEach, expect, test } from "vitest";
import { lineNow, openStream } from "./stream";

/** A line to the service: the first one opens, all later ones break at once. */
class Broken extends EventTarget {
  static made: Broken[] = [];
  onopen: () => void = () => undefined;
  onerror: () => void = () => undefined;

  constructor() {
    super();
    const first = Broken.made.push(this) === 1;
    setTimeout(() => (first ? this.onopen() : this.onerror()));
  }

  close(): void {}
}

const before = { EventSource: globalThis.EventSource, listen: globalThis.addEventListener };

beforeEach(() => {
  Broken.made = [];
  const nowhere = () => undefined;
  Object.assign(globalThis, {
    EventSource: Broken,
    addEventListener: nowhere,
    removeEventListener: nowhere,
  });
});
afterEach(() => {
  Object.assign(globalThis, { EventSource: before.EventSource, addEventListener: before.listen });
});

test("the page says after two seconds that the line is lost, however many tries fail meanwhile", async () => {
  const close = openStream();
  await expect.poll(lineNow).toBe("live");
  const broke = performance.now();
  Broken.made[0]?.onerror();

  await expect.poll(lineNow, { timeout: 4_000 }).toBe("lost");
  expect(Broken.made.length).toBeGreaterThan(2);
  expect(performance.now() - broke).toBeLessThan(3_500); // ms
  close();
});
