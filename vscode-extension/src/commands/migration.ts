import * as path from 'node:path';

import * as vscode from 'vscode';

import type { Session } from '../server/session';
import { answerNoFolder } from '../telling';
import { migrationPage, type Paths } from '../views/migration/page';
import type { MigrationStatus } from '../views/migration/status';
import { Panel } from '../views/panel';
import type { Texts } from '../views/texts';
import { ask } from './asking';
import { explainRule } from './explain';

/** The tab that tells how far the migration of the workspace is. */
export class MigrationView implements vscode.Disposable {
  private panel: Panel | undefined;
  private status: MigrationStatus | undefined;

  constructor(
    private readonly extension: vscode.Uri,
    private readonly session: Session,
    private readonly texts: Texts,
  ) {}

  /** Counts what is left, and shows it. */
  async show(): Promise<void> {
    if (vscode.workspace.workspaceFolders === undefined) {
      await answerNoFolder(vscode.l10n.t('Open a folder to see what is left to migrate in it.'));
      return;
    }
    const status = await ask<MigrationStatus | null>(this.session, 'hublint.migrationStatus', {});
    if (status === undefined || status === null) {
      return;
    }
    this.status = status;
    const panel = this.panel ?? this.open();
    panel.show(migrationPage(vscode.l10n, status, new Date().toLocaleString(vscode.env.language), PATHS));
    panel.reveal(false);
  }

  dispose(): void {
    this.panel?.dispose();
  }

  private open(): Panel {
    const panel = new Panel(
      this.extension,
      'migration',
      vscode.ViewColumn.Active,
      false,
      (action) => (action.kind === 'explain' ? explainRule(this.session, this.texts, action.code) : this.perform(action.what)),
      () => {
        this.panel = undefined;
      },
    );
    this.panel = panel;
    return panel;
  }

  private async perform(what: string): Promise<void> {
    if (what === 'refresh') {
      await this.show();
    } else if (this.status !== undefined) {
      await this.texts.show('migration-status.md', this.status.report);
    }
  }
}

const PATHS: Paths = {
  file: (uri) => vscode.Uri.parse(uri, true).fsPath,
  within: (folder, uri) => path.relative(PATHS.file(folder), PATHS.file(uri)).replaceAll('\\', '/'),
};
