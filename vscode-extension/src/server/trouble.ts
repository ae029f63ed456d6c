import * as vscode from 'vscode';

import { mayPopUp } from '../settings/warnings';
import type { Session, State } from './session';

/** Tells the user when the server does not run, with what can be done about it. */
export function tellTrouble(session: Session): vscode.Disposable {
  return session.onDidChangeState((state) => {
    if (state.kind === 'failed' && mayPopUp(1)) {
      void tell(state);
    }
  });
}

async function tell(state: Extract<State, { kind: 'failed' }>): Promise<void> {
  const settings = { title: vscode.l10n.t('Open Setting') };
  const restart = { title: vscode.l10n.t('Restart') };
  const logs = { title: vscode.l10n.t('Show Logs') };
  const first = state.remedy === 'interpreter' ? settings : restart;
  const chosen = await vscode.window.showErrorMessage(state.reason, first, logs);
  if (chosen === settings) {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'hublint.interpreter');
  } else if (chosen === restart) {
    await vscode.commands.executeCommand('hublint.restart');
  } else if (chosen === logs) {
    await vscode.commands.executeCommand('hublint.showLogs');
  }
}
