import * as vscode from 'vscode';

import type { Session } from '../server/session';
import { answer, answerNotRunning } from '../telling';
import { runs } from './asking';

const IN_FILE = 'source.fixAll.hublint';
const IN_NOTEBOOK = 'notebook.source.fixAll.hublint';

/** Makes all safe fixes in the file, or the notebook, that is being edited. */
export async function fixAll(session: Session): Promise<void> {
  const found = edited();
  if (found === undefined) {
    await answer('information', vscode.l10n.t('Open a Python file or a notebook to fix what hublint finds in it.'));
    return;
  }
  if (!(await runs(session))) {
    await answerNotRunning(vscode.l10n.t('hublint is not running.'));
    return;
  }
  const { document, kind } = found;
  const whole = document.validateRange(new vscode.Range(0, 0, document.lineCount, 0));
  // The edits of an action are worked out once it is chosen: the last argument has that done for one of them.
  const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', document.uri, whole, kind, 1);
  const action = actions.find((one) => one.kind?.value === kind);
  if (action?.edit === undefined) {
    vscode.window.setStatusBarMessage(vscode.l10n.t('hublint: there is nothing to fix that is safe.'), 5000);
    return;
  }
  if (!(await vscode.workspace.applyEdit(action.edit))) {
    await answer('warning', vscode.l10n.t('The fixes could not be made: the text has changed meanwhile. Try again.'));
  }
}

/** What is being edited: a text, or any cell of a notebook, which stands for all of it. */
function edited(): { readonly document: vscode.TextDocument; readonly kind: string } | undefined {
  const notebook = vscode.window.activeNotebookEditor?.notebook;
  const cell = notebook?.getCells().find((one) => one.kind === vscode.NotebookCellKind.Code && one.document.languageId === 'python');
  if (cell !== undefined) {
    return { document: cell.document, kind: IN_NOTEBOOK };
  }
  const document = vscode.window.activeTextEditor?.document;
  return document?.languageId === 'python' ? { document, kind: IN_FILE } : undefined;
}
