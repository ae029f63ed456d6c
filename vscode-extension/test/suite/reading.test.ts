import * as assert from 'node:assert/strict';

import * as vscode from 'vscode';

import { ready } from './extension';
import { closeAll, show, textOf, write } from './programs';
import { diagnosticsWhen, until } from './waiting';

suite('What is shown while reading and writing', () => {
  suiteSetup(ready);
  teardown(closeAll);

  test('hover tells what became of a TensorFlow name', async () => {
    const uri = write('import tensorflow as tf\n\nsession = tf.Session()\n');
    await show(uri);
    await diagnosticsWhen(uri, 'one finding', (all) => all.length === 1);
    const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', uri, new vscode.Position(2, 15));
    const text = hovers.flatMap((hover) => hover.contents as vscode.MarkdownString[]).map((part) => part.value).join('\n');
    assert.match(text, /tf\.Session/);
    assert.match(text, /tf\.compat\.v1\.Session/);
  });

  test('an export offers to be verified', async () => {
    const uri = write(textOf('export_prices.py'));
    const { document } = await show(uri);
    const all = 10;
    const [lens] = await until('a code lens', async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', uri, all);
      return lenses.length === 1 && lenses;
    });
    assert.ok(lens?.command);
    assert.equal(lens.command.title, 'Verify export');
    assert.match(document.lineAt(lens.range.start.line).text, /simple_save/);
  });

  test('an ignore comment is completed with the code that is found there', async () => {
    const line = 'session = tf.Session()  # hublint: ignore[';
    const uri = write(`import tensorflow as tf\n\n${line}\n`);
    await show(uri);
    const list = await until('completions', async () => {
      const found = await vscode.commands.executeCommand<vscode.CompletionList>(
        'vscode.executeCompletionItemProvider', uri, new vscode.Position(2, line.length), '[',
      );
      return found.items.some((item) => labelOf(item) === 'HUB101') && found;
    });
    const best = [...list.items].sort((one, other) => (one.sortText ?? '').localeCompare(other.sortText ?? ''))[0];
    assert.ok(best);
    assert.equal(labelOf(best), 'HUB101');
  });
});

function labelOf(item: vscode.CompletionItem): string {
  return typeof item.label === 'string' ? item.label : item.label.label;
}
