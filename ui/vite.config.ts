// How the application is built: two pages, their scripts under /ui/, each file compressed beside itself.
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";
import { icons } from "./icons.ts";
import { notices } from "./notices.ts";

const OUT = resolve(import.meta.dirname, "../src/bottega/platform/ui/dist");
const TEXTS = /\.(js|css|svg|txt)$/;

// Whoever serves the files has nothing to compress.
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    writeBundle() {
      for (const name of readdirSync(OUT).filter((one) => TEXTS.test(one))) {
        const content = readFileSync(join(OUT, name));
        const params = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
        writeFileSync(join(OUT, `${name}.br`), brotliCompressSync(content, { params }));
        writeFileSync(join(OUT, `${name}.gz`), gzipSync(content, { level: 9 }));
      }
    },
  };
}

export default defineConfig({
  base: "/ui/",
  plugins: [react(), icons(), notices(), compressed()],
  html: { cspNonce: "__NONCE__" },
  build: {
    outDir: OUT,
    emptyOutDir: true,
    assetsDir: "",
    assetsInlineLimit: 0,
    target: ["chrome123", "firefox121", "safari17.5"],
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: {
        app: resolve(import.meta.dirname, "app.html"),
        login: resolve(import.meta.dirname, "login.html"),
      },
    },
  },
  server: { proxy: { "/api": "http://127.0.0.1:8000", "/docs": "http://127.0.0.1:8000" } },
});
