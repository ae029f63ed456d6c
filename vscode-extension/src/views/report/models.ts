import { html, prose, type Html, type Part, when } from '../html';
import { mark } from '../marks';
import { durationText, shapeText, sizeText } from '../numbers';
import type { Attempt, Behaviour, Finding, FunctionRun, Model } from './document';
import { devicesOf, type Judged, tally } from './facts';
import { counted } from './headline';
import { findingCards, lastPart, placeLink, placeOf, problemCards, type Writer } from './parts';

/** A model that was tried, with what the rules say of it. */
export interface Tried {
  /** What its section is called in the page. */
  readonly id: string;
  readonly model: Model;
  readonly rows: readonly Judged[];
  readonly findings: readonly Finding[];
  /** Whether it is the only one: all of it is shown at once. */
  readonly alone: boolean;
}

/** Tells of several models in short: which is good, and where it comes from. */
export function overview(writer: Writer, all: readonly Tried[]): Html {
  const { l10n } = writer;
  const rows = all.map((tried) => {
    const place = placeOf(tried.model.export);
    const promises = tally(tried.rows);
    return html`<tr><td class="sign">${mark(l10n, isGood(tried))}</td><th scope="row"><a href="#${tried.id}">${tried.model.export.path}</a></th><td>${tried.model.export.format}</td><td>${place && placeLink(writer, place)}</td><td class="number">${promises.kept}</td><td class="number">${promises.broken}</td></tr>`;
  });
  return html`<section aria-labelledby="models"><h2 id="models">${l10n.t('Models')}</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="models"><table>
<thead><tr><th scope="col" class="sign"><span class="unseen">${l10n.t('Verdict')}</span></th><th scope="col">${l10n.t('Model')}</th><th scope="col">${l10n.t('Format')}</th><th scope="col">${l10n.t('Exported at')}</th><th scope="col" class="number">${l10n.t('Kept')}</th><th scope="col" class="number">${l10n.t('Broken')}</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`;
}

function isGood({ model, rows, findings }: Tried): boolean {
  return tally(rows).broken === 0 && model.problems.length === 0 && findings.length === 0;
}

/** Tells all of one model. */
export function modelSection(writer: Writer, tried: Tried): Html {
  const { l10n } = writer;
  const { id, model, findings } = tried;
  return html`<section class="model" aria-labelledby="${id}">
<h2 id="${id}">${mark(l10n, isGood(tried))} ${nameOf(model)}</h2>
<p class="made">${made(writer, model)}</p>
${when(model.problems.length > 0, () => problemCards(writer, model.problems))}
${when(findings.length > 0, () => findingCards(writer, findings))}
${trouble(writer, model)}
${signatures(writer, model, id)}
${promiseTable(writer, tried)}
${loads(writer, model, id)}
</section>`;
}

/** What a model is called: one that was named itself, by the last part of its path. */
function nameOf({ export: { api, path } }: Model): string {
  return api === '' ? lastPart(path) : path;
}

function made(writer: Writer, model: Model): Part {
  const { l10n } = writer;
  const { api, path, format, bytes, seconds } = model.export;
  const place = placeOf(model.export);
  const parts: Part[] = [];
  if (path !== nameOf(model)) {
    parts.push(html`<code>${path}</code>`);
  }
  if (api !== '') {
    parts.push(html`<code>${api}</code>${place && html` ${l10n.t('at')} ${placeLink(writer, place)}`}`);
  }
  if (format !== '') {
    parts.push(format);
  }
  if (bytes > 0) {
    parts.push(sizeText(bytes));
  }
  if (seconds >= 0.05) {
    parts.push(l10n.t('written in {0}', durationText(l10n, seconds)));
  }
  return parts.map((part, at) => html`${at > 0 ? ' · ' : ''}${part}`);
}

/** What kept parts of a behaviour from being seen: a crash, a hang. */
function trouble(writer: Writer, model: Model): Html {
  const all = model.behaviours.flatMap((behaviour) =>
    behaviour.trouble.map((one) => ({ kind: '', message: `${behaviour.device}: ${one.part}: ${one.message}`, details: one.details })),
  );
  return when(all.length > 0, () => problemCards(writer, all));
}

function signatures(writer: Writer, model: Model, id: string): Html {
  const { l10n } = writer;
  const devices = devicesOf(model);
  const names = [...new Set(model.behaviours.flatMap((behaviour) => behaviour.functions.map((run) => run.name)))];
  const rows = names.map((name) => {
    const runs = model.behaviours.map((behaviour) => behaviour.functions.find((run) => run.name === name));
    const first = runs.find((run) => run !== undefined);
    return html`<tr><th scope="row"><code>${name}</code></th><td>${inputs(l10n, first)}</td><td>${outputs(l10n, first)}</td>${runs.map((run) => html`<td>${answers(writer, run)}</td>`)}</tr>`;
  });
  return when(
    names.length > 0,
    () => html`<h3 id="${id}-signatures">${l10n.t('Signatures and functions')}</h3>
<div class="wide" tabindex="0" role="region" aria-labelledby="${id}-signatures"><table class="signatures">
<thead><tr><th scope="col">${l10n.t('Name')}</th><th scope="col">${l10n.t('Takes')}</th><th scope="col">${l10n.t('Answers')}</th>${devices.map((device) => html`<th scope="col">${device}</th>`)}</tr></thead>
<tbody>${rows}</tbody></table></div>`,
  );
}

function inputs(l10n: Writer['l10n'], run: FunctionRun | undefined): Html {
  const wanted = run?.wanted ?? [];
  return tensors(
    l10n,
    wanted.map((one) => [one.name, `${one.dtype} ${shapeText(one.shape)}${one.form === 'dense' ? '' : ` ${one.form}`}`]),
  );
}

function outputs(l10n: Writer['l10n'], run: FunctionRun | undefined): Html {
  const seen = run?.outputs ?? [];
  return tensors(
    l10n,
    seen.map((one) => [one.name, one.declared_dtype === '' ? `${one.dtype} ${shapeText(one.shape)}` : `${one.declared_dtype} ${shapeText(one.declared_shape)}`]),
  );
}

function tensors(l10n: Writer['l10n'], pairs: readonly (readonly [string, string])[]): Html {
  return pairs.length === 0
    ? html`<span class="quiet">${l10n.t('nothing')}</span>`
    : html`<ul class="tensors">${pairs.map(([name, type]) => html`<li><code>${name}</code> <span class="type">${type}</span></li>`)}</ul>`;
}

function answers(writer: Writer, run: FunctionRun | undefined): Html {
  const { l10n } = writer;
  if (run?.skipped !== '') {
    return html`${mark(l10n, undefined)} <span class="quiet">${prose(run?.skipped ?? l10n.t('not tried'))}</span>`;
  }
  const answered = run.tried.filter((call) => call.error === '').length;
  const failed = run.tried.filter((call) => call.error !== '');
  const text = run.tried.length === 1 ? l10n.t('{0} of 1 call answered', answered) : l10n.t('{0} of {1} calls answered', answered, run.tried.length);
  return html`${mark(l10n, failed.length === 0)} ${text}${when(
    failed.length > 0,
    () => html`<details><summary>${l10n.t('What failed')}</summary><ul>${failed.map((call) => html`<li><code>${Object.entries(call.inputs).map(([name, value]) => `${name} = ${value}`).join(', ')}</code>: ${call.error}</li>`)}</ul></details>`,
  )}`;
}

function promiseTable(writer: Writer, { model, rows, id, alone }: Tried): Html {
  const { l10n, offers } = writer;
  const devices = devicesOf(model);
  const tried = rows.filter((row) => row.kept !== undefined);
  const untried = rows.filter((row) => row.kept === undefined);
  const columns = devices.length > 0 ? devices : [l10n.t('Files')];
  const lines = tried.map(
    (row) => html`<tr class="${row.kept === false ? 'is-broken' : 'is-kept'}"><td class="code">${offers.link({ kind: 'explain', code: row.code }, row.code, l10n.t('Explain {0}', row.code))}</td><th scope="row">${prose(row.text)}</th>${row.cells.map((cell) => html`<td class="cell">${mark(l10n, cell)}</td>`)}</tr>`,
  );
  const promises = tally(rows);
  return when(
    tried.length > 0,
    () => html`<h3 id="${id}-promises">${l10n.t('What it promises')}</h3>
${share(promises.kept, promises.broken)}
<details${alone ? OPEN : undefined}><summary>${counted(l10n, promises)}</summary>
<div class="wide" tabindex="0" role="region" aria-labelledby="${id}-promises"><table class="promises">
<thead><tr><th scope="col">${l10n.t('Rule')}</th><th scope="col">${l10n.t('The model …')}</th>${columns.map((column) => html`<th scope="col" class="cell">${column}</th>`)}</tr></thead>
<tbody>${lines}</tbody></table></div></details>
${when(
  untried.length > 0,
  () => html`<details><summary>${untried.length === 1 ? l10n.t('1 promise does not concern this model') : l10n.t('{0} promises do not concern this model', untried.length)}</summary>
<ul class="plain">${untried.map((row) => html`<li>${offers.link({ kind: 'explain', code: row.code }, row.code, l10n.t('Explain {0}', row.code))} ${prose(row.text)}</li>`)}</ul></details>`,
)}`,
  );
}

const OPEN = html` open`;

/** A bar of what was kept and broken, which the line below says in words. */
function share(kept: number, broken: number): Html {
  return html`<svg class="share" aria-hidden="true" viewBox="0 0 ${kept + broken} 1" preserveAspectRatio="none"><rect class="kept" width="${kept}" height="1"></rect><rect class="broken" x="${kept}" width="${broken}" height="1"></rect></svg>`;
}

function loads(writer: Writer, model: Model, id: string): Html {
  const { l10n } = writer;
  const devices = devicesOf(model);
  const names = [...new Set(model.behaviours.flatMap((behaviour) => behaviour.loads.map((load) => load.name)))];
  const tried = names.map((name) => model.behaviours.flatMap((behaviour) => behaviour.loads.filter((load) => load.name === name)));
  const failed = tried.filter((way) => way.some((load) => load.error !== '')).length;
  const worked = tried.filter((way) => way.every((load) => load.error === '') && way.some((load) => load.skipped === '')).length;
  const summary = failed === 0 ? l10n.t('Ways to load it: {0} work', worked) : l10n.t('Ways to load it: {0} work, {1} fail', worked, failed);
  const cell = (behaviour: Behaviour, name: string): Html => {
    const load = behaviour.loads.find((one) => one.name === name);
    return html`<td>${attempt(l10n, load)}</td>`;
  };
  return when(
    names.length > 0,
    () => html`<details><summary id="${id}-loads">${summary}</summary>
<div class="wide" tabindex="0" role="region" aria-labelledby="${id}-loads"><table>
<thead><tr><th scope="col">${l10n.t('Way')}</th>${devices.map((device) => html`<th scope="col">${device}</th>`)}</tr></thead>
<tbody>${names.map((name) => html`<tr><th scope="row"><code>${name}</code></th>${model.behaviours.map((behaviour) => cell(behaviour, name))}</tr>`)}</tbody></table></div></details>`,
  );
}

function attempt(l10n: Writer['l10n'], load: Attempt | undefined): Html {
  if (load?.skipped !== '') {
    return html`${mark(l10n, undefined)} <span class="quiet">${prose(load?.skipped ?? '')}</span>`;
  }
  return html`${mark(l10n, load.error === '')} ${load.error}`;
}
