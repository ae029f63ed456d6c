import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { extension, ready } from './extension';
import { closeAll, show, textOf, write } from './programs';
import { servers } from './servers';
import { diagnosticsWhen } from './waiting';

suite('Activation', () => {
  teardown(closeAll);

  test('the extension runs in the workspace, where the files are', () => {
    assert.equal(extension().extensionKind, vscode.ExtensionKind.Workspace);
  });

  test('opening a Python file activates it, and its server answers', async () => {
    const uri = write(textOf('export_prices.py'));
    await show(uri);
    await diagnosticsWhen(uri, 'findings', (found) => found.length > 0);
    assert.ok(extension().isActive);
    await ready();
  });

  test('one server runs for all folders of the window', async () => {
    await ready();
    assert.equal(vscode.workspace.workspaceFolders?.length, 2);
    assert.equal(servers().length, 1);
  });

  test('every command of package.json is there', async () => {
    await ready();
    const known = new Set(await vscode.commands.getCommands(true));
    const { contributes } = extension().packageJSON as { contributes: { commands: { command: string }[] } };
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !known.has(command));
    assert.deepEqual(missing, []);
  });
});
