// Bundles the extension into dist/extension.js, and what its pages load into dist/webview.
// `--production` minifies and leaves out the source maps.
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

await build({
  entryPoints: ['webview/view.ts', 'webview/view.css'],
  outdir: 'dist/webview',
  bundle: true,
  platform: 'browser',
  format: 'iife',
  // The Chromium of VS Code 1.93.
  target: 'chrome124',
  minify: production,
  sourcemap: production ? false : 'inline',
  logLevel: 'warning',
});
