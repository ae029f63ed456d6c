/** What runs in hublint's pages: it tells the extension which offer was taken, by number, sorts tables, and keeps the place. */

/** Where somebody is in a page: it is loaded anew each time that its tab comes to the front. */
interface Reading {
  readonly revision: number;
  readonly scroll: number;
  /** Which of the parts that can be folded are open. */
  readonly open: readonly boolean[];
}

interface VsCode {
  postMessage(message: { readonly action: number; readonly revision: number }): void;
  getState(): Reading | undefined;
  setState(state: Reading): void;
}

declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();
const revision = Number(document.body.dataset['revision']);

function folds(): HTMLDetailsElement[] {
  return [...document.querySelectorAll('details')];
}

function remember(): void {
  vscode.setState({ revision, scroll: window.scrollY, open: folds().map((one) => one.open) });
}

const before = vscode.getState();
if (before?.revision === revision) {
  folds().forEach((one, at) => {
    one.open = before.open[at] ?? one.open;
  });
  window.scrollTo(0, before.scroll);
}
document.addEventListener('scrollend', remember);
document.addEventListener('toggle', () => {
  markScrollable();
  remember();
}, true);

/** Lets the keyboard reach what can be scrolled, and pass by what cannot. */
function markScrollable(): void {
  for (const one of document.querySelectorAll<HTMLElement>('[tabindex]')) {
    one.tabIndex = one.scrollWidth > one.clientWidth || one.scrollHeight > one.clientHeight ? 0 : -1;
  }
}

markScrollable();
window.addEventListener('resize', markScrollable);

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) {
    return;
  }
  const offer = event.target.closest<HTMLElement>('[data-action]');
  if (offer !== null) {
    vscode.postMessage({ action: Number(offer.dataset['action']), revision });
    return;
  }
  const header = event.target.closest<HTMLElement>('[data-sort]');
  if (header !== null) {
    sort(header);
  }
});

/** Sorts a table by the column of a heading; once more, the other way round. */
function sort(button: HTMLElement): void {
  const heading = button.closest('th');
  const table = button.closest('table');
  const body = table?.tBodies[0];
  if (heading === null || table === null || body === undefined) {
    return;
  }
  const numbers = button.dataset['sort'] === 'number';
  const isSorted = heading.getAttribute('aria-sort');
  // Numbers begin with the largest, names with the first.
  const order = isSorted === null || isSorted === 'none' ? (numbers ? 'descending' : 'ascending') : isSorted === 'ascending' ? 'descending' : 'ascending';
  const column = heading.cellIndex;
  const key = (row: HTMLTableRowElement): string => row.cells[column]?.dataset['key'] ?? row.cells[column]?.textContent ?? '';
  const compare = (one: HTMLTableRowElement, other: HTMLTableRowElement): number =>
    numbers ? Number(key(one)) - Number(key(other)) : key(one).localeCompare(key(other));
  const rows = [...body.rows].sort((one, other) => (order === 'ascending' ? compare(one, other) : compare(other, one)));
  body.append(...rows);
  for (const other of table.tHead?.rows[0]?.cells ?? []) {
    if (other.hasAttribute('aria-sort')) {
      other.setAttribute('aria-sort', other === heading ? order : 'none');
    }
  }
}
