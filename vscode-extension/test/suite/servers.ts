import { readFileSync, readdirSync } from 'node:fs';

import { required } from './given';

/** The language servers that this window runs: processes of this very run, by the mark in their environment. */
export function servers(): number[] {
  const mark = `HUBLINT_TEST_MARK=${required('HUBLINT_TEST_MARK')}`;
  return readdirSync('/proc')
    .map(Number)
    .filter((pid) => Number.isInteger(pid) && read(pid, 'environ').includes(mark))
    .filter((pid) => /launch\.py\0(.*\0)?server\0/.test(read(pid, 'cmdline')));
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}
