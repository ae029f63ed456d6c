import * as vscode from 'vscode';

import type { Session } from '../server/session';
import type { Texts } from '../views/texts';
import { ask } from './asking';

interface Rule {
  readonly code: string;
  readonly name: string;
  readonly summary: string;
}

interface Choice extends vscode.QuickPickItem {
  readonly code?: string;
}

/** Shows the page of a rule; which one, is asked unless it is given. */
export async function explainRule(session: Session, texts: Texts, given?: unknown): Promise<void> {
  const code = codeOf(given) ?? (await choose(session));
  if (code !== undefined) {
    await showPage(session, texts, code);
  }
}

/** Shows the page of a rule, and returns it. */
export async function showPage(session: Session, texts: Texts, code: string): Promise<string | undefined> {
  const page = await ask<string | null>(session, 'hublint.explain', { code, quiet: true });
  if (page !== undefined && page !== null) {
    await texts.preview(`${code}.md`, page);
  }
  return page ?? undefined;
}

/** Reads which rule is meant: commands are handed a code, or an object that has one. */
export function codeOf(given: unknown): string | undefined {
  const code = typeof given === 'object' && given !== null ? (given as { code?: unknown }).code : given;
  return typeof code === 'string' ? code : undefined;
}

async function choose(session: Session): Promise<string | undefined> {
  const here = codesAtCursor();
  const rules = await ask<Rule[]>(session, 'hublint.rules', {});
  if (rules === undefined) {
    return undefined;
  }
  const item = ({ code, name, summary }: Rule): Choice => ({ code, label: code, description: name, detail: summary.replaceAll('`', '') });
  const [found, others] = [rules.filter((rule) => here.has(rule.code)), rules.filter((rule) => !here.has(rule.code))];
  const items: Choice[] = [
    ...(found.length > 0 ? [separator(vscode.l10n.t('at the cursor'))] : []),
    ...found.map(item),
    ...(found.length > 0 ? [separator(vscode.l10n.t('all other rules'))] : []),
    ...others.map(item),
  ];
  const options = { placeHolder: vscode.l10n.t('Which rule?'), matchOnDescription: true, matchOnDetail: true };
  return (await vscode.window.showQuickPick(items, options))?.code;
}

function separator(label: string): Choice {
  return { label, kind: vscode.QuickPickItemKind.Separator };
}

/** The codes of what hublint found on the lines that are selected. */
function codesAtCursor(): ReadonlySet<string> {
  const editor = vscode.window.activeTextEditor;
  if (editor === undefined) {
    return new Set();
  }
  const { document, selection } = editor;
  const lines = new vscode.Range(document.lineAt(selection.start.line).range.start, document.lineAt(selection.end.line).range.end);
  const found = vscode.languages.getDiagnostics(document.uri).filter((one) => one.source === 'hublint' && lines.intersection(one.range) !== undefined);
  const codes = found.map(({ code }) => (typeof code === 'object' ? code.value : code));
  return new Set(codes.filter((code) => typeof code === 'string'));
}
