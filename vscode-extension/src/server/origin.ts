import * as path from 'node:path';

/** Tells whether a path lies in one of some folders, or is one. */
export function liesIn(file: string, folders: readonly string[], platform: NodeJS.Platform): boolean {
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  // The file systems of macOS and Windows mostly do not mind upper and lower case; where they do, this is careful.
  const fold = (one: string): string => (platform === 'linux' ? one : one.toLowerCase());
  return folders.some((folder) => {
    const way = flavour.relative(fold(flavour.resolve(folder)), fold(flavour.resolve(file)));
    return way === '' || (way !== '..' && !way.startsWith(`..${flavour.sep}`) && !flavour.isAbsolute(way));
  });
}
