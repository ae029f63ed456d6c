import * as vscode from 'vscode';

import type { Session } from '../server/session';

/** Registers what stands in the command palette and in menus. */
export function registerCommands(session: Session, log: vscode.LogOutputChannel): vscode.Disposable[] {
  return [
    vscode.commands.registerCommand('hublint.restart', () => session.restart()),
    vscode.commands.registerCommand('hublint.showLogs', () => {
      log.show();
    }),
  ];
}
