// Bundles the tests that run inside VS Code: each file by itself, for the mocha of node_modules to load.
import { readdirSync } from 'node:fs';

import { build } from 'esbuild';

const suite = 'test/suite';

await build({
  entryPoints: readdirSync(suite).filter((name) => name === 'index.ts' || name.endsWith('.test.ts')).map((name) => `${suite}/${name}`),
  outdir: 'dist/test/suite',
  outExtension: { '.js': '.cjs' },
  bundle: true,
  platform: 'node',
  format: 'cjs',
  target: 'node20',
  external: ['vscode', 'mocha'],
  sourcemap: 'inline',
  logLevel: 'warning',
});
