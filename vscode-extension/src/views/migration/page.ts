import { html, prose, type Html, when } from '../html';
import { seal } from '../marks';
import { Offers, type Page } from '../page';
import type { L10n } from '../words';
import { share } from './share';
import type { FolderStatus, MigrationStatus, RuleShare, Share } from './status';

/** How many files a table names. */
const MOST_FILES = 200;

/** Turns a URI into the path of its file, and into what that is called in its folder. */
export interface Paths {
  file(uri: string): string;
  within(folder: string, uri: string): string;
}

interface Writer {
  readonly l10n: L10n;
  readonly offers: Offers;
  readonly paths: Paths;
}

/** Writes how far the migration of a workspace is, as it was counted at some time. */
export function migrationPage(l10n: L10n, status: MigrationStatus, time: string, paths: Paths): Page {
  const writer = { l10n, offers: new Offers(), paths };
  const { folders } = status;
  const findings = folders.reduce((sum, folder) => sum + folder.findings, 0);
  const done = folders.every((folder) => folder.findings === 0 && folder.broken.length === 0 && folder.problem === null);
  const body = html`<header class="head">${when(done, () => seal(true))}<div><h1>${headline(l10n, findings, done)}</h1>
<p class="lead">${lead(l10n, folders)}</p></div></header>
<div class="bar" role="group" aria-label="${l10n.t('This page')}">
${writer.offers.button({ kind: 'show', what: 'refresh' }, l10n.t('Refresh'), 'primary')}
${writer.offers.button({ kind: 'show', what: 'text' }, l10n.t('Open as Text'))}
</div>
<p class="quiet">${l10n.t('Counted on {0}, in the files as they are saved.', time)}</p>
${folders.map((folder, at) => folderSection(writer, folder, `folder-${String(at)}`, folders.length > 1))}
${when(findings > 0, () => howTo(writer))}`;
  return { title: l10n.t('Migration Status'), body, actions: writer.offers.actions };
}

function headline(l10n: L10n, findings: number, done: boolean): string {
  if (done) {
    return l10n.t('Nothing is left to migrate');
  }
  return findings === 1 ? l10n.t('1 finding is left') : l10n.t('{0} findings are left', findings);
}

function lead(l10n: L10n, folders: readonly FolderStatus[]): string {
  const files = folders.reduce((sum, folder) => sum + folder.files, 0);
  const clean = folders.reduce((sum, folder) => sum + folder.clean, 0);
  return files === 0 ? l10n.t('There is no file here that hublint reads.') : l10n.t('{0} of {1} files are clean.', clean, files);
}

function folderSection(writer: Writer, folder: FolderStatus, id: string, several: boolean): Html {
  const { l10n } = writer;
  const total = totalOf(folder.by_rule);
  return html`<section aria-labelledby="${id}">
<h2 id="${id}">${several ? folder.name : l10n.t('How far it is')}</h2>
<p class="made">${l10n.t('Target')} <code>${folder.target}</code> · ${l10n.t('Level')} <code>${folder.level}</code></p>
${when(folder.problem !== null, () => html`<ul class="cards"><li class="card"><p><strong>${prose(folder.problem ?? '')}</strong></p></li></ul>`)}
${figures(l10n, folder)}
${when(total.count > 0, () => html`<h3>${total.count === 1 ? l10n.t('How the finding can be fixed') : l10n.t('How the {0} findings can be fixed', total.count)}</h3>${share(l10n, total)}`)}
${when(folder.by_rule.length > 0, () => rules(writer, folder.by_rule, id))}
${when(folder.by_file.length > 0, () => files(writer, folder, id))}
${when(folder.broken.length > 0, () => broken(writer, folder, id))}
</section>`;
}

function totalOf(shares: readonly Share[]): Share {
  const sum = (one: 'count' | 'safe' | 'unsafe' | 'manual'): number => shares.reduce((before, next) => before + next[one], 0);
  return { count: sum('count'), safe: sum('safe'), unsafe: sum('unsafe'), manual: sum('manual') };
}

function figures(l10n: L10n, folder: FolderStatus): Html {
  const left = folder.by_file.length;
  const unread = folder.broken.length;
  return html`<dl class="figures">
${figure(folder.clean, folder.clean === 1 ? l10n.t('file is clean') : l10n.t('files are clean'), folder.clean > 0 ? 'kept' : '')}
${figure(left, left === 1 ? l10n.t('file has findings') : l10n.t('files have findings'), '')}
${figure(unread, l10n.t('cannot be read'), unread > 0 ? 'broken' : '')}
${when(folder.notebooks > 0, () => figure(folder.notebooks, l10n.t('notebooks among them'), ''))}
</dl>`;
}

function figure(count: number, text: string, look: string): Html {
  return html`<div class="${look}"><dt>${text}</dt><dd>${count}</dd></div>`;
}

function rules(writer: Writer, shares: readonly RuleShare[], id: string): Html {
  const { l10n, offers } = writer;
  const rows = shares.map(
    (rule) => html`<tr><td class="code">${offers.link({ kind: 'explain', code: rule.code }, rule.code, l10n.t('Explain {0}', rule.code))}</td><th scope="row">${prose(rule.summary === '' ? rule.name : rule.summary)}</th>${number(rule.count)}${number(rule.files)}${fixable(rule)}</tr>`,
  );
  const heads = html`${sortable(l10n.t('Rule'), 'text')}${sortable(l10n.t('What'), 'text')}${sortable(l10n.t('Findings'), 'number', true)}${sortable(l10n.t('Files'), 'number')}${fixableHeads(l10n)}`;
  return html`<h3 id="${id}-rules">${l10n.t('By rule')}</h3>${table(`${id}-rules`, heads, rows)}`;
}

function files(writer: Writer, folder: FolderStatus, id: string): Html {
  const { l10n } = writer;
  const shown = folder.by_file.slice(0, MOST_FILES);
  const rows = shown.map((file) => html`<tr><th scope="row">${fileLink(writer, folder, file.uri)}</th>${number(file.count)}${fixable(file)}</tr>`);
  const more = folder.by_file.length - shown.length;
  const heads = html`${sortable(l10n.t('File'), 'text')}${sortable(l10n.t('Findings'), 'number', true)}${fixableHeads(l10n)}`;
  return html`<h3 id="${id}-files">${l10n.t('By file')}</h3>${table(`${id}-files`, heads, rows)}
${when(more > 0, () => html`<p class="quiet">${l10n.t('and {0} more', more)}</p>`)}`;
}

function table(label: string, heads: Html, rows: readonly Html[]): Html {
  return html`<div class="wide" tabindex="0" role="region" aria-labelledby="${label}"><table class="counts">
<thead><tr>${heads}</tr></thead>
<tbody>${rows}</tbody></table></div>`;
}

function broken(writer: Writer, folder: FolderStatus, id: string): Html {
  const items = folder.broken.map((one) => html`<li class="card"><p>${fileLink(writer, folder, one.uri)}</p><p>${prose(one.message)}</p></li>`);
  return html`<h3 id="${id}-broken">${writer.l10n.t('What cannot be read')}</h3><ul class="cards">${items}</ul>`;
}

function fileLink(writer: Writer, folder: FolderStatus, uri: string): Html {
  const path = writer.paths.within(folder.uri, uri);
  return writer.offers.link({ kind: 'open', place: { file: writer.paths.file(uri), line: 1 } }, path, writer.l10n.t('Open {0}', path));
}

function fixable({ safe, unsafe, manual }: Share): Html {
  return html`${number(safe)}${number(unsafe)}${number(manual)}`;
}

function number(value: number): Html {
  return html`<td class="number${value === 0 ? ' quiet' : ''}">${value}</td>`;
}

function fixableHeads(l10n: L10n): Html {
  return html`${sortable(l10n.t('Safe'), 'number')}${sortable(l10n.t('Unsafe'), 'number')}${sortable(l10n.t('By hand'), 'number')}`;
}

/** A heading that sorts by its column. By which one it is sorted at first is said, too. */
function sortable(text: string, kind: 'number' | 'text', isSorted = false): Html {
  return html`<th scope="col" class="${kind === 'number' ? 'number' : 'words'}" aria-sort="${isSorted ? 'descending' : 'none'}"><button type="button" class="sort" data-sort="${kind}">${text}</button></th>`;
}

function howTo({ l10n, offers }: Writer): Html {
  const step = (sentence: string, command: string): Html =>
    html`<li><p>${sentence}</p><div class="command"><pre tabindex="0">${command}</pre>${offers.button({ kind: 'copy', text: command }, l10n.t('Copy'))}</div></li>`;
  return html`<section aria-labelledby="next"><h2 id="next">${l10n.t('How to go on')}</h2>
<p class="quiet">${l10n.t('In a terminal, in the folder:')}</p><ul class="steps">
${step(l10n.t('See what the safe fixes would change.'), 'hublint check --diff')}
${step(l10n.t('Make them.'), 'hublint check --fix')}
${step(l10n.t('Make also those that need a reader’s eye, and take back what changes an export.'), 'hublint check --fix --unsafe-fixes --verify')}
</ul></section>`;
}
