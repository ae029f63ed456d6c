/** A piece of HTML: what was text in it has been escaped. */
export class Html {
  constructor(readonly source: string) {}
}

/** What can stand in a piece of HTML: text, which is escaped; other pieces; lists of both; or nothing. */
export type Part = Html | string | number | undefined | readonly Part[];

const NOTHING = new Html('');

/**
 * Makes HTML of a template. All that is put in is escaped, unless it is HTML itself.
 *
 * Attributes have to be written in double quotes: with these around it, no text can end an attribute.
 */
export function html(strings: TemplateStringsArray, ...parts: readonly Part[]): Html {
  const pieces = strings.map((literal, at) => literal + source(parts[at]));
  return new Html(pieces.join(''));
}

/** Makes a piece of HTML if something holds, and none else. */
export function when(condition: boolean, piece: () => Html): Html {
  return condition ? piece() : NOTHING;
}

/** Marks the code in a sentence, which is written between backticks there. */
export function prose(sentence: string): Html {
  const [first = '', ...rest] = sentence.split('`');
  // A backtick without a partner is one.
  const unpaired = rest.length % 2 === 1 ? rest.pop() : undefined;
  const pieces = rest.map((piece, at) => (at % 2 === 0 ? html`<code>${piece}</code>` : html`${piece}`));
  return html`${first}${pieces}${unpaired === undefined ? undefined : `\`${unpaired}`}`;
}

function source(part: Part): string {
  if (part === undefined) {
    return '';
  }
  if (part instanceof Html) {
    return part.source;
  }
  return typeof part === 'object' ? part.map(source).join('') : escaped(String(part));
}

const ENTITIES: ReadonlyMap<string, string> = new Map([
  ['&', '&amp;'],
  ['<', '&lt;'],
  ['>', '&gt;'],
  ['"', '&quot;'],
  ["'", '&#39;'],
]);

// What turns the direction of text round, or is no text at all, is shown as what it is: names are other people's.
const HARMFUL = /(?![\n\t])[\p{Cc}\p{Bidi_Control}]/gu;

function escaped(text: string): string {
  return text
    .replace(HARMFUL, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)
    .replace(/[&<>"']/g, (character) => ENTITIES.get(character) ?? '');
}
