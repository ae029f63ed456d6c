import * as vscode from 'vscode';

const stepMilliseconds = 25;

/**
 * Waits until `condition` gives something.
 *
 * @throws Error that says what was waited for, after `seconds`.
 */
export async function until<Found>(
  what: string,
  condition: () => Found | undefined | false | PromiseLike<Found | undefined | false>,
  seconds = 30,
): Promise<Found> {
  const end = Date.now() + seconds * 1000;
  for (;;) {
    const found = await condition();
    if (found !== undefined && found !== false) {
      return found;
    }
    if (Date.now() > end) {
      throw new Error(`${what}: not within ${seconds} s`);
    }
    await new Promise((resolve) => setTimeout(resolve, stepMilliseconds));
  }
}

/** Waits until the diagnostics of a document are such; the message of a failure shows how they are instead. */
export async function diagnosticsWhen(
  uri: vscode.Uri,
  what: string,
  accepted: (found: vscode.Diagnostic[]) => boolean,
  seconds = 30,
): Promise<vscode.Diagnostic[]> {
  try {
    return await until(what, () => {
      const found = vscode.languages.getDiagnostics(uri);
      return accepted(found) && found;
    }, seconds);
  } catch (error) {
    const found = vscode.languages.getDiagnostics(uri).map((one) => `${codeOf(one)} line ${one.range.start.line + 1}: ${one.message}`);
    throw new Error(`${String(error)}; there is ${found.length === 0 ? 'nothing' : `\n${found.join('\n')}`}`, { cause: error });
  }
}

/** The code of a diagnostic, where it leads or not. */
export function codeOf(diagnostic: vscode.Diagnostic): string {
  const code = diagnostic.code;
  return String(typeof code === 'object' ? code.value : code);
}

/** The codes of diagnostics, in the order of the text. */
export function codesOf(diagnostics: readonly vscode.Diagnostic[]): string[] {
  return [...diagnostics].sort((one, other) => one.range.start.compareTo(other.range.start)).map(codeOf);
}
