import * as vscode from 'vscode';

/** The file that makes a folder a SavedModel. */
const SAVED_MODEL = 'saved_model.pb';
const MOST_FOLDERS = 2000;

/** Tells which model is meant: that of a context menu, or one that is asked for. */
export async function chooseModel(given: unknown): Promise<vscode.Uri | undefined> {
  const uri = given instanceof vscode.Uri ? given : await pick();
  return uri?.path.endsWith(`/${SAVED_MODEL}`) === true ? vscode.Uri.joinPath(uri, '..') : uri;
}

/** Asks for one: of the SavedModels of the workspace, or from anywhere. */
async function pick(): Promise<vscode.Uri | undefined> {
  const found = await vscode.workspace.findFiles(`**/{${SAVED_MODEL},*.keras,*.h5,*.hdf5}`, undefined, MOST_FOLDERS);
  const models = found.map((uri) => (uri.path.endsWith(`/${SAVED_MODEL}`) ? vscode.Uri.joinPath(uri, '..') : uri));
  const elsewhere = { label: vscode.l10n.t('$(folder-opened) Another …'), uri: undefined };
  const items = models.map((uri) => ({ label: vscode.workspace.asRelativePath(uri), uri })).sort((one, other) => one.label.localeCompare(other.label));
  const chosen = items.length > 0 ? await vscode.window.showQuickPick([...items, elsewhere], { placeHolder: vscode.l10n.t('Which model?') }) : elsewhere;
  return chosen === elsewhere ? askForFolder() : chosen?.uri;
}

async function askForFolder(): Promise<vscode.Uri | undefined> {
  const kind = { label: vscode.l10n.t('A SavedModel folder'), folder: true };
  const file = { label: vscode.l10n.t('A file of Keras'), folder: false };
  const chosen = await vscode.window.showQuickPick([kind, file], { placeHolder: vscode.l10n.t('What is it?') });
  if (chosen === undefined) {
    return undefined;
  }
  const options = {
    canSelectFiles: !chosen.folder,
    canSelectFolders: chosen.folder,
    openLabel: vscode.l10n.t('Verify'),
    ...(chosen.folder ? {} : { filters: { [vscode.l10n.t('Models of Keras')]: ['keras', 'h5', 'hdf5'] } }),
  };
  return (await vscode.window.showOpenDialog(options))?.[0];
}

/** Keeps known which folders are SavedModels: the explorer offers to verify these. */
export function watchModelFolders(): vscode.Disposable {
  const folders = new Set<string>();
  const tell = (): void => {
    void vscode.commands.executeCommand('setContext', 'hublint.modelFolders', [...folders]);
  };
  const paths = (uri: vscode.Uri): string[] => {
    const folder = vscode.Uri.joinPath(uri, '..');
    return [folder.path, folder.fsPath];
  };
  const add = (uri: vscode.Uri): void => {
    paths(uri).forEach((path) => folders.add(path));
    tell();
  };
  const remove = (uri: vscode.Uri): void => {
    paths(uri).forEach((path) => folders.delete(path));
    tell();
  };
  void vscode.workspace.findFiles(`**/${SAVED_MODEL}`, undefined, MOST_FOLDERS).then((uris) => {
    uris.flatMap(paths).forEach((path) => folders.add(path));
    tell();
  });
  const watcher = vscode.workspace.createFileSystemWatcher(`**/${SAVED_MODEL}`, false, true, false);
  return vscode.Disposable.from(watcher, watcher.onDidCreate(add), watcher.onDidDelete(remove));
}
