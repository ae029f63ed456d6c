/** The documents that hublint has something to say about: programs, cells, and its settings files. */
export const languages = [
  { scheme: 'file', language: 'python' },
  { scheme: 'untitled', language: 'python' },
  { scheme: 'vscode-notebook-cell', language: 'python' },
  { scheme: 'file', pattern: '**/{pyproject,hublint}.toml' },
];
