// `npm run size`: what the first view weighs, compressed; fails where it is over its budget.
import { firstView } from "./firstView.mjs";

const BUDGET = 350 * 1000; // bytes
const folder = new URL("../../bot/web/console/", import.meta.url);
let over = false;
for (const view of firstView(folder)) {
  process.stdout.write(`${view.page}: ${(view.bytes / 1000).toFixed(1)} kB\n`);
  for (const part of view.parts.sort((a, b) => b.bytes - a.bytes))
    process.stdout.write(`  ${(part.bytes / 1000).toFixed(1).padStart(7)} kB  ${part.file}\n`);
  over ||= view.bytes > BUDGET;
}
if (over) {
  process.stdout.write(`over the budget of ${BUDGET / 1000} kB\n`);
  process.exit(1);
}
