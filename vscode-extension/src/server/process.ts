import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

import { within } from '../python/within';
import type { ServerCommand } from './decide';
import { LogReader } from './logReader';

/** How long a server that was killed may take to be gone. */
const LAST_PATIENCE = 2000;

/** Where what the server writes goes. */
export interface Sink {
  error(text: string): void;
  warn(text: string): void;
  info(text: string): void;
  debug(text: string): void;
}

/** A server that runs: its process, and the last that it wrote. */
export class ServerProcess {
  private constructor(
    readonly child: ChildProcess,
    private readonly reader: LogReader,
    /** Resolves once it has ended, and all is read that it wrote. */
    readonly ended: Promise<unknown>,
  ) {}

  /**
   * Starts a server.
   *
   * @param cwd where: a folder that is nobody's project.
   * @throws Error if the program cannot be started.
   */
  static async start(command: ServerCommand, env: NodeJS.ProcessEnv, cwd: string, log: Sink): Promise<ServerProcess> {
    const child = spawn(command.executable, [...command.args], {
      cwd,
      env,
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    const reader = new LogReader();
    createInterface({ input: child.stderr, crlfDelay: Infinity }).on('line', (line) => {
      const { level, text } = reader.read(line);
      log[level](text);
    });
    // A pipe to a process that has ended says so; that it has ended is learned otherwise.
    child.stdin.on('error', () => undefined);
    // Listened for from the beginning: it may have ended before anybody else has a look at it. What it wrote last may
    // come after that.
    const ended = Promise.allSettled([once(child, 'exit'), once(child.stderr, 'close')]);
    await once(child, 'spawn');
    child.on('error', (error) => {
      log.error(String(error));
    });
    return new ServerProcess(child, reader, ended);
  }

  /** The last line that it wrote into its log, which mostly says why it has ended. */
  get lastWord(): string {
    return this.reader.last;
  }

  /** Makes sure that it is gone: by itself within some milliseconds, or else by force. */
  async end(patience: number): Promise<void> {
    if ((await within(patience, this.ended)).kind === 'late') {
      this.kill();
      await within(LAST_PATIENCE, this.ended);
    }
  }

  /** Ends it at once. What it runs ends with it: its input is closed. */
  kill(): void {
    this.child.kill('SIGKILL');
  }
}
