import * as assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';

import * as vscode from 'vscode';

import { ready } from './extension';
import { closeAll, fixedOnTheCommandLine, show, textOf, write } from './programs';
import { codesOf, diagnosticsWhen, until } from './waiting';

const logarithm = 'import tensorflow as tf\n\nloss = tf.log(2.0)\nspread = tf.log(3.0)\n';

suite('Fixes', () => {
  suiteSetup(ready);
  teardown(closeAll);

  test('the preferred quick fix makes what `hublint check --fix` makes', async () => {
    const text = 'import tensorflow as tf\n\nloss = tf.log(2.0)\n';
    const uri = write(text);
    const { document } = await show(uri);
    const [found] = await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1);
    assert.ok(found);
    const preferred = (await quickFixes(uri, found.range)).filter((one) => one.isPreferred === true);
    assert.equal(preferred.length, 1);
    await apply(preferred[0]);
    assert.equal(document.getText(), fixedOnTheCommandLine(text));
    await diagnosticsWhen(uri, 'no finding', (all) => all.length === 0);
  });

  test('a quick fix of an export rewrites the session that it closes', async () => {
    const text = textOf('export_prices.py');
    const uri = write(text);
    const { document } = await show(uri);
    const found = await diagnosticsWhen(uri, 'four findings', (all) => all.length === 4);
    const session = found.find((one) => document.getText(one.range) === 'tf.Session');
    assert.ok(session);
    const rewrite = (await quickFixes(uri, session.range)).find((one) => one.title.includes('tf.function'));
    await apply(rewrite);
    assert.equal(document.getText(), fixedOnTheCommandLine(text, 'program.py', '--unsafe-fixes', '--select', 'HUB101'));
    assert.deepEqual(codesOf(await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1)), ['HUB501']);
  });

  test('a quick fix writes the comment that silences a finding', async () => {
    const uri = write('import tensorflow as tf\n\nloss = tf.log(2.0)\n');
    const { document } = await show(uri);
    const [found] = await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1);
    assert.ok(found);
    await apply((await quickFixes(uri, found.range)).find((one) => /ignore/i.test(one.title)));
    assert.equal(document.lineAt(2).text, 'loss = tf.log(2.0)  # hublint: ignore[HUB501]');
    await diagnosticsWhen(uri, 'no finding', (all) => all.length === 0);
  });

  test('fixing all is offered as a source action', async () => {
    const uri = write(logarithm);
    const { document } = await show(uri);
    await diagnosticsWhen(uri, 'two findings', (all) => all.length === 2);
    const whole = new vscode.Range(0, 0, document.lineCount, 0);
    const offered = await actions(uri, whole, vscode.CodeActionKind.SourceFixAll);
    assert.deepEqual(offered.map((one) => one.kind?.value), ['source.fixAll.hublint']);
    await apply(offered[0]);
    assert.equal(document.getText(), fixedOnTheCommandLine(logarithm));
  });

  test('what is to be fixed on save is fixed in the file', async () => {
    const uri = write(logarithm);
    const editor = await show(uri);
    await diagnosticsWhen(uri, 'two findings', (all) => all.length === 2);
    const settings = vscode.workspace.getConfiguration('editor', uri);
    await settings.update('codeActionsOnSave', { 'source.fixAll.hublint': 'explicit' }, vscode.ConfigurationTarget.Workspace);
    try {
      // VS Code does not wait for long while it saves: what is not fixed by then is fixed with the next save.
      await until('the fixed file', async () => {
        await editor.edit((edit) => { edit.insert(new vscode.Position(4, 0), '# The end.\n'); });
        const wanted = fixedOnTheCommandLine(editor.document.getText());
        assert.ok(await editor.document.save());
        return readFileSync(uri.fsPath, 'utf8') === wanted;
      });
    } finally {
      await settings.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Workspace);
    }
    assert.ok(!readFileSync(uri.fsPath, 'utf8').includes('tf.log('));
  });
});

async function actions(uri: vscode.Uri, range: vscode.Range, kind: vscode.CodeActionKind): Promise<vscode.CodeAction[]> {
  const all = 50;
  return vscode.commands.executeCommand<vscode.CodeAction[]>('vscode.executeCodeActionProvider', uri, range, kind.value, all);
}

function quickFixes(uri: vscode.Uri, range: vscode.Range): Promise<vscode.CodeAction[]> {
  return actions(uri, range, vscode.CodeActionKind.QuickFix);
}

async function apply(action: vscode.CodeAction | undefined): Promise<void> {
  assert.ok(action?.edit, `${action?.title ?? 'nothing'} has nothing to apply`);
  assert.ok(await vscode.workspace.applyEdit(action.edit));
}
