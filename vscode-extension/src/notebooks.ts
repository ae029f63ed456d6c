import * as vscode from 'vscode';

const fixAll = vscode.CodeActionKind.Notebook.append('source.fixAll.hublint');

/**
 * Lets notebooks be fixed on save also where they begin with prose.
 *
 * VS Code asks the first cell alone for what is to be done to a whole notebook, and the language server is not asked
 * about prose. So that question is passed on to the first cell of Python.
 */
export function fixFromAnyFirstCell(): vscode.Disposable {
  return vscode.languages.registerCodeActionsProvider(
    { scheme: 'vscode-notebook-cell' },
    { provideCodeActions: (document, _range, context, token) => passOn(document, context, token) },
    { providedCodeActionKinds: [fixAll] },
  );
}

async function passOn(
  document: vscode.TextDocument,
  context: vscode.CodeActionContext,
  token: vscode.CancellationToken,
): Promise<vscode.CodeAction[]> {
  const program = document.languageId === 'python' ? undefined : firstProgram(document);
  if (program === undefined || context.only?.contains(fixAll) !== true || token.isCancellationRequested) {
    return [];
  }
  const whole = program.validateRange(new vscode.Range(0, 0, program.lineCount, 0));
  const words = ['vscode.executeCodeActionProvider', program.uri, whole, fixAll.value, 1] as const;
  return vscode.commands.executeCommand<vscode.CodeAction[]>(...words);
}

/** The first cell of Python in the notebook of a cell. */
function firstProgram(document: vscode.TextDocument): vscode.TextDocument | undefined {
  const notebook = vscode.workspace.notebookDocuments.find((one) => one.getCells().some((cell) => cell.document === document));
  return notebook?.getCells().find((cell) => cell.document.languageId === 'python')?.document;
}
