import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { ready, withSettings } from './extension';
import { closeAll, folder, show, write } from './programs';
import { codesOf, diagnosticsWhen, until } from './waiting';

const program = 'import tensorflow as tf\n\nloss = tf.log(2.0)\nsession = tf.Session()\n';

suite('Settings', () => {
  suiteSetup(ready);
  teardown(closeAll);

  for (const [values, left] of [
    [{ ignore: ['HUB101'] }, ['HUB501']],
    [{ select: ['HUB1'] }, ['HUB101']],
    [{ enable: false }, []],
    [{ exclude: ['program.py'] }, []],
  ] as const) {
    test(`${JSON.stringify(values)} takes effect at once, and so does taking it back`, async () => {
      const uri = write(program);
      await show(uri);
      await diagnosticsWhen(uri, 'two findings', (all) => all.length === 2);
      await withSettings(values, async () => {
        const found = await diagnosticsWhen(uri, `${left.length} findings`, (all) => all.length === left.length);
        assert.deepEqual(codesOf(found), left);
      });
      await diagnosticsWhen(uri, 'two findings again', (all) => all.length === 2);
    });
  }

  test('a folder may have settings of its own', async () => {
    const [models, serving] = (['models', 'serving'] as const).map((name) => write(program, 'program.py', folder(name)));
    assert.ok(models && serving);
    await show(models);
    await show(serving);
    await withSettings({ ignore: ['HUB101'] }, async () => {
      await diagnosticsWhen(serving, 'one finding', (all) => all.length === 1);
      const found = await diagnosticsWhen(models, 'two findings', (all) => all.length === 2);
      assert.deepEqual(codesOf(found), ['HUB501', 'HUB101']);
    }, vscode.Uri.file(folder('serving')));
  });

  test('the lens goes with its setting', async () => {
    const uri = write("import tensorflow as tf\n\ntf.saved_model.save(tf.Module(), 'exported')\n");
    await show(uri);
    await lenses(uri, 1);
    await withSettings({ codeLens: false }, async () => { await lenses(uri, 0); });
    await lenses(uri, 1);
  });
});

async function lenses(uri: vscode.Uri, count: number): Promise<void> {
  await until(`${count} lenses`, async () => {
    const found = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri);
    return found.length === count;
  });
}
