import { expect, test } from "vitest";
import type { Words } from "./index";

const files = import.meta.glob<{ useWords?: Words<Record<string, string>> }>(
  ["../**/words.ts", "../**/*Words.ts"], // where `words(...)` is called
  { eager: true },
);
const parts = Object.entries(files)
  .map(([file, module]) => ({ file, words: module.useWords }))
  .filter(({ file, words }) => words !== undefined || file.endsWith("/words.ts"));
const names = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((one) => one[1]).sort();
const base = (key: string) => key.replace(/_(one|other)$/, "");
const rows = parts.flatMap(({ file, words }) =>
  Object.entries(words?.both.zh ?? {}).map(
    ([key, zh]) => [file, key, zh, words?.both.en[key] ?? ""] as const,
  ),
);

test("every file of words gives its hook, under a name of its own", () => {
  expect(parts.length).toBeGreaterThan(2);
  for (const { file, words } of parts) expect(words, file).toBeDefined();
  const used = parts.map(({ words }) => words?.part);
  expect(new Set(used).size).toBe(used.length);
});

test.each(rows)("%s: %s says the same in both languages", (_file, _key, zh, en) => {
  expect(zh.trim()).not.toBe("");
  expect(en.trim()).not.toBe("");
  expect(names(en)).toEqual(names(zh));
});

test("English has no sentence that Chinese lacks", () => {
  for (const { file, words } of parts) {
    const known = new Set(Object.keys(words?.both.zh ?? {}).map(base));
    const extra = Object.keys(words?.both.en ?? {}).filter((key) => !known.has(base(key)));
    expect(extra, file).toEqual([]);
  }
});

test("Chinese is written in Chinese, with full-width commas and full stops", () => {
  for (const [file, key, zh] of rows) expect(zh, `${file} ${key}`).not.toMatch(/[一-鿿][,;?!]/);
});

test("where English counts, it has a word for one", () => {
  for (const { file, words } of parts)
    for (const key of Object.keys(words?.both.zh ?? {}).filter((one) => one.endsWith("_other")))
      expect(words?.both.en, `${file} ${key}`).toHaveProperty(key.replace(/_other$/, "_one"));
});
