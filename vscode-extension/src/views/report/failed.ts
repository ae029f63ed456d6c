import { html, prose, when } from '../html';
import { seal } from '../marks';
import { Offers, type Page } from '../page';
import type { L10n } from '../words';

/** What can be done where nothing could be found out. */
export interface Remedy {
  readonly sentence: string;
  /** What to type in a terminal. */
  readonly command?: string;
}

/** Says what to do about an error of `hublint verify`, as far as that is known. */
export function remedies(l10n: L10n, error: string): Remedy[] {
  if (/no TensorFlow|needs TensorFlow/.test(error)) {
    return [
      { sentence: l10n.t('Select a Python that has TensorFlow, or name one in the setting hublint.verify.runtime.') },
      { sentence: l10n.t('Or make one: this takes some minutes, and hublint then finds it by itself.'), command: 'hublint runtime create tf2.21' },
    ];
  }
  if (error.includes('no such runtime')) {
    return [{ sentence: l10n.t('Correct the setting hublint.verify.runtime. This tells what there is:'), command: 'hublint runtime list' }];
  }
  return [];
}

/** Writes the page of a verification that came to nothing. */
export function failedPage(l10n: L10n, name: string, error: string): Page {
  const offers = new Offers();
  const steps = remedies(l10n, error).map(
    ({ sentence, command }) => html`<li><p>${sentence}</p>${when(
      command !== undefined,
      () => html`<div class="command"><pre tabindex="0">${command}</pre>${offers.button({ kind: 'copy', text: command ?? '' }, l10n.t('Copy'))}</div>`,
    )}</li>`,
  );
  const body = html`<header class="head">${seal(false)}<div><h1>${l10n.t('{0} could not be verified', name)}</h1><p class="lead">${prose(error)}</p></div></header>
${when(steps.length > 0, () => html`<section aria-labelledby="remedies"><h2 id="remedies">${l10n.t('What to do')}</h2><ul class="steps">${steps}</ul></section>`)}
<div class="bar" role="group" aria-label="${l10n.t('This report')}">
${offers.button({ kind: 'show', what: 'again' }, l10n.t('Verify Again'), 'primary')}
${offers.button({ kind: 'show', what: 'interpreter' }, l10n.t('Select Interpreter'))}
${offers.button({ kind: 'show', what: 'logs' }, l10n.t('Show Logs'))}
</div>`;
  return { title: l10n.t('Verified: {0}', name), body, actions: offers.actions };
}

/** Writes the page that stands while a program runs. */
export function runningPage(l10n: L10n, name: string): Page {
  const body = html`<header class="head"><span class="seal running" aria-hidden="true"></span><div><h1>${l10n.t('Verifying {0}', name)}</h1>
<p class="lead" role="status">${l10n.t('The program runs, and its models are loaded, called and trained a step further. The status bar tells how far it is: a click there offers to cancel.')}</p></div></header>`;
  return { title: l10n.t('Verified: {0}', name), body, actions: [] };
}
