import { html, prose, type Html, type Part, when } from '../html';
import { seal } from '../marks';
import { durationText } from '../numbers';
import { Offers, type Page } from '../page';
import type { L10n } from '../words';
import { comparisonSection } from './comparisons';
import type { Export, Finding, ReportDocument, Runtime } from './document';
import { findingsByModel, judged, tally, type Tally } from './facts';
import { counted, headline } from './headline';
import { modelSection, overview } from './models';
import { findingCards, lastPart, notes, placeLink, placeOf, problemCards, type Writer } from './parts';

/** One verification, as it is shown. */
export interface Verification {
  readonly document: ReportDocument;
  /** What relative paths in the document count from. */
  readonly folder: string;
  /** The command that does it once more. */
  readonly again: string;
  /** How long it took altogether, and when it ended, as a text. */
  readonly seconds: number;
  readonly when: string;
}

/** What a button of the report asks for, besides places, rules and copies. */
export type ReportAsked = 'again' | 'text' | 'json';

/** Writes the report of a verification. */
export function reportPage(l10n: L10n, verification: Verification, resolve: (folder: string, path: string) => string): Page {
  const { document } = verification;
  const offers = new Offers();
  const writer = { l10n, offers, resolve: (path: string) => resolve(verification.folder, path) };
  const findings = findingsByModel(document);
  const alone = document.models.length === 1;
  const models = document.models.map((model, at) => ({ id: `model-${String(at)}`, model, rows: judged(model), findings: findings[at] ?? [], alone }));
  const promises = tally(models.flatMap((one) => one.rows));
  const name = lastPart(document.old.name);
  const title = headline(l10n, document, name, promises);
  const body = html`
${head(writer, verification, title, promises)}
${programSection(writer, document)}
${unowned(writer, findings.at(-1) ?? [])}
${when(models.length > 1, () => overview(writer, models))}
${models.map((tried) => modelSection(writer, tried))}
${document.comparisons.map((comparison) => comparisonSection(writer, comparison))}
${otherExports(writer, document)}
${foot(writer, verification)}`;
  return { title: l10n.t('Verified: {0}', name), body, actions: offers.actions };
}

function head(writer: Writer, verification: Verification, title: string, promises: Tally): Html {
  const { l10n, offers } = writer;
  const { document } = verification;
  return html`<header class="head">
${seal(document.agree)}
<div>
<h1>${title}</h1>
<p class="lead">${lead(l10n, document, promises)}</p>
</div>
</header>
<div class="bar" role="group" aria-label="${l10n.t('This report')}">
${offers.button({ kind: 'show', what: 'again' }, l10n.t('Verify Again'), 'primary')}
${offers.button({ kind: 'show', what: 'text' }, l10n.t('Open as Text'))}
${offers.button({ kind: 'show', what: 'json' }, l10n.t('Open as JSON'))}
</div>
${facts(l10n, verification)}`;
}

function lead(l10n: L10n, document: ReportDocument, promises: Tally): Part {
  const devices = [...new Set(document.models.flatMap((model) => model.behaviours.map((behaviour) => behaviour.device)))];
  const sentences = [];
  if (promises.kept + promises.broken > 0) {
    const count = counted(l10n, promises);
    sentences.push(devices.length > 0 ? l10n.t('{0} on {1}.', count, devices.join(', ')) : l10n.t('{0}.', count));
  } else if (document.old.outcome !== null && document.old.outcome.how !== 'ended') {
    sentences.push(document.old.outcome.message);
  }
  if (document.models.length > 1) {
    sentences.push(l10n.t('{0} models were tried.', document.models.length));
  }
  return prose(sentences.join(' '));
}

function facts(l10n: L10n, verification: Verification): Html {
  const { document } = verification;
  const kerases = new Set(document.models.flatMap((model) => model.behaviours.map((behaviour) => behaviour.keras)));
  const own = document.old.runtime;
  const told: [string, Part][] = [
    ['TensorFlow', document.runtime.tensorflow],
    ['Keras', [...kerases].filter((version) => version !== '').join(', ')],
    ['Python', document.runtime.python],
    [l10n.t('Devices'), document.runtime.devices.join(', ')],
    [l10n.t('Program ran on'), own !== null && differentRuntime(own, document.runtime) ? `TensorFlow ${own.tensorflow}, Python ${own.python}` : ''],
    [l10n.t('Took'), durationText(l10n, verification.seconds)],
    [l10n.t('When'), verification.when],
  ];
  const shown = told.filter(([, value]) => value !== '');
  return html`<dl class="facts">${shown.map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}</dl>`;
}

function differentRuntime(one: Runtime, other: Runtime): boolean {
  return one.tensorflow !== other.tensorflow || one.python !== other.python;
}

/** What is wrong with the program itself. */
function programSection(writer: Writer, document: ReportDocument): Html {
  const { l10n } = writer;
  const { old: program, program_problems: problems } = document;
  // What raised is at a line; that nothing was exported then goes without saying.
  const told = problems.filter((problem) => problem.kind !== 'exported-nothing' || problems.length === 1);
  const raisedAt = program.outcome === null ? undefined : placeOf(program.outcome);
  const places = told.map((problem) => (problem.kind === 'exported-nothing' ? undefined : raisedAt));
  return when(
    told.length + program.failed.length + program.notes.length > 0,
    () => html`<section aria-labelledby="program">
<h2 id="program">${told.length + program.failed.length > 0 ? l10n.t('What went wrong') : l10n.t('Good to know')}</h2>
${when(told.length > 0, () => problemCards(writer, told, places))}
${when(
  program.failed.length > 0,
  () => html`<h3>${l10n.t('Exports that failed')}</h3>
${problemCards(
  writer,
  program.failed.map((failed) => ({ kind: '', message: `\`${failed.api}\`: ${failed.message}`, details: '' })),
  program.failed.map(placeOf),
)}`,
)}
${notes(program.notes)}
</section>`,
  );
}

/** Findings that are of no model that is shown. */
function unowned(writer: Writer, findings: readonly Finding[]): Html {
  return when(
    findings.length > 0,
    () => html`<section aria-labelledby="findings"><h2 id="findings">${writer.l10n.t('Findings')}</h2>${findingCards(writer, findings)}</section>`,
  );
}

/** What was written besides models, of which nothing can be tried: checkpoints, weights, forms for other programs. */
function otherExports(writer: Writer, document: ReportDocument): Html {
  const { l10n } = writer;
  const isModel = (made: Export): boolean => ['savedmodel', 'hub-module', 'keras-file'].includes(made.kind);
  const others = document.old.exports.filter((made) => !isModel(made));
  const rows = others.map((made) => {
    const place = placeOf(made);
    return html`<tr><th scope="row">${made.path}</th><td>${made.kind}</td><td><code>${made.api}</code></td><td>${place && placeLink(writer, place)}</td></tr>`;
  });
  return when(
    others.length > 0,
    () => html`<section aria-labelledby="others"><h2 id="others">${l10n.t('Also written')}</h2>
<div class="wide" tabindex="0" role="region" aria-labelledby="others"><table>
<thead><tr><th scope="col">${l10n.t('File')}</th><th scope="col">${l10n.t('Kind')}</th><th scope="col">${l10n.t('Call')}</th><th scope="col">${l10n.t('Line')}</th></tr></thead>
<tbody>${rows}</tbody></table></div></section>`,
  );
}

function foot(writer: Writer, verification: Verification): Html {
  const { l10n, offers } = writer;
  const { again, document } = verification;
  return html`<footer>
${when(
  again !== '',
  () => html`<h2>${l10n.t('The same in a terminal')}</h2>
<div class="command"><pre tabindex="0">${again}</pre>${offers.button({ kind: 'copy', text: again }, l10n.t('Copy'))}</div>`,
)}
${when(
  document.models.length > 0,
  () => html`<p class="quiet">${l10n.t('Models were loaded by {0}, and called on generated inputs: that they keep a promise on those is evidence, not a theorem.', document.runtime.interpreter)}</p>`,
)}
</footer>`;
}
