import { constants } from 'node:fs';
import { access, stat } from 'node:fs/promises';
import * as path from 'node:path';

/** Tells whether a path is a program that may be started. */
export async function isProgram(file: string): Promise<boolean> {
  try {
    // Windows has no such permission, and says yes to every file.
    await access(file, constants.X_OK);
    return (await stat(file)).isFile();
  } catch {
    return false;
  }
}

/**
 * Finds a program as a shell does.
 *
 * Folders of the PATH that are not absolute are passed over: they mean whatever folder happens to be the current one.
 *
 * @param name a name, or a path, of which only an absolute one is found.
 * @returns its absolute path.
 */
export async function which(
  name: string,
  variables: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): Promise<string | undefined> {
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  const named = name.includes('/') || (platform === 'win32' && name.includes('\\'));
  const folders = named ? [''] : searched(variables, platform).filter((folder) => flavour.isAbsolute(folder));
  for (const folder of folders) {
    for (const ending of endings(name, variables, platform)) {
      const file = flavour.join(folder, name + ending);
      if (flavour.isAbsolute(file) && (await isProgram(file))) {
        return file;
      }
    }
  }
  return undefined;
}

function searched(variables: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  // Windows knows the variable as `Path`, and a copy of the environment minds upper and lower case.
  const name = Object.keys(variables).find((one) => (platform === 'win32' ? one.toUpperCase() : one) === 'PATH');
  const value = name === undefined ? undefined : variables[name];
  return (value ?? '').split(platform === 'win32' ? ';' : ':');
}

function endings(name: string, variables: NodeJS.ProcessEnv, platform: NodeJS.Platform): string[] {
  if (platform !== 'win32') {
    return [''];
  }
  const known = (variables['PATHEXT'] ?? '.COM;.EXE;.BAT;.CMD').split(';').filter(Boolean);
  const hasOne = known.some((ending) => name.toLowerCase().endsWith(ending.toLowerCase()));
  return hasOne ? [''] : known;
}
