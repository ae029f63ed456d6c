import * as vscode from 'vscode';

import type { Session, State } from './server/session';
import { languages } from './server/languages';

/** Shows in the status bar's language menu how the server is. */
export function showStatus(session: Session): vscode.Disposable {
  const item = vscode.languages.createLanguageStatusItem('hublint', [...languages]);
  item.name = 'hublint';
  item.command = { title: vscode.l10n.t('Show Logs'), command: 'hublint.showLogs' };
  const show = (state: State): void => {
    item.busy = state.kind === 'starting';
    item.severity = state.kind === 'failed' ? vscode.LanguageStatusSeverity.Error : vscode.LanguageStatusSeverity.Information;
    item.text = text(state);
    item.detail = state.kind === 'failed' ? state.reason : detail(state);
  };
  show(session.state);
  return vscode.Disposable.from(item, session.onDidChangeState(show));
}

function text(state: State): string {
  switch (state.kind) {
    case 'running':
      return `hublint ${state.version}`;
    case 'starting':
      return vscode.l10n.t('hublint is starting');
    case 'stopped':
      return vscode.l10n.t('hublint is stopped');
    case 'failed':
      return vscode.l10n.t('hublint cannot start');
  }
}

function detail(state: State): string {
  return state.kind === 'running' ? state.command.executable : '';
}
