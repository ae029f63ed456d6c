import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { ready } from './extension';
import { closeAll, folder, show, textOf, write } from './programs';
import { codeOf, codesOf, diagnosticsWhen } from './waiting';

const session = 'import tensorflow as tf\n\nsession = tf.Session()\n';

suite('Diagnostics', () => {
  suiteSetup(ready);
  teardown(closeAll);

  test('a program of TensorFlow 1 has its findings, each under its own words', async () => {
    const uri = write(textOf('export_prices.py'));
    const { document } = await show(uri);
    const found = await diagnosticsWhen(uri, 'four findings', (all) => all.length === 4);
    assert.deepEqual(
      found.map((one) => document.getText(one.range)).sort(),
      ['tf.Session', 'tf.log', 'tf.placeholder', 'tf.saved_model.simple_save'],
    );
    assert.deepEqual(codesOf(found), ['HUB501', 'HUB101', 'HUB102', 'HUB201']);
    assert.deepEqual([...new Set(found.map((one) => one.source))], ['hublint']);
  });

  test('the code of a finding leads to its page', async () => {
    const uri = write(session);
    await show(uri);
    const [found] = await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1);
    assert.ok(found !== undefined && typeof found.code === 'object');
    assert.equal(found.code.value, 'HUB101');
    assert.match(found.code.target.toString(), /^https:\/\//);
  });

  test('a finding has the severity of its rule, and says what is wrong', async () => {
    const uri = write("import tensorflow as tf\nimport tensorflow_hub as hub\n\nembed = hub.Module('embed')\nsession = tf.Session()\n");
    await show(uri);
    const found = await diagnosticsWhen(uri, 'two findings', (all) => all.length === 2);
    const [module, session] = ['HUB301', 'HUB101'].map((code) => found.find((one) => codeOf(one) === code));
    assert.equal(module?.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(session?.severity, vscode.DiagnosticSeverity.Warning);
    assert.match(session.message, /`tf\.Session` does not exist in TensorFlow 2/);
  });

  test('columns count as the editor counts them, also behind an emoji', async () => {
    const uri = write("import tensorflow as tf\n\nlabel = '🎈'; session = tf.Session()\n");
    const { document } = await show(uri);
    const [found] = await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1);
    assert.ok(found);
    assert.equal(document.getText(found.range), 'tf.Session');
  });

  test('findings go and come with the text', async () => {
    const uri = write(session);
    const editor = await show(uri);
    await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1);
    const line = editor.document.lineAt(2).range;
    await editor.edit((edit) => { edit.replace(line, 'session = None'); });
    await diagnosticsWhen(uri, 'no finding', (all) => all.length === 0);
    await vscode.commands.executeCommand('undo');
    await diagnosticsWhen(uri, 'one finding again', (all) => all.length === 1);
  });

  test('both folders of the window are looked after', async () => {
    for (const name of ['models', 'serving'] as const) {
      const uri = write(session, 'program.py', folder(name));
      await show(uri);
      const found = await diagnosticsWhen(uri, `one finding in ${name}`, (all) => all.length === 1);
      assert.deepEqual(codesOf(found), ['HUB101']);
    }
  });

  test('a document that was never saved is looked after', async () => {
    const document = await vscode.workspace.openTextDocument({ language: 'python', content: session });
    await vscode.window.showTextDocument(document);
    const found = await diagnosticsWhen(document.uri, 'one finding', (all) => all.length === 1);
    assert.deepEqual(codesOf(found), ['HUB101']);
  });

  test('other languages are left alone', async () => {
    const text = write(session, 'program.txt');
    const python = write(session);
    await show(text);
    await show(python);
    await diagnosticsWhen(python, 'one finding', (all) => all.length === 1);
    assert.deepEqual(vscode.languages.getDiagnostics(text), []);
  });
});
