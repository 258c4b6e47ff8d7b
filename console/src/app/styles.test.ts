import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const pages = fileURLToPath(new URL("..", import.meta.url));
const sheets = readdirSync(pages, { recursive: true, encoding: "utf-8" })
  .filter((file) => file.endsWith(".css"))
  .map((file) => [file, readFileSync(join(pages, file), "utf-8")] as const);

/** The classes that a sheet gives looks to on its own, not only within something else. */
function classesOf(sheet: string): Set<string> {
  const rules = sheet.replace(/\/\*[\s\S]*?\*\//g, "").matchAll(/([^{}]+)\{/g);
  const selectors = [...rules].flatMap(([, selector = ""]) => selector.split(","));
  const names = selectors.map((one) => /^\.([\w-]+)(:[\w-]+)*$/.exec(one.trim())?.[1]);
  return new Set(names.filter((one) => one !== undefined));
}

test("no two sheets of styles give looks to the same class: those of pages that were left stay", () => {
  const owners = new Map<string, string[]>();
  for (const [file, sheet] of sheets)
    for (const name of classesOf(sheet)) owners.set(name, [...(owners.get(name) ?? []), file]);
  expect(owners.size).toBeGreaterThan(100);

  expect([...owners].filter(([, files]) => files.length > 1)).toEqual([]);
});
