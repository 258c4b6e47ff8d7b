// Writes .br and .gz beside the built files: the service sends them as they are.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const folder = new URL(
  `file://${process.argv[2] ?? new URL("../../bot/web/console", import.meta.url).pathname}/assets/`,
);
const LEAST = 1024; // bytes below which compressing gains nothing
for (const name of readdirSync(folder)) {
  if (!/\.(js|css|svg|json)$/.test(name)) continue;
  const text = readFileSync(new URL(name, folder));
  if (text.length < LEAST) continue;
  const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };
  writeFileSync(new URL(`${name}.br`, folder), brotliCompressSync(text, quality));
  writeFileSync(new URL(`${name}.gz`, folder), gzipSync(text, { level: 9 }));
}
