import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ReportDocument } from '../../src/views/report/document';
import type { L10n } from '../../src/views/words';

/** English, as VS Code has it where there is no translation. */
export const l10n: L10n = {
  t: (message, ...values) => message.replace(/\{(\d+)\}/g, (_, at: string) => String(values[Number(at)])),
};

/** What a real run of `hublint verify --output-format json` wrote. */
export function recorded(name: string): ReportDocument {
  return JSON.parse(readFileSync(join('test', 'unit', 'documents', `${name}.json`), 'utf8')) as ReportDocument;
}

/** Reads the text of HTML, as somebody sees it who sees no tags. */
export function textOf(html: string): string {
  const entities = new Map([['&amp;', '&'], ['&lt;', '<'], ['&gt;', '>'], ['&quot;', '"'], ['&#39;', "'"]]);
  return html.replace(/<[^>]*>/g, ' ').replace(/&[a-z0-9#]+;/g, (entity) => entities.get(entity) ?? entity).replace(/\s+/g, ' ');
}
