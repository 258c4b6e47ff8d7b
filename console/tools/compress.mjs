// Writes .br and .gz beside the built files: the service sends them as they are.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const LEAST = 1024; // bytes below which compressing gains nothing
const QUALITY = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } };

/** A step of every build: what was built is there compressed as well. */
export function compressed() {
  return {
    name: "compressed",
    apply: "build",
    writeBundle: ({ dir }) => compress(join(dir, "assets")),
  };
}

function compress(folder) {
  for (const name of readdirSync(folder)) {
    if (!/\.(js|css|svg|json)$/.test(name)) continue;
    const text = readFileSync(join(folder, name));
    if (text.length < LEAST) continue;
    writeFileSync(join(folder, `${name}.br`), brotliCompressSync(text, QUALITY));
    writeFileSync(join(folder, `${name}.gz`), gzipSync(text, { level: 9 }));
  }
}
