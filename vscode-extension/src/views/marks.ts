import { html, type Html } from './html';
import type { L10n } from './words';

/** Shows whether something was kept, as a sign for who sees it and as a word for who hears it. */
export function mark(l10n: L10n, kept: boolean | undefined): Html {
  if (kept === undefined) {
    return html`<span class="mark untried" role="img" aria-label="${l10n.t('not tried')}" title="${l10n.t('not tried')}">·</span>`;
  }
  return kept
    ? html`<span class="mark kept" role="img" aria-label="${l10n.t('kept')}" title="${l10n.t('kept')}">✓</span>`
    : html`<span class="mark broken" role="img" aria-label="${l10n.t('broken')}" title="${l10n.t('broken')}">✗</span>`;
}

/** The large sign beside a headline, which says the same in words. */
export function seal(good: boolean): Html {
  return html`<span class="seal ${good ? 'kept' : 'broken'}" aria-hidden="true">${good ? '✓' : '✗'}</span>`;
}
