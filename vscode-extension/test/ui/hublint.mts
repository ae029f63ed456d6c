import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';

/** What `hublint check --fix` makes of a copy of a file. */
export function fixedOnTheCommandLine(python: string, file: string, ...words: string[]): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'hublint-fixed-'));
  const copy = path.join(folder, path.basename(file));
  try {
    cpSync(file, copy);
    const ran = spawnSync(python, ['-m', 'hublint', 'check', '--fix', ...words, copy], { cwd: folder, encoding: 'utf8' });
    if (ran.status !== 0 && ran.status !== 1) {
      throw new Error(`hublint ended with status ${String(ran.status)}: ${ran.stderr}`);
    }
    return readFileSync(copy, 'utf8');
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The code of a notebook's cells. */
export function cellsOf(text: string): string[] {
  const { cells } = JSON.parse(text) as { cells: { source: string | string[] }[] };
  return cells.map(({ source }) => (typeof source === 'string' ? source : source.join('')));
}
