import * as vscode from 'vscode';

import type { Place } from './page';

/** Opens a file at a line, of a notebook at a line of a cell, beside the page that leads there. */
export async function open(place: Place): Promise<void> {
  const uri = vscode.Uri.file(place.file);
  const column = columnOfEditors();
  if (place.cell !== undefined) {
    await openCell(uri, place.cell, place.line, column);
    return;
  }
  if (uri.path.endsWith('.ipynb')) {
    await vscode.window.showNotebookDocument(await vscode.workspace.openNotebookDocument(uri), { viewColumn: column });
    return;
  }
  const at = new vscode.Position(Math.max(place.line - 1, 0), 0);
  await vscode.window.showTextDocument(uri, { viewColumn: column, selection: new vscode.Range(at, at) });
}

async function openCell(uri: vscode.Uri, cell: number, line: number, column: vscode.ViewColumn): Promise<void> {
  const notebook = await vscode.workspace.openNotebookDocument(uri);
  const index = Math.min(Math.max(cell - 1, 0), notebook.cellCount - 1);
  const cells = new vscode.NotebookRange(index, index + 1);
  const editor = await vscode.window.showNotebookDocument(notebook, { viewColumn: column, selections: [cells] });
  editor.revealRange(cells, vscode.NotebookEditorRevealType.InCenterIfOutsideViewport);
  const { document } = notebook.cellAt(index);
  const at = new vscode.Position(Math.min(Math.max(line - 1, 0), document.lineCount - 1), 0);
  await vscode.window.showTextDocument(document, { viewColumn: column, selection: new vscode.Range(at, at) });
}

/** Where files are edited: a page does not give way to the file that it speaks of, if another column has files. */
function columnOfEditors(): vscode.ViewColumn {
  const groups = vscode.window.tabGroups.all;
  const hasFiles = (group: vscode.TabGroup): boolean =>
    group.tabs.some(({ input }) => input instanceof vscode.TabInputText || input instanceof vscode.TabInputNotebook);
  return (groups.find((group) => !group.isActive && hasFiles(group)) ?? groups.find(hasFiles))?.viewColumn ?? vscode.ViewColumn.Active;
}
