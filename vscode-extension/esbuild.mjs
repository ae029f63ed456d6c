// Bundles the extension into dist/extension.js. `--production` minifies and leaves out the source map.
import { build } from 'esbuild';

const production = process.argv.includes('--production');

await build({
  entryPoints: ['src/extension.ts'],
  outfile: 'dist/extension.js',
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // The Node.js of VS Code 1.93, the oldest that the extension runs in.
  target: 'node20',
  external: ['vscode'],
  minify: production,
  sourcemap: !production,
  legalComments: 'linked',
  logLevel: 'warning',
});
