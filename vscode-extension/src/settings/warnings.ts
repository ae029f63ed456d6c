import * as vscode from 'vscode';

import { type Gravity, popsUp, shownOf } from './notifications';
import type { Unknown } from './section';

/** Says what is wrong with settings, each thing once. */
export class Warnings {
  private readonly told = new Set<string>();

  constructor(private readonly log: vscode.LogOutputChannel) {}

  tellUnknown(unknown: readonly Unknown[]): void {
    for (const { key, variable } of unknown) {
      this.tellOnce(vscode.l10n.t('{0}: {1} is unknown here, and stays as it is written.', key, variable));
    }
  }

  tellOnce(sentence: string): void {
    if (this.told.has(sentence)) {
      return;
    }
    this.told.add(sentence);
    this.log.warn(sentence);
    if (mayPopUp(2)) {
      void vscode.window.showWarningMessage(sentence);
    }
  }
}

/** Tells whether the user wants to see messages of a gravity. */
export function mayPopUp(gravity: Gravity): boolean {
  return popsUp(gravity, shownOf(vscode.workspace.getConfiguration('hublint').get('showNotifications')));
}
