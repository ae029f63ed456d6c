import * as path from 'node:path';

import * as vscode from 'vscode';

/** How the server is started. */
export interface ServerCommand {
  readonly executable: string;
  readonly args: readonly string[];
  /** Whose hublint it is: that of `hublint.path`, that of the selected Python, or the one that came with the extension. */
  readonly origin: 'path' | 'environment' | 'bundled';
}

/**
 * Finds out how to start the server.
 *
 * @throws Error with one sentence for the user if no hublint can be run.
 */
export function chooseServer(context: vscode.ExtensionContext, log: vscode.LogOutputChannel): Promise<ServerCommand> {
  const settings = vscode.workspace.getConfiguration('hublint');
  const executable = settings.get<string[]>('interpreter', [])[0] ?? 'python3';
  const launcher = context.asAbsolutePath(path.join('python', 'launch.py'));
  log.info(`hublint of ${executable}`);
  return Promise.resolve({ executable, args: [launcher, 'server'], origin: 'environment' });
}
