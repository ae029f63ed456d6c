import { strict as assert } from 'node:assert';

import type { Page } from '../../src/views/page';
import { migrationPage } from '../../src/views/migration/page';
import type { FolderStatus } from '../../src/views/migration/status';
import { l10n, textOf } from './given';

const FOLDER: FolderStatus = {
  uri: 'file:///project',
  name: 'project',
  target: 'tf=2.21,keras=keras3,purpose=reuse',
  level: 'native',
  files: 5,
  notebooks: 1,
  broken: [{ uri: 'file:///project/broken.py', message: 'line 1: invalid syntax' }],
  clean: 2,
  findings: 8,
  problem: null,
  by_rule: [
    { code: 'HUB101', name: 'session', summary: 'A session runs a `TensorFlow` 1 graph.', count: 6, files: 2, safe: 0, unsafe: 5, manual: 1 },
    { code: 'HUB501', name: 'renamed', summary: '', count: 2, files: 1, safe: 2, unsafe: 0, manual: 0 },
  ],
  by_file: [
    { uri: 'file:///project/sub/a.py', count: 6, safe: 2, unsafe: 4, manual: 0 },
    { uri: 'file:///project/<b>.py', count: 2, safe: 0, unsafe: 1, manual: 1 },
  ],
};

const CLEAN: FolderStatus = { ...FOLDER, broken: [], clean: 5, findings: 0, by_rule: [], by_file: [] };

function pageOf(...folders: FolderStatus[]): Page {
  const paths = {
    file: (uri: string) => uri.replace('file://', ''),
    within: (folder: string, uri: string) => uri.slice(folder.length + 1),
  };
  return migrationPage(l10n, { folders, report: '' }, 'noon', paths);
}

describe('The page of a migration', () => {
  it('counts what is left, and which files are clean', () => {
    const text = textOf(pageOf(FOLDER).body.source);
    assert.match(text, /8 findings are left 2 of 5 files are clean\./);
    assert.match(text, /files are clean 2 files have findings 2 cannot be read 1 notebooks among them 1/);
  });

  it('says in words and numbers what its bar shows', () => {
    const page = pageOf(FOLDER);
    assert.match(textOf(page.body.source), /2 by a safe fix \(25 %\) 5 by a fix that needs a reader’s eye \(63 %\) 1 by hand \(13 %\)/);
    assert.match(page.body.source, /viewBox="0 0 8 1"[^>]*><rect class="safe" x="0" width="2"[^>]*><\/rect><rect class="unsafe" x="2" width="5"[^>]*><\/rect><rect class="manual" x="7" width="1"/);
  });

  it('explains rules, and calls one by its name where nothing is said of it', () => {
    const page = pageOf(FOLDER);
    assert.deepEqual(page.actions.flatMap((action) => (action.kind === 'explain' ? [action.code] : [])), ['HUB101', 'HUB501']);
    assert.match(page.body.source, /A session runs a <code>TensorFlow<\/code> 1 graph\./);
    assert.match(textOf(page.body.source), /HUB501 renamed 2 1 2 0 0/);
  });

  it('opens files, whatever they are called', () => {
    const page = pageOf(FOLDER);
    assert.deepEqual(page.actions.flatMap((action) => (action.kind === 'open' ? [action.place.file] : [])), ['/project/sub/a.py', '/project/<b>.py', '/project/broken.py']);
    assert.doesNotMatch(page.body.source, /<b>\.py/);
  });

  it('says by which column a table is sorted, and sorts by buttons', () => {
    const { source } = pageOf(FOLDER).body;
    assert.equal(source.match(/aria-sort="descending"><button type="button" class="sort" data-sort="number">Findings</g)?.length, 2);
    assert.equal(source.match(/aria-sort=/g)?.length, 7 + 5);
  });

  it('says so when nothing is left', () => {
    const text = textOf(pageOf(CLEAN).body.source);
    assert.match(text, /✓ Nothing is left to migrate 5 of 5 files are clean\./);
    assert.doesNotMatch(text, /How to go on|By rule/);
  });

  it('does not call a folder done that was not checked to its end', () => {
    const text = textOf(pageOf({ ...CLEAN, problem: 'the settings file cannot be read' }).body.source);
    assert.doesNotMatch(text, /Nothing is left/);
    assert.match(text, /the settings file cannot be read/);
  });

  it('tells the folders of a workspace apart', () => {
    const text = textOf(pageOf(FOLDER, { ...CLEAN, name: 'other' }).body.source);
    assert.match(text, /7 of 10 files are clean/);
    assert.match(text, / project Target .* other Target /);
  });
});
