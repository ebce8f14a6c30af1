// Builds the component: node build.mjs [--package | FOLDER]. Without either into ../wwwroot/component, as the server gives it out;
// with --package into dist, as the npm package has it, with the wrappers. The same sources give the same bytes.

import { execFileSync } from "node:child_process";
import { readFileSync, readdirSync, rmSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const isPackage = process.argv[2] === "--package";
const target = isPackage ? join(here, "dist") : resolve(process.argv[2] ?? join(here, "../wwwroot/component"));
const wrappers = ["react", "vue", "angular"];

// each language but English is a file of its own beside the component, loaded where it is wanted
const messages = {
  name: "messages",
  setup({ onResolve }) {
    onResolve({ filter: /\.json$/ }, ({ path, kind }) =>
      kind === "dynamic-import" ? { path: "./messages/" + basename(path, ".json") + ".js", external: true } : undefined);
  },
};

// styles without what only people read
const styles = {
  name: "styles",
  setup({ onLoad }) {
    onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const { code } = await transform(readFileSync(path, "utf8"), { loader: "css", minify: true });
      return { contents: code.trim(), loader: "text" };
    });
  },
};

rmSync(target, { recursive: true, force: true });
mkdirSync(target, { recursive: true });
const common = { absWorkingDir: here, bundle: true, format: "esm", target: "es2022", charset: "utf8", sourcemap: true, logLevel: "warning" };
await build({
  ...common, entryPoints: ["src/index.ts"], outfile: join(target, "face-auth.js"), minify: true, legalComments: "none", plugins: [messages, styles],
  banner: { js: "/*! FaceAuth, Apache-2.0; holds @microsoft/signalr, MIT, (c) .NET Foundation and Contributors */" },
  // sources that lie in packages would make the map large and its bytes depend on where npm put them
  sourcesContent: true,
});
mkdirSync(join(target, "messages"));
for (const file of readdirSync(join(here, "src/messages")).filter(name => name.endsWith(".json") && name !== "en.json")) {
  const texts = JSON.parse(readFileSync(join(here, "src/messages", file), "utf8"));
  writeFileSync(join(target, "messages", file.replace(".json", ".js")), `export default ${JSON.stringify(texts)};\n`);
}

// where the map was built shall not be in it
const map = JSON.parse(readFileSync(join(target, "face-auth.js.map"), "utf8"));
map.sources = map.sources.map(source => source.replace(/^.*?(?=node_modules\/|src\/)/, ""));
map.sourcesContent = map.sourcesContent.map((text, i) => map.sources[i].startsWith("src/") ? text : null);
writeFileSync(join(target, "face-auth.js.map"), JSON.stringify(map));

const declared = join(target, "types");
execFileSync(process.execPath, [join(here, "node_modules/typescript/bin/tsc"),
  "--emitDeclarationOnly", "--declaration", "--removeComments", "false", "--outDir", declared], { cwd: here, stdio: "inherit" });
// one file: what is declared needs no more than the DOM's own types
const parts = ["contracts", "problem", "camera", "session", "element"];
const text = parts.map(part => readFileSync(join(declared, part + ".d.ts"), "utf8"))
  .join("\n").replace(/^import [^;]*;\n/gm, "").replace(/^export \{\};\n/gm, "");
writeFileSync(join(target, "face-auth.d.ts"), "// Types of face-auth.js; written by the build.\n" + text);
if (isPackage) {
  await build({
    ...common, entryPoints: wrappers.map(name => `src/wrappers/${name}.ts`), outdir: join(target, "wrappers"),
    external: ["../index", "react", "vue", "@angular/core"], plugins: [{
      name: "component", setup: ({ onResolve }) => onResolve({ filter: /^\.\.\/index$/ }, () => ({ path: "../face-auth.js", external: true })),
    }],
  });
  for (const name of wrappers) {
    writeFileSync(join(target, "wrappers", name + ".d.ts"),
      readFileSync(join(declared, "wrappers", name + ".d.ts"), "utf8").replaceAll("../index", "../face-auth.js"));
  }
}
rmSync(declared, { recursive: true });
