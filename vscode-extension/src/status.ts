import * as vscode from 'vscode';

import type { ServerCommand } from './server/decide';
import { languages } from './server/languages';
import type { Session, State } from './server/session';

/** Shows in the status bar's language menu how the server is, and which Python runs it. */
export function showStatus(session: Session): vscode.Disposable {
  const server = vscode.languages.createLanguageStatusItem('hublint', [...languages]);
  server.name = 'hublint';
  server.command = { title: vscode.l10n.t('Restart'), command: 'hublint.restart' };
  const runner = vscode.languages.createLanguageStatusItem('hublint.runner', [...languages]);
  runner.name = vscode.l10n.t('hublint: How It Runs');
  runner.command = { title: vscode.l10n.t('Show Logs'), command: 'hublint.showLogs' };
  const show = (state: State): void => {
    server.busy = state.kind === 'starting';
    server.severity = severity(state);
    server.text = text(state);
    server.detail = detail(state);
    runner.severity = vscode.LanguageStatusSeverity.Information;
    [runner.text, runner.detail] = state.kind === 'running' ? how(state.command) : [vscode.l10n.t('hublint'), ''];
  };
  show(session.state);
  return vscode.Disposable.from(server, runner, session.onDidChangeState(show));
}

function severity(state: State): vscode.LanguageStatusSeverity {
  switch (state.kind) {
    case 'failed':
      return vscode.LanguageStatusSeverity.Error;
    case 'stopped':
      return vscode.LanguageStatusSeverity.Warning;
    case 'disabled':
    case 'starting':
    case 'running':
      return vscode.LanguageStatusSeverity.Information;
  }
}

function text(state: State): string {
  switch (state.kind) {
    case 'running':
      return `hublint ${state.version}`;
    case 'starting':
      return vscode.l10n.t('hublint is starting');
    case 'stopped':
      return vscode.l10n.t('hublint is stopped');
    case 'disabled':
      return vscode.l10n.t('hublint is switched off');
    case 'failed':
      return vscode.l10n.t('hublint does not run');
  }
}

function detail(state: State): string {
  switch (state.kind) {
    case 'running':
      return origin(state.command);
    case 'failed':
      return state.reason;
    case 'disabled':
      return vscode.l10n.t('by the setting hublint.enable');
    case 'starting':
    case 'stopped':
      return '';
  }
}

/** Whose hublint it is. */
function origin(command: ServerCommand): string {
  switch (command.origin) {
    case 'path':
      return vscode.l10n.t('of the setting hublint.path');
    case 'environment':
      return vscode.l10n.t('of the selected Python');
    case 'bundled':
      return vscode.l10n.t('of the extension');
  }
}

/** What runs it, and where that lies. */
function how(command: ServerCommand): [string, string] {
  return command.python === undefined
    ? [vscode.l10n.t('Program'), command.executable]
    : [vscode.l10n.t('Python {0}', command.python.version), command.python.path];
}
