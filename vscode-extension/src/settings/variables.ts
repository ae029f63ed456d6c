import * as path from 'node:path';

/** What the variables in settings stand for. */
export interface Meanings {
  /** The folders that are open, in their order. */
  readonly folders: readonly { readonly name: string; readonly path: string }[];
  /** The path of the folder that the setting is read for; without one, it is the first. */
  readonly folder?: string | undefined;
  readonly home: string;
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** A text with its variables replaced, and those that mean nothing here, as they are written. */
export interface Replaced {
  readonly text: string;
  readonly unknown: readonly string[];
}

/**
 * Replaces `${workspaceFolder}`, `${workspaceFolder:NAME}`, `${userHome}`, `${cwd}`, `${env:NAME}` and a leading `~`.
 *
 * What is unknown stays as it is written. A variable of the environment that is not set is empty, as in VS Code's own
 * settings.
 */
export function replaceVariables(text: string, meanings: Meanings): Replaced {
  const unknown: string[] = [];
  const replaced = text.replace(/\$\{([^}]*)\}/g, (written, name: string) => {
    const value = meaning(name, meanings);
    if (value === undefined) {
      unknown.push(written);
    }
    return value ?? written;
  });
  return { text: replaced.replace(/^~(?=$|[\\/])/, () => meanings.home), unknown };
}

/** A program as a setting of a folder names it: a name is looked for on the PATH, and a path begins in the folder. */
export function programIn(name: string, folder: string | undefined, platform: NodeJS.Platform): string {
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  const isPath = name.includes('/') || (platform === 'win32' && name.includes('\\'));
  return isPath && folder !== undefined ? flavour.resolve(folder, name) : name;
}

function meaning(name: string, { folders, folder, home, cwd, env }: Meanings): string | undefined {
  const colon = name.indexOf(':');
  const [word, detail] = colon < 0 ? [name, undefined] : [name.slice(0, colon), name.slice(colon + 1)];
  switch (word) {
    case 'workspaceFolder':
      return detail === undefined
        ? (folder ?? folders[0]?.path)
        : folders.find((one) => one.name === detail)?.path;
    case 'env':
      return detail === undefined || detail === '' ? undefined : (env[detail] ?? '');
    case 'userHome':
      return detail === undefined ? home : undefined;
    case 'cwd':
      return detail === undefined ? cwd : undefined;
    default:
      return undefined;
  }
}
