// Writes NOTICES.txt: the licences of the packages whose code is in what was built.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Plugin } from "vite";

// What comes in otherwise than by import: icons as data, fonts by styles.
const ALSO = ["lucide-react", "@fontsource-variable/hanken-grotesk"];
const LICENCE = /^(licen[cs]e|copying|ofl)/i;
const PACKAGE = /^(.*\/node_modules\/((?:@[^/]+\/)?[^/]+))\//;

/** Looks at every module of the build. */
export function notices(): Plugin {
  const modules = join(import.meta.dirname, "node_modules");
  const folders = new Map(ALSO.map((name) => [name, join(modules, name)]));
  return {
    name: "notices",
    apply: "build",
    moduleParsed({ id }) {
      const found = PACKAGE.exec(id.replaceAll("\\", "/"));
      if (found?.[1] && found[2]) folders.set(found[2], found[1]);
    },
    generateBundle() {
      const names = [...folders.keys()].sort();
      const source = names.map((name) => notice(name, folders.get(name) ?? "")).join(`\n${"-".repeat(80)}\n\n`);
      this.emitFile({ type: "asset", fileName: "NOTICES.txt", source });
    },
  };
}

function notice(name: string, folder: string): string {
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = existsSync(folder) ? readdirSync(folder).find((one) => LICENCE.test(one)) : undefined;
  const text = file ? readFileSync(join(folder, file), "utf8") : "";
  return `${name} ${version} (${license})\n\n${text.trim()}\n`;
}
