import { html, type Html } from './html';

/** What can be done from a page. A page names what it offers by number: it can ask for nothing else. */
export type Action =
  | { readonly kind: 'open'; readonly place: Place }
  | { readonly kind: 'explain'; readonly code: string }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'show'; readonly what: string };

/** A line of a file, counted from 1; of a notebook, the line in a cell, which is counted from 1 too. */
export interface Place {
  readonly file: string;
  readonly line: number;
  readonly cell?: number;
}

/** What a page shows, and what can be done from it. */
export interface Page {
  readonly title: string;
  readonly body: Html;
  readonly actions: readonly Action[];
}

/** Collects what a page offers while it is written. */
export class Offers {
  private readonly offered: Action[] = [];

  get actions(): readonly Action[] {
    return this.offered;
  }

  /** Makes a button that looks as one. */
  button(action: Action, text: string, look: 'primary' | 'secondary' = 'secondary'): Html {
    return html`<button type="button" class="${look}" data-action="${this.number(action)}">${text}</button>`;
  }

  /** Makes a button that looks like a link. Its label says what it does, where the text alone does not. */
  link(action: Action, text: Html | string, label?: string): Html {
    const labelled = label === undefined ? undefined : html` aria-label="${label}" title="${label}"`;
    return html`<button type="button" class="link" data-action="${this.number(action)}"${labelled}>${text}</button>`;
  }

  private number(action: Action): number {
    return this.offered.push(action) - 1;
  }
}

/** What a page is made of besides what it shows: where its script and its style lie, and who may run. */
export interface Frame {
  readonly script: string;
  readonly style: string;
  /** What the page may load its style from. */
  readonly source: string;
  /** Says which script is ours. */
  readonly nonce: string;
  readonly language: string;
  /** Which of several pages that were shown one after the other it is: what is asked for on an older one is not done. */
  readonly revision: number;
}

/** Writes the whole document. It loads nothing but its own script and style. */
export function documentOf(page: Page, frame: Frame): string {
  const policy = [
    "default-src 'none'",
    `style-src ${frame.source}`,
    `script-src 'nonce-${frame.nonce}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  return html`<!DOCTYPE html>
<html lang="${frame.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${page.title}</title>
<link rel="stylesheet" href="${frame.style}">
</head>
<body data-revision="${frame.revision}">
<main>${page.body}</main>
<script nonce="${frame.nonce}" src="${frame.script}"></script>
</body>
</html>`.source;
}
