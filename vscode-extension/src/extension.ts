import * as vscode from 'vscode';

import { registerCommands } from './commands';
import { openLog } from './log';
import { fixFromAnyFirstCell } from './notebooks';
import { Interpreters } from './python/interpreters';
import { Session } from './server/session';
import { tellTrouble } from './server/trouble';
import { watch } from './server/watch';
import { showStatus } from './status';

/** What other extensions, and the tests, get from this one. */
export interface Api {
  /** Resolves as soon as the language server answers, or rejects with the reason why it cannot be started. */
  readonly ready: Promise<void>;
}

/** The server of this window, which has to be ended before VS Code ends us. */
let session: Session | undefined;

export function activate(context: vscode.ExtensionContext): Api {
  const log = openLog();
  const interpreters = new Interpreters(log);
  session = new Session(context, interpreters, log);
  context.subscriptions.push(
    log,
    interpreters,
    session,
    showStatus(session),
    fixFromAnyFirstCell(session),
    tellTrouble(session),
    watch(session, interpreters, log),
    ...registerCommands(context, session, log),
  );
  const ready = session.start();
  // What is wrong stands in the status item and in the log; whoever awaits `ready` learns it, too.
  ready.catch(() => undefined);
  return { ready };
}

export async function deactivate(): Promise<void> {
  await session?.stop();
}
