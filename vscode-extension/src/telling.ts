import * as vscode from 'vscode';

import { type Gravity, popsUp, shownOf } from './settings/notifications';

/** What somebody can do about a message, by the words on its button. */
export type Offered = ReadonlyMap<string, () => unknown>;

export type Severity = 'error' | 'warning' | 'information';

export const GRAVITIES: Readonly<Record<Severity, number>> = { error: 1, warning: 2, information: 3 };

/** Tells whether the user wants to see messages of a gravity. */
export function mayPopUp(gravity: Gravity): boolean {
  return popsUp(gravity, shownOf(vscode.workspace.getConfiguration('hublint').get('showNotifications')));
}

/** Says something that nobody waits for, if the setting `hublint.showNotifications` lets it pop up. It is logged anyway. */
export function tell(log: vscode.LogOutputChannel, severity: Severity, sentence: string, offered: Offered = new Map()): void {
  record(log, severity, sentence);
  if (mayPopUp(GRAVITIES[severity])) {
    void answer(severity, sentence, offered);
  }
}

/** Answers somebody who has just asked for something: that is always shown. */
export async function answer(severity: Severity, sentence: string, offered: Offered = new Map()): Promise<void> {
  const show = { error: vscode.window.showErrorMessage, warning: vscode.window.showWarningMessage, information: vscode.window.showInformationMessage }[severity];
  const chosen = await show(sentence, ...offered.keys());
  if (chosen !== undefined) {
    await offered.get(chosen)?.();
  }
}

/** Says why nothing was done: the server does not run. */
export async function answerNotRunning(reason: string): Promise<void> {
  await answer(
    'error',
    reason,
    new Map([
      [vscode.l10n.t('Restart Server'), () => vscode.commands.executeCommand('hublint.restart')],
      [vscode.l10n.t('Show Logs'), () => vscode.commands.executeCommand('hublint.showLogs')],
    ]),
  );
}

/** Says that a folder has to be open, and helps to open one. */
export async function answerNoFolder(sentence: string): Promise<void> {
  await answer('information', sentence, new Map([[vscode.l10n.t('Open Folder'), () => vscode.commands.executeCommand('vscode.openFolder')]]));
}

function record(log: vscode.LogOutputChannel, severity: Severity, sentence: string): void {
  const write = { error: log.error.bind(log), warning: log.warn.bind(log), information: log.info.bind(log) }[severity];
  write(sentence);
}
