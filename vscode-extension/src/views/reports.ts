import * as path from 'node:path';

import * as vscode from 'vscode';

import type { Page } from './page';
import { Panel } from './panel';
import { failedPage, runningPage } from './report/failed';
import { lastPart } from './report/parts';
import { reportPage, type Verification } from './report/page';

/** What is known of something that was verified. */
export type Known = { readonly kind: 'running' } | { readonly kind: 'failed'; readonly error: string } | { readonly kind: 'told'; readonly verification: Verification; readonly markdown: string };

/** What a report asks for that others do. */
export interface Helping {
  again(target: string): Promise<void>;
  explain(code: string): Promise<void>;
  showText(name: string, text: string): Promise<void>;
}

/** The reports of a window: one for each program or model, shown in a tab if somebody wants to see it. */
export class Reports implements vscode.Disposable {
  private readonly known = new Map<string, Known>();
  private readonly panels = new Map<string, Panel>();

  constructor(
    private readonly extension: vscode.Uri,
    private readonly helping: Helping,
  ) {}

  isOpen(target: string): boolean {
    return this.panels.has(target);
  }

  /** Takes over what is known of a target. Its tab, if there is one, shows it. */
  take(target: string, known: Known): void {
    const before = this.known.get(target);
    this.known.set(target, known);
    const panel = this.panels.get(target);
    if (panel !== undefined && before !== known) {
      panel.show(pageOf(target, known));
    }
  }

  /** Forgets a run that told nothing: what was known before is shown again. */
  restore(target: string, known: Known | undefined): void {
    if (known !== undefined) {
      this.take(target, known);
      return;
    }
    this.known.delete(target);
    this.panels.get(target)?.dispose();
  }

  of(target: string): Known | undefined {
    return this.known.get(target);
  }

  /** Shows the report of a target: where reports are already, or beside the file that is edited. */
  show(target: string, preserveFocus: boolean): void {
    const known = this.known.get(target);
    const open = this.panels.get(target);
    if (open !== undefined) {
      open.reveal(preserveFocus);
      return;
    }
    if (known === undefined) {
      return;
    }
    const panel = new Panel(
      this.extension,
      'report',
      this.columnOfReports() ?? vscode.ViewColumn.Beside,
      preserveFocus,
      (action) => (action.kind === 'explain' ? this.helping.explain(action.code) : this.perform(target, action.what)),
      () => this.panels.delete(target),
    );
    this.panels.set(target, panel);
    panel.show(pageOf(target, known));
  }

  dispose(): void {
    for (const panel of [...this.panels.values()]) {
      panel.dispose();
    }
  }

  private columnOfReports(): vscode.ViewColumn | undefined {
    return [...this.panels.values()].map((panel) => panel.column).find((column) => column !== undefined);
  }

  private async perform(target: string, what: string): Promise<void> {
    const known = this.known.get(target);
    if (what === 'again') {
      await this.helping.again(target);
    } else if (what === 'interpreter') {
      await selectInterpreter();
    } else if (what === 'logs') {
      await vscode.commands.executeCommand('hublint.showLogs');
    } else if (known?.kind === 'told') {
      const name = `${lastPart(target)}/${what === 'json' ? 'verify.json' : 'verify.md'}`;
      await this.helping.showText(name, what === 'json' ? `${JSON.stringify(known.verification.document, undefined, 2)}\n` : known.markdown);
    }
  }
}

/** Has a Python chosen: by the Python extension, or where there is none, in the settings. */
export async function selectInterpreter(): Promise<void> {
  const commands = await vscode.commands.getCommands(true);
  if (commands.includes('python.setInterpreter')) {
    await vscode.commands.executeCommand('python.setInterpreter');
  } else {
    await vscode.commands.executeCommand('workbench.action.openSettings', 'hublint.interpreter');
  }
}

function pageOf(target: string, known: Known): Page {
  switch (known.kind) {
    case 'running':
      return runningPage(vscode.l10n, lastPart(target));
    case 'failed':
      return failedPage(vscode.l10n, lastPart(target), known.error);
    case 'told':
      return reportPage(vscode.l10n, known.verification, (folder, file) => path.resolve(folder, file));
  }
}
