import * as vscode from 'vscode';

import { CodeActionRequest, CodeActionResolveRequest, type CodeActionParams } from 'vscode-languageclient/node';

import type { Session } from './server/session';

const fixAll = vscode.CodeActionKind.Notebook.append('source.fixAll.hublint');

/**
 * Lets notebooks be fixed on save also where they begin with prose.
 *
 * VS Code asks the first cell alone for what is to be done to a whole notebook, and the language server is not asked
 * about prose. So that question is passed on, about the first cell of Python.
 */
export function fixFromAnyFirstCell(session: Session): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'vscode-notebook-cell' },
    { provideCodeActions: (document, _range, context, token) => passOn(session, document, context, token) },
    { providedCodeActionKinds: [fixAll] },
  );
}

/**
 * Asks the server itself: VS Code, if it is asked, drops the answer when another extension registers itself meanwhile,
 * as the one for Markdown does when the first cell of prose is opened.
 */
async function passOn(
  session: Session,
  document: vscode.TextDocument,
  context: vscode.CodeActionContext,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const program = document.languageId === 'python' ? undefined : firstProgram(document);
  const client = session.running;
  if (program === undefined || client === undefined || context.only?.contains(fixAll) !== true) {
    return [];
  }
  const asked: CodeActionParams = {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(program),
    range: client.code2ProtocolConverter.asRange(new vscode.Range(0, 0, program.lineCount, 0)),
    context: { diagnostics: [], only: [fixAll.value] },
  };
  const offered = await client.sendRequest(CodeActionRequest.type, asked, token);
  const fix = offered?.find((one) => 'kind' in one && one.kind === fixAll.value);
  if (fix === undefined || !('kind' in fix)) {
    return [];
  }
  const resolved = fix.edit === undefined ? await client.sendRequest(CodeActionResolveRequest.type, fix, token) : fix;
  const action = new vscode.CodeAction(fix.title, fixAll);
  const edit = await client.protocol2CodeConverter.asWorkspaceEdit(resolved.edit, token);
  return edit === undefined ? [] : [Object.assign(action, { edit })];
}

/** The first cell of Python in the notebook of a cell. */
function firstProgram(document: vscode.TextDocument): vscode.TextDocument | undefined {
  const notebook = vscode.workspace.notebookDocuments.find((one) => one.getCells().some((cell) => cell.document === document));
  return notebook?.getCells().find((cell) => cell.document.languageId === 'python')?.document;
}
