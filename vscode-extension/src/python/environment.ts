import * as path from 'node:path';

/**
 * The environment in which Pythons are started: ours, without what would harm the server.
 *
 * - `PYTHONUNBUFFERED` breaks the server's messages into pieces.
 * - Whatever in `PYTHONPATH` is not absolute means a folder of whatever project is open: an empty entry, as
 *   `export PYTHONPATH=$PYTHONPATH:/x` leaves it, would put a project's `json.py` before Python's own.
 */
export function pythonEnvironment(variables: NodeJS.ProcessEnv, platform: NodeJS.Platform): NodeJS.ProcessEnv {
  const ours = { ...variables };
  delete ours['PYTHONUNBUFFERED'];
  const flavour = platform === 'win32' ? path.win32 : path.posix;
  const searched = ours['PYTHONPATH']?.split(flavour.delimiter).filter((folder) => flavour.isAbsolute(folder));
  if (searched !== undefined && searched.length > 0) {
    ours['PYTHONPATH'] = searched.join(flavour.delimiter);
  } else {
    delete ours['PYTHONPATH'];
  }
  return ours;
}
