import * as vscode from 'vscode';

import { registerCommands } from './commands';
import { openLog } from './log';
import { Session } from './server/session';
import { showStatus } from './status';

/** What other extensions, and the tests, get from this one. */
export interface Api {
  /** Resolves as soon as the language server answers, or rejects with the reason why it cannot be started. */
  readonly ready: Promise<void>;
}

export function activate(context: vscode.ExtensionContext): Api {
  const log = openLog();
  const session = new Session(context, log);
  context.subscriptions.push(log, session, showStatus(session), ...registerCommands(session, log));
  const ready = session.start();
  // What is wrong stands in the status item and in the log; whoever awaits `ready` learns it, too.
  ready.catch(() => undefined);
  return { ready };
}
