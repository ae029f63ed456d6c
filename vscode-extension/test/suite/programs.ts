import * as assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import * as path from 'node:path';

import * as vscode from 'vscode';

import { required } from './given';

/** The folder of the workspace with the models, or the one with what serves them. */
export function folder(name: 'models' | 'serving'): string {
  return path.join(required('HUBLINT_TEST_WORKSPACE'), name);
}

/** Reads a program of the workspace. */
export function textOf(name: string): string {
  return readFileSync(path.join(folder('models'), name), 'utf8');
}

/** Writes a file into a new folder of the workspace, so that no test meets what another one left. */
export function write(text: string, name = 'program.py', parent = folder('models')): vscode.Uri {
  mkdirSync(parent, { recursive: true });
  const file = path.join(mkdtempSync(path.join(parent, 'test-')), name);
  writeFileSync(file, text);
  return vscode.Uri.file(file);
}

/** Opens a document in an editor that stays when others are opened. */
export async function show(uri: vscode.Uri): Promise<vscode.TextEditor> {
  return vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
}

/** Closes all editors, whatever is in them. */
export async function closeAll(): Promise<void> {
  for (const document of vscode.workspace.textDocuments) {
    if (document.isDirty && document.uri.scheme === 'file') {
      await show(document.uri);
      await vscode.commands.executeCommand('workbench.action.files.revert');
    }
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Runs hublint on its command line in the folder of a file, and returns what it printed. */
export function hublint(file: vscode.Uri, ...words: string[]): string {
  const options = { cwd: path.dirname(file.fsPath), encoding: 'utf8' } as const;
  const ran = spawnSync(required('HUBLINT_TEST_PYTHON'), ['-m', 'hublint', ...words], options);
  assert.ok(ran.status === 0 || ran.status === 1, ran.stderr);
  return ran.stdout;
}

/** What `hublint check --fix` makes of a text. */
export function fixedOnTheCommandLine(text: string, name = 'program.py', ...words: string[]): string {
  const copy = write(text, name);
  hublint(copy, 'check', '--fix', ...words, copy.fsPath);
  return readFileSync(copy.fsPath, 'utf8');
}
