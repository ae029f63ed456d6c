import * as vscode from 'vscode';

import type { Interpreters } from '../python/interpreters';
import { startKeys } from '../settings/read';
import type { Session } from './session';

/** Changes come in bursts: a settings file is saved, environments are found one after the other. */
const CALM = 500;

/** Starts the server again when it would be started in another way, and tells it what it cannot see change. */
export function watch(session: Session, interpreters: Interpreters, log: vscode.LogOutputChannel): vscode.Disposable {
  const reconsider = new Later(CALM, () => session.reconsider());
  return vscode.Disposable.from(
    reconsider,
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (startKeys.some((key) => event.affectsConfiguration(key))) {
        interpreters.forget();
        reconsider.ask();
      }
    }),
    vscode.workspace.onDidChangeWorkspaceFolders(() => {
      interpreters.forget();
      reconsider.ask();
    }),
    interpreters.onDidChange(() => {
      reconsider.ask();
    }),
    // Trust is told to the server once, at its start.
    vscode.workspace.onDidGrantWorkspaceTrust(() => {
      interpreters.forget();
      session.restart().catch(() => undefined);
    }),
    log.onDidChangeLogLevel(() => {
      session.tellSettings().catch(() => undefined);
    }),
  );
}

/** Does something a while after it was last asked for. */
class Later implements vscode.Disposable {
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly milliseconds: number,
    private readonly action: () => Promise<void>,
  ) {}

  ask(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      // What goes wrong stands in the status item and in the log.
      this.action().catch(() => undefined);
    }, this.milliseconds);
  }

  dispose(): void {
    clearTimeout(this.timer);
  }
}
