// Bundles the extension into dist/extension.js, and what its pages load into dist/webview.
// `--production` minifies, leaves out the source maps and adds the licences of what is bundled; `--out=FOLDER` writes
// elsewhere than into dist.
import { writeFile } from 'node:fs/promises';
import * as path from 'node:path';
import { build } from 'esbuild';

import { noticesOf } from './tools/notices.mjs';

const production = process.argv.includes('--production');
const out = process.argv.find((word) => word.startsWith('--out='))?.slice('--out='.length) ?? 'dist';

const program = await build({
  entryPoints: ['src/extension.ts'],
  outfile: path.join(out, 'extension.js'),
  bundle: true,
  platform: 'node',
  format: 'cjs',
  // The Node.js of VS Code 1.93, the oldest that the extension runs in.
  target: 'node20',
  external: ['vscode'],
  minify: production,
  sourcemap: !production,
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

const pages = await build({
  entryPoints: ['webview/view.ts', 'webview/view.css'],
  outdir: path.join(out, 'webview'),
  bundle: true,
  platform: 'browser',
  format: 'iife',
  // The Chromium of VS Code 1.93.
  target: 'chrome124',
  minify: production,
  sourcemap: production ? false : 'inline',
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

if (production) {
  const sources = [program, pages].flatMap(({ metafile }) => Object.keys(metafile.inputs));
  await writeFile(path.join(out, 'NOTICES.txt'), await noticesOf(sources));
}
