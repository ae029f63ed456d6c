/** What runs in hublint's pages: it tells the extension which offer was taken, by number, and sorts tables. */

interface VsCode {
  postMessage(message: { readonly action: number; readonly revision: number }): void;
}

declare function acquireVsCodeApi(): VsCode;

const vscode = acquireVsCodeApi();

document.addEventListener('click', (event) => {
  if (!(event.target instanceof Element)) {
    return;
  }
  const offer = event.target.closest<HTMLElement>('[data-action]');
  if (offer !== null) {
    vscode.postMessage({ action: Number(offer.dataset['action']), revision: Number(document.body.dataset['revision']) });
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
