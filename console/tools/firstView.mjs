// What a browser loads before it shows the first page: the entry, what it imports, and the pages
// that are shown first.
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";

/** What is loaded beside the entry for the pages that are shown first. */
export const FIRST_VIEWS = [
  ["src/session/SignIn.tsx"],
  ["src/app/Layout.tsx", "src/pages/now/index.tsx"],
];

/** The files of an entry of the manifest and of what it imports at once, each once. */
export function filesOf(manifest, key, seen = new Set()) {
  const chunk = manifest[key];
  if (chunk === undefined || seen.has(chunk.file)) return seen;
  seen.add(chunk.file);
  for (const style of chunk.css ?? []) seen.add(style);
  for (const imported of chunk.imports ?? []) filesOf(manifest, imported, seen);
  return seen;
}

/** Compressed bytes of each file of the first view, by its largest page. */
export function firstView(folder) {
  const manifest = JSON.parse(readFileSync(new URL(".vite/manifest.json", folder), "utf-8"));
  const sizes = new Map();
  const weigh = (file) => gzipSync(readFileSync(new URL(file, folder)), { level: 9 }).length;
  const views = FIRST_VIEWS.map((pages) => ["index.html", ...pages]);
  return views.map((keys) => {
    const files = new Set();
    for (const key of keys) filesOf(manifest, key, files);
    for (const file of files) if (!sizes.has(file)) sizes.set(file, weigh(file));
    const parts = [...files].map((file) => ({ file, bytes: sizes.get(file) }));
    return { page: keys.at(-1), parts, bytes: parts.reduce((sum, part) => sum + part.bytes, 0) };
  });
}
