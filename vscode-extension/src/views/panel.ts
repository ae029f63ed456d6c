import { randomBytes } from 'node:crypto';

import * as vscode from 'vscode';

import { open } from './opening';
import { type Action, documentOf, type Page } from './page';

/** Does what a page asks for that is its own. */
export type Performer = (action: Exclude<Action, { kind: 'open' | 'copy' }>) => Promise<void>;

/** A page in an editor tab. */
export class Panel {
  private readonly panel: vscode.WebviewPanel;
  private readonly root: vscode.Uri;
  private actions: readonly Action[] = [];
  private revision = 0;

  constructor(
    extension: vscode.Uri,
    kind: string,
    column: vscode.ViewColumn,
    preserveFocus: boolean,
    private readonly perform: Performer,
    closed: () => void,
  ) {
    this.root = vscode.Uri.joinPath(extension, 'dist', 'webview');
    this.panel = vscode.window.createWebviewPanel(
      `hublint.${kind}`,
      'hublint',
      { viewColumn: column, preserveFocus },
      { enableScripts: true, enableFindWidget: true, localResourceRoots: [this.root] },
    );
    this.panel.iconPath = vscode.Uri.joinPath(extension, 'media', 'icon.png');
    this.panel.onDidDispose(closed);
    this.panel.webview.onDidReceiveMessage((message: unknown) => {
      void this.answer(message);
    });
  }

  /** Where it is; undefined while it is not visible. */
  get column(): vscode.ViewColumn | undefined {
    return this.panel.viewColumn;
  }

  /** Shows a page in place of the one that is shown. */
  show(page: Page): void {
    this.actions = page.actions;
    this.revision += 1;
    const { webview } = this.panel;
    this.panel.title = page.title;
    webview.html = documentOf(page, {
      script: String(webview.asWebviewUri(vscode.Uri.joinPath(this.root, 'view.js'))),
      style: String(webview.asWebviewUri(vscode.Uri.joinPath(this.root, 'view.css'))),
      source: webview.cspSource,
      nonce: randomBytes(16).toString('base64'),
      language: vscode.env.language,
      revision: this.revision,
    });
  }

  reveal(preserveFocus: boolean): void {
    this.panel.reveal(undefined, preserveFocus);
  }

  dispose(): void {
    this.panel.dispose();
  }

  private async answer(message: unknown): Promise<void> {
    const action = this.chosen(message);
    if (action === undefined) {
      return;
    }
    try {
      await this.do(action);
    } catch (error) {
      void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
    }
  }

  private async do(action: Action): Promise<void> {
    switch (action.kind) {
      case 'open':
        await open(action.place);
        break;
      case 'copy':
        await vscode.env.clipboard.writeText(action.text);
        vscode.window.setStatusBarMessage(vscode.l10n.t('Copied.'), 3000);
        break;
      case 'explain':
      case 'show':
        await this.perform(action);
    }
  }

  /** Tells what was chosen on the page that is shown; what an older one asked for is passed over. */
  private chosen(message: unknown): Action | undefined {
    if (typeof message !== 'object' || message === null) {
      return undefined;
    }
    const { action, revision } = message as { action?: unknown; revision?: unknown };
    return typeof action === 'number' && revision === this.revision ? this.actions[action] : undefined;
  }
}
