// The processes that a run starts, each in a group of its own, so that all can be ended whatever happens.
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';

/** Stands in the environment of everything that this run starts, directly or not. */
export const mark = randomUUID();
const markName = 'HUBLINT_TEST_MARK';

const started = new Set<ChildProcess>();

/** What a process of the run gets: the caller's variables, and those of `extra`. */
export function environment(extra: Readonly<Record<string, string>>): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => !/^(VSCODE|ELECTRON|XDG|CODE_SERVER)_/.test(name));
  // Docker images set PYTHONUNBUFFERED, which breaks a server that writes from several threads: the extension must cope.
  return { ...Object.fromEntries(kept), PYTHONUNBUFFERED: '1', ...extra, [markName]: mark };
}

/** Starts a process in a group of its own; its output is the caller's to read. */
export function start(command: string, words: readonly string[], variables: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, words, { detached: true, env: variables, stdio: ['ignore', 'pipe', 'pipe'] });
  started.add(child);
  return child;
}

/** Ends a process and its group. */
export function end(child: ChildProcess): void {
  started.delete(child);
  if (child.pid !== undefined) {
    signal(-child.pid);
  }
}

/** Ends all that was started, and what those have started. */
export function endAll(): void {
  for (const child of started) {
    end(child);
  }
  for (const { pid } of running('')) {
    signal(pid);
  }
}

/** The processes of this run, but for itself, whose command line has the words. */
export function running(words: string): { readonly pid: number; readonly command: string }[] {
  const found = [];
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (Number.isInteger(pid) && pid !== process.pid && read(pid, 'environ').includes(`${markName}=${mark}`)) {
      const command = read(pid, 'cmdline').replaceAll('\0', ' ').trim();
      // A process that ended and that nobody has asked for yet has no command line.
      if (command !== '' && command.includes(words)) {
        found.push({ pid, command });
      }
    }
  }
  return found;
}

function read(pid: number, file: string): string {
  try {
    return readFileSync(`/proc/${pid}/${file}`, 'utf8');
  } catch {
    return '';
  }
}

function signal(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

process.on('exit', endAll);
for (const [name, status] of [['SIGINT', 130], ['SIGTERM', 143], ['SIGHUP', 129]] as const) {
  process.on(name, () => process.exit(status));
}
