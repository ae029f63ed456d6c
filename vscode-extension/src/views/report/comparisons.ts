import { html, type Html, when } from '../html';
import { mark } from '../marks';
import type { Comparison } from './document';
import { notes, problemCards, type Writer } from './parts';

/** Tells how two models, or one on two devices, answered the same inputs. */
export function comparisonSection(writer: Writer, comparison: Comparison): Html {
  const { l10n } = writer;
  const id = `comparison-${String(writer.offers.actions.length)}`;
  const paths = [comparison.old?.path, comparison.new?.path].filter((path) => path !== undefined);
  const [first, second] = comparison.devices;
  const devices = first !== undefined && second !== undefined ? l10n.t('{0} and {1} compared', first, second) : l10n.t('compared');
  const problems = [...comparison.problems, ...comparison.signatures.flatMap((signature) => signature.problems)];
  const rows = comparison.signatures.map(
    (signature) => html`<tr><th scope="row"><code>${signature.key}</code></th><td><code>${signature.text}</code></td><td>${mark(l10n, signature.problems.length === 0)} ${signature.calls === 1 ? l10n.t('1 call') : l10n.t('{0} calls', signature.calls)}</td><td>${distance(signature.max_abs)}</td></tr>`,
  );
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${mark(l10n, problems.length === 0)} ${[...new Set(paths)].join(' → ')} (${devices})</h2>
${when(problems.length > 0, () => problemCards(writer, problems))}
${notes(comparison.notes)}
${when(
  rows.length > 0,
  () => html`<div class="wide" tabindex="0" role="region" aria-labelledby="${id}"><table>
<thead><tr><th scope="col">${l10n.t('Signature')}</th><th scope="col">${l10n.t('Takes and answers')}</th><th scope="col">${l10n.t('Same inputs')}</th><th scope="col">${l10n.t('Largest difference')}</th></tr></thead>
<tbody>${rows}</tbody></table></div>`,
)}
</section>`;
}

function distance(value: number | string | null): string {
  if (value === null) {
    return '–';
  }
  return typeof value === 'number' ? String(Number(value.toPrecision(3))) : value;
}
