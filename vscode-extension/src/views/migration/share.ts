import { html, type Html } from '../html';
import type { L10n } from '../words';
import type { Share } from './status';

/** A bar of three parts, with a legend that says the same in words and numbers. */
export function share(l10n: L10n, { count, safe, unsafe, manual }: Share): Html {
  const parts = [
    { look: 'safe', number: safe, text: l10n.t('by a safe fix') },
    { look: 'unsafe', number: unsafe, text: l10n.t('by a fix that needs a reader’s eye') },
    { look: 'manual', number: manual, text: l10n.t('by hand') },
  ];
  const bars = parts.map(({ look, number }, at) => {
    const start = parts.slice(0, at).reduce((sum, part) => sum + part.number, 0);
    return html`<rect class="${look}" x="${start}" width="${number}" height="1"></rect>`;
  });
  const legend = parts.map(
    ({ look, number, text }) => html`<li><span class="swatch ${look}" aria-hidden="true"></span><strong>${number}</strong> ${text} <span class="quiet">(${Math.round((100 * number) / Math.max(count, 1))} %)</span></li>`,
  );
  return html`<svg class="stack" aria-hidden="true" viewBox="0 0 ${Math.max(count, 1)} 1" preserveAspectRatio="none">${bars}</svg>
<ul class="legend">${legend}</ul>`;
}
