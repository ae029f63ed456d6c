// Runs the tests of what needs no VS Code: bundles them, and hands them to mocha.
import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';

import { build } from 'esbuild';
import Mocha from 'mocha';

const source = 'test/unit';
const bundles = 'dist/test/unit';
const tests = readdirSync(source, { recursive: true }).filter((name) => name.endsWith('.test.ts'));

await build({
  entryPoints: tests.map((name) => join(source, name)),
  outdir: bundles,
  outbase: source,
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  loader: { '.json': 'json' },
  sourcemap: 'inline',
  logLevel: 'warning',
});

const mocha = new Mocha({ reporter: 'dot' });
for (const name of tests) {
  mocha.addFile(resolve(bundles, name.replace(/\.ts$/, '.cjs')));
}
mocha.run((failures) => {
  process.exitCode = failures > 0 ? 1 : 0;
});
