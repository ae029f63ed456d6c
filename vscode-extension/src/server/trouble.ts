import * as vscode from 'vscode';

import { answer, mayPopUp } from '../telling';
import type { Session, State } from './session';

/** Tells the user when the server does not run, with what can be done about it. */
export function tellTrouble(session: Session): vscode.Disposable {
  return session.onDidChangeState((state) => {
    if (state.kind === 'failed' && mayPopUp(1)) {
      void offer(state);
    }
  });
}

async function offer(state: Extract<State, { kind: 'failed' }>): Promise<void> {
  const first: [string, () => unknown] =
    state.remedy === 'interpreter'
      ? [vscode.l10n.t('Open Setting'), () => vscode.commands.executeCommand('workbench.action.openSettings', 'hublint.interpreter')]
      : [vscode.l10n.t('Restart'), () => vscode.commands.executeCommand('hublint.restart')];
  await answer('error', state.reason, new Map([first, [vscode.l10n.t('Show Logs'), () => vscode.commands.executeCommand('hublint.showLogs')]]));
}
