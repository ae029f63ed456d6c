import * as vscode from 'vscode';

import type { Session } from '../server/session';
import { answer, answerNoFolder } from '../telling';
import { ask } from './asking';

interface Checked {
  readonly files: number;
  readonly findings: number;
  readonly problems: readonly string[];
}

/** Checks all files of the workspace, and says how many findings there are. */
export async function checkAllFiles(session: Session): Promise<void> {
  if (vscode.workspace.workspaceFolders === undefined) {
    await answerNoFolder(vscode.l10n.t('Open a folder to check all of its files.'));
    return;
  }
  const checked = await ask<Checked | null>(session, 'hublint.checkWorkspace', {});
  if (checked === undefined || checked === null) {
    return;
  }
  const offered = new Map([
    [vscode.l10n.t('Show Problems'), () => vscode.commands.executeCommand('workbench.actions.view.problems')],
    [vscode.l10n.t('Show Migration Status'), () => vscode.commands.executeCommand('hublint.showMigrationStatus')],
  ]);
  await answer('information', said(checked), checked.findings > 0 ? offered : new Map());
}

function said({ files, findings }: Checked): string {
  const where = files === 1 ? vscode.l10n.t('1 file') : vscode.l10n.t('{0} files', files);
  if (findings === 0) {
    return vscode.l10n.t('hublint finds nothing in {0}.', where);
  }
  return findings === 1 ? vscode.l10n.t('hublint has 1 finding in {0}.', where) : vscode.l10n.t('hublint has {0} findings in {1}.', findings, where);
}
