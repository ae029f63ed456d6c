// The part of the Python extension's API that hublint asks, with a way to select a Python for a folder.
const vscode = require('vscode');

exports.activate = () => {
  const selected = new Map();
  const changed = new vscode.EventEmitter();
  const found = new vscode.EventEmitter();
  const ofFolder = (resource) => selected.get(String(resource?.uri ?? resource ?? '')) ?? selected.get('');
  return {
    environments: {
      known: [],
      onDidChangeActiveEnvironmentPath: changed.event,
      onDidChangeEnvironments: found.event,
      getActiveEnvironmentPath: (resource) => ({ id: String(ofFolder(resource)), path: ofFolder(resource) ?? 'python' }),
      resolveEnvironment: (environment) => {
        const file = environment.path;
        const executable = { uri: file === 'python' ? undefined : vscode.Uri.file(file) };
        return Promise.resolve({ id: file, path: file, executable, version: undefined, environment: undefined });
      },
    },
    /** Selects a Python for a folder, or for all that have none of their own. */
    select(python, folder) {
      selected.set(String(folder ?? ''), python);
      changed.fire({ id: python, path: python, resource: folder });
    },
  };
};
