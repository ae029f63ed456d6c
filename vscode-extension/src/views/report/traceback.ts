import { html, type Html } from '../html';
import type { Writer } from './parts';

const FRAME = /^(\s*File )"([^"\n]+)", line (\d+)(.*)$/;

/** Makes the places in a traceback links. Those of hublint itself, which ran the program, are left out. */
export function withLinkedFrames(writer: Writer, text: string): Html {
  const lines = withoutOurs(text.trimEnd().split('\n'));
  const shown = lines.map((line) => {
    const [, lead, file = '', number = '', rest] = FRAME.exec(line) ?? [];
    if (lead === undefined || /^<.*>$/.test(file)) {
      return html`${line}\n`;
    }
    const place = { file: writer.resolve(file), line: Number(number) };
    const link = writer.offers.link({ kind: 'open', place }, `${file}:${number}`, writer.l10n.t('Open {0}', `${file}:${number}`));
    return html`${lead}${link}${rest}\n`;
  });
  return html`${shown}`;
}

function withoutOurs(lines: readonly string[]): string[] {
  const kept = [];
  let ours = false;
  for (const line of lines) {
    const [, lead, file = ''] = FRAME.exec(line) ?? [];
    if (lead !== undefined) {
      ours = /[\\/]hublint[\\/]verify[\\/]worker[\\/]/.test(file);
    } else if (!line.startsWith('    ')) {
      ours = false;
    }
    if (!ours) {
      kept.push(line);
    }
  }
  return kept;
}
