import { execFile, type ExecFileException } from 'node:child_process';

import { pythonEnvironment } from './environment';
import { parseFacts, type PythonFacts } from './facts';

/** What became of asking a Python: what it is, or why that is not known. */
export type Probed = { readonly facts: PythonFacts } | { readonly problem: string };

/** A Python on a sleeping network drive may take its time; one that hangs must not hold up the start for ever. */
const PATIENCE = 10_000;

/**
 * Asks a Python what it is.
 *
 * @param words how it is started.
 * @param script the path of `probe.py`.
 * @param cwd a folder that is nobody's project.
 */
export function probe(words: readonly string[], script: string, cwd: string, signal?: AbortSignal): Promise<Probed> {
  const [program, ...options] = words;
  if (program === undefined) {
    return Promise.resolve({ problem: 'it names no program' });
  }
  const settings = {
    cwd,
    env: pythonEnvironment(process.env, process.platform),
    timeout: PATIENCE,
    killSignal: 'SIGKILL',
    windowsHide: true,
    ...(signal === undefined ? {} : { signal }),
  } as const;
  return new Promise((resolve) => {
    const child = execFile(program, [...options, script], settings, (error, printed, complaints) => {
      const facts = error === null ? parseFacts(printed) : undefined;
      resolve(facts !== undefined ? { facts } : { problem: whyNot(error, complaints) });
    });
    // What asks for input gets none.
    child.stdin?.end();
  });
}

function whyNot(error: ExecFileException | null, complaints: string): string {
  if (error === null) {
    return 'it does not say what it is';
  }
  if (error.killed === true) {
    return `it did not answer within ${PATIENCE / 1000} seconds`;
  }
  const last = complaints.trim().split(/\r?\n/).at(-1) ?? '';
  if (error.code === 'ENOENT') {
    return 'there is no such program';
  }
  return last !== '' ? last : `it cannot be started (${error.code ?? error.message})`;
}
