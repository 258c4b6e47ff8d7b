import { fileURLToPath } from "node:url";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { compressed } from "./tools/compress.mjs";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
// `npx vite` shows the pages as they are edited, over a service that runs already.
const service = process.env.GROUPKEEPER_SERVICE ?? "http://127.0.0.1:8080";

// A text field of antd that grows measures its text in a hidden one, whose looks it sets as an
// attribute: the policy forbids that, and allows the same said by script.
const measuring = {
  name: "measure-without-style-attribute",
  transform(code: string, id: string) {
    if (!id.includes("calculateNodeHeight")) return null;
    return code.replace(/(\w+)\.setAttribute\('style', (`[^`]*`)\)/, "$1.style.cssText = $2");
  },
};

export default defineConfig({
  plugins: [react(), measuring, compressed()],
  resolve: { alias: { "@": at("./src") } },
  html: { cspNonce: "__NONCE__" }, // the service puts the nonce of each answer there
  build: {
    outDir: at("../bot/web/console"),
    emptyOutDir: true,
    manifest: true,
    target: "es2022",
    assetsInlineLimit: 0,
    reportCompressedSize: false,
    chunkSizeWarningLimit: 2000,
  },
  server: { proxy: { "/api": { target: service, changeOrigin: false } } },
  test: { environment: "node", include: ["src/**/*.test.ts", "tools/**/*.test.ts"] },
});
