import { html, prose, type Html, when } from '../html';
import type { Offers, Place } from '../page';
import type { L10n } from '../words';
import type { Finding, Problem } from './document';
import { advice } from './headline';
import { withLinkedFrames } from './traceback';

/** What the parts of a report are written with. */
export interface Writer {
  readonly l10n: L10n;
  readonly offers: Offers;
  /** Makes a path absolute. */
  readonly resolve: (path: string) => string;
}

/** Makes a link to a line, written as in messages: `train.py:14`. */
export function placeLink(writer: Writer, place: Place): Html {
  const cell = place.cell === undefined ? '' : writer.l10n.t('cell {0}', place.cell);
  const text = [lastPart(place.file), cell, place.line].filter((part) => part !== '').join(':');
  const action = { kind: 'open', place: { ...place, file: writer.resolve(place.file) } } as const;
  return writer.offers.link(action, text, writer.l10n.t('Open {0}', text));
}

/** Makes a place of the fields of a document; none where it names no file. */
export function placeOf(at: { file: string; line: number; cell: number | null }): Place | undefined {
  if (at.file === '' || at.line < 1) {
    return undefined;
  }
  return at.cell === null ? { file: at.file, line: at.line } : { file: at.file, line: at.line, cell: at.cell };
}

/** Lists findings, each with what it rests on. */
export function findingCards(writer: Writer, findings: readonly Finding[]): Html {
  const { l10n, offers } = writer;
  const cards = findings.map((finding) => {
    const [what = '', ...todo] = finding.message.split('; ');
    const isLine = /\.(py|pyw|ipynb)$/.test(finding.filename);
    const place = placeOf({ file: isLine ? finding.filename : '', line: finding.location.row, cell: finding.cell });
    return html`<li class="card">
<p><strong>${prose(upper(what))}</strong></p>
${when(todo.length > 0, () => html`<p class="todo"><span class="label">${l10n.t('What to do')}</span> ${prose(upper(todo.join('; ')))}</p>`)}
${when(finding.detail !== null, () => html`<pre class="says" tabindex="0">${finding.detail ?? ''}</pre>`)}
<p class="where">${offers.link({ kind: 'explain', code: finding.code }, finding.code, l10n.t('Explain {0}', finding.code))}${place && html` · ${placeLink(writer, place)}`}</p>
</li>`;
  });
  return html`<ul class="cards">${cards}</ul>`;
}

/** Lists problems, each with what to do and what was printed. */
export function problemCards(writer: Writer, problems: readonly Problem[], places: readonly (Place | undefined)[] = []): Html {
  const { l10n } = writer;
  const cards = problems.map((problem, at) => {
    const todo = advice(l10n, problem.kind);
    const place = places[at];
    return html`<li class="card">
<p><strong>${prose(upper(problem.message))}</strong></p>
${when(todo !== undefined, () => html`<p class="todo"><span class="label">${l10n.t('What to do')}</span> ${prose(todo ?? '')}</p>`)}
${when(problem.details.trim() !== '', () => html`<pre tabindex="0">${withLinkedFrames(writer, problem.details)}</pre>`)}
${when(place !== undefined, () => html`<p class="where">${place && placeLink(writer, place)}</p>`)}
</li>`;
  });
  return html`<ul class="cards">${cards}</ul>`;
}

/** Writes sentences that are good to know. */
export function notes(texts: readonly string[]): Html {
  return when(texts.length > 0, () => html`<ul class="notes">${texts.map((text) => html`<li>${prose(upper(text))}</li>`)}</ul>`);
}

/** The last part of a path. */
export function lastPart(path: string): string {
  return path.split(/[\\/]/).filter((part) => part !== '').at(-1) ?? path;
}

function upper(sentence: string): string {
  return sentence.slice(0, 1).toUpperCase() + sentence.slice(1);
}
