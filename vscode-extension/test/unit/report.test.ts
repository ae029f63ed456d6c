import { strict as assert } from 'node:assert';

import type { Action, Page } from '../../src/views/page';
import type { ReportDocument } from '../../src/views/report/document';
import { devicesOf, findingsByModel, judged, tally } from '../../src/views/report/facts';
import { reportPage } from '../../src/views/report/page';
import { l10n, recorded, textOf } from './given';

function pageOf(document: ReportDocument): Page {
  const verification = { document, folder: '/project', again: 'hublint verify x.py', seconds: 64.2, when: 'noon' };
  return reportPage(l10n, verification, (folder, path) => (path.startsWith('/') ? path : `${folder}/${path}`));
}

/** The places that a page opens, as `file:line`. */
function places(actions: readonly Action[]): string[] {
  return actions.flatMap((action) => (action.kind === 'open' ? [`${action.place.file}:${String(action.place.line)}`] : []));
}

describe('The facts of a report', () => {
  it('put broken promises first and those that were not tried last', () => {
    const [model] = recorded('multiply').models;
    assert.ok(model);
    const rows = judged(model);
    assert.deepEqual(rows.slice(0, 4).map((row) => [row.code, row.kept]), [['HUB609', false], ['HUB705', false], ['HUB715', false], ['HUB601', true]]);
    assert.deepEqual(tally(rows), { kept: 28, broken: 3, untried: 7 });
    assert.equal(rows.at(-1)?.kept, undefined);
  });

  it('tell of each device what became of a promise there', () => {
    const [model] = recorded('two_devices').models;
    assert.ok(model);
    assert.deepEqual(devicesOf(model), ['CPU:0', 'CPU:1']);
    // What the files break is broken on every device.
    assert.deepEqual(judged(model).find((row) => row.code === 'HUB609')?.cells, [false, false]);
  });

  it('tell of the files where a model was tried on no device', () => {
    const promise = { code: 'HUB601', text: 'leaves its optimizer at home', kept: [true] };
    const [model] = recorded('multiply').models;
    assert.ok(model);
    assert.deepEqual(judged({ ...model, behaviours: [], promises: [promise] }), [{ code: 'HUB601', text: promise.text, cells: [true], kept: true }]);
  });

  it('give each finding to the model that was exported at its line', () => {
    const lists = findingsByModel(recorded('keras_two'));
    assert.deepEqual(lists.map((list) => list.map((finding) => finding.code)), [['HUB601', 'HUB708'], ['HUB608', 'HUB708'], ['HUB706'], []]);
  });

  it('keep a finding that is of no model that is told', () => {
    const document = recorded('multiply');
    const lists = findingsByModel({ ...document, models: [] });
    assert.deepEqual(lists.map((list) => list.map((finding) => finding.code)), [['HUB609', 'HUB705']]);
  });
});

describe('The report of a verification', () => {
  it('says first whether promises are broken, and how many', () => {
    const page = pageOf(recorded('multiply'));
    assert.equal(page.title, 'Verified: multiply.py');
    const text = textOf(page.body.source);
    assert.match(text, /✗ multiply\.py breaks 3 promises 28 promises kept, 3 broken on CPU:0\./);
    assert.match(text, /TensorFlow 2\.21\.0 Keras 3\.15\.1 Python 3\.11\.7 Devices CPU:0 Took 1 min 4 s/);
  });

  it('says so where all is well', () => {
    assert.match(textOf(pageOf(recorded('good')).body.source), /✓ good\.py keeps what it promises/);
  });

  it('links the line of the export and what is said of it', () => {
    const page = pageOf(recorded('multiply'));
    assert.deepEqual(new Set(places(page.actions)), new Set(['/project/multiply.py:13']));
    assert.ok(page.actions.some((action) => action.kind === 'explain' && action.code === 'HUB609'));
  });

  it('parts what is wrong from what to do', () => {
    const text = textOf(pageOf(recorded('multiply')).body.source);
    assert.match(text, /by up to 0\.499 What to do Compute with what training stored, not over the batch/);
  });

  it('shows what signatures take and answer', () => {
    const text = textOf(pageOf(recorded('keras_two')).body.source);
    assert.match(text, /signatures\['serving_default'\] features float32 \[None, 4\] output_0 float32 \[None, 2\] ✓ 7 of 7 calls answered/);
  });

  it('says every sign in words too', () => {
    const { source } = pageOf(recorded('two_devices')).body;
    const marks = source.match(/<span class="mark[^>]*>/g) ?? [];
    assert.ok(marks.length > 50);
    for (const mark of marks) {
      assert.match(mark, /role="img" aria-label="(kept|broken|not tried)"/);
    }
  });

  it('has a heading for each table, and tells what its columns and rows are', () => {
    const { source } = pageOf(recorded('multiply')).body;
    for (const [, id] of source.matchAll(/role="region" aria-labelledby="([^"]+)"/g)) {
      assert.ok(source.includes(`id="${id ?? ''}"`), id);
    }
    assert.equal(source.match(/<th(?![^>]* scope=)[\s>]/g), null);
    assert.deepEqual(source.match(/<h1/g)?.length, 1);
  });

  it('links the frames of a traceback, without those of hublint itself', () => {
    const page = pageOf(recorded('raises'));
    const text = textOf(page.body.source);
    assert.match(text, /raises\.py raised an exception AttributeError: module 'tensorflow' has no attribute 'placeholder'/);
    assert.match(text, /File \/project\/raises\.py:11 , in <module> export\("broken"\) File \/project\/raises\.py:7/);
    assert.doesNotMatch(text, /capture\.py|Exported nothing/);
    assert.ok(places(page.actions).includes('/project/raises.py:11'));
  });

  it('opens a place in the cell of a notebook', () => {
    const document = recorded('raises');
    const outcome = { ...(document.old.outcome ?? assert.fail()), file: 'a.ipynb', line: 3, cell: 4 };
    const page = pageOf({ ...document, old: { ...document.old, outcome } });
    assert.ok(page.actions.some((action) => action.kind === 'open' && action.place.file === '/project/a.ipynb' && action.place.cell === 4));
    assert.match(textOf(page.body.source), /a\.ipynb:cell 4:3/);
  });

  it('shows how two devices compare', () => {
    assert.match(textOf(pageOf(recorded('two_devices')).body.source), /✓ multiply \(CPU:0 and CPU:1 compared\)/);
  });

  it('takes names for names, whatever they are', () => {
    const nasty = `<img src=x onerror=alert(1)></script><script>alert(2)</script>" onclick="alert(3)`;
    const text = JSON.stringify(recorded('keras_two'))
      .replaceAll('"text_shortener"', JSON.stringify(nasty))
      .replaceAll(`signatures['serve']`, JSON.stringify(nasty).slice(1, -1))
      .replaceAll('"keras_two.py"', JSON.stringify(`${nasty}.py`));
    const { source } = pageOf(JSON.parse(text) as ReportDocument).body;
    assert.doesNotMatch(source, /<img|<script|<[^>]* onclick="/);
    assert.match(source, /&lt;img src=x onerror=alert\(1\)&gt;/);
  });

  it('copies the command that repeats it', () => {
    const page = pageOf(recorded('multiply'));
    assert.ok(page.actions.some((action) => action.kind === 'copy' && action.text === 'hublint verify x.py'));
  });
});
