import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';

import { end, environment, start } from './processes.mts';

const serve = path.join(import.meta.dirname, 'serve.mjs');
const secondsToStart = 60;

/** A VS Code on this machine: the folder of a code-server package, and the Node.js of that release. */
export interface Installation {
  readonly folder: string;
  readonly node: string;
}

export interface ServerOptions {
  readonly installation: Installation;
  /** A folder for all that VS Code writes. */
  readonly data: string;
  /** The settings of the machine, beside those that keep VS Code quiet. */
  readonly settings: object;
  /** Whether workspaces are trusted only when the user says so. */
  readonly asksForTrust: boolean;
  /** Whether extension tests may be started by the address, which also answers all dialogs. */
  readonly forTests: boolean;
  readonly variables: Readonly<Record<string, string>>;
}

/** VS Code that can be opened in a browser. */
export interface Server {
  /** The host and port of it. */
  readonly authority: string;
  /** What it has printed. */
  readonly output: () => string;
  readonly stop: () => void;
}

const quiet = {
  'chat.disableAIFeatures': true,
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'window.commandCenter': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};

/** Starts VS Code and waits until it can be opened. */
export async function startServer(options: ServerOptions): Promise<Server> {
  writeSettings(options.data, { ...quiet, ...options.settings });
  const words = [serve, options.installation.folder, JSON.stringify(codeArguments(options))];
  const child = start(options.installation.node, words, environment(options.variables));
  let output = '';
  const port = await new Promise<number>((resolve, reject) => {
    const late = setTimeout(() => {
      reject(new Error(`VS Code did not start within ${secondsToStart} s. It said:\n${output}`));
    }, secondsToStart * 1000);
    child.on('error', reject);
    child.on('exit', (status) => {
      reject(new Error(`VS Code ended with status ${String(status)}. It said:\n${output}`));
    });
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream ?? process.stdin }).on('line', (line) => {
        output += `${line}\n`;
        const said = /^\{"port":(\d+)\}$/.exec(line);
        if (said !== null) {
          clearTimeout(late);
          resolve(Number(said[1]));
        }
      });
    }
  });
  return {
    authority: `127.0.0.1:${port}`,
    output: () => output,
    stop: () => {
      end(child);
    },
  };
}

/** What VS Code would be given on its command line. */
export function codeArguments(options: Pick<ServerOptions, 'data' | 'asksForTrust' | 'forTests'>): object {
  return {
    _: [],
    'accept-server-license-terms': true,
    compatibility: '1.64',
    'without-connection-token': true,
    'server-data-dir': options.data,
    'user-data-dir': path.join(options.data, 'data'),
    'extensions-dir': path.join(options.data, 'extensions'),
    'telemetry-level': 'off',
    'disable-telemetry': true,
    'disable-update-check': true,
    'disable-getting-started-override': true,
    'disable-workspace-trust': !options.asksForTrust,
    'enable-smoke-test-driver': options.forTests,
  };
}

function writeSettings(data: string, settings: object): void {
  const folder = path.join(data, 'data', 'Machine');
  mkdirSync(folder, { recursive: true });
  mkdirSync(path.join(data, 'extensions'), { recursive: true });
  writeFileSync(path.join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

/**
 * Installs a packed extension into the VS Code that keeps its things in `data`.
 *
 * @throws Error if VS Code does not take it.
 */
export async function installExtension(installation: Installation, data: string, file: string): Promise<void> {
  const options = { ...codeArguments({ data, asksForTrust: false, forTests: false }), 'install-extension': [file], force: true };
  const child = start(installation.node, [serve, installation.folder, JSON.stringify(options)], environment({}));
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.on('data', (piece: Buffer) => {
      output += piece.toString();
    });
  }
  const status = await new Promise((resolve) => child.on('exit', (code, signal) => { resolve(code ?? signal); }));
  if (status !== 0 || !output.includes('was successfully installed')) {
    throw new Error(`VS Code did not install ${file} (status ${String(status)}). It said:\n${output}`);
  }
}
