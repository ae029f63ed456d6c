import type { ExecuteCommandMiddleware } from 'vscode-languageclient/node';

/** Does a command of the server in the extension's way. */
export type Interceptor = (argument: unknown) => Promise<unknown>;

/**
 * The commands of the server that the extension does in its own way when they come from the editor: from a code lens, a
 * quick fix, a key binding. The rest goes to the server as it is.
 */
export const interceptors = new Map<string, Interceptor>();

export const executeCommand: NonNullable<ExecuteCommandMiddleware['executeCommand']> = async (command, args: unknown[], next) => {
  const interceptor = interceptors.get(command);
  const answer: unknown = await (interceptor === undefined ? next(command, args) : interceptor(args[0]));
  return answer;
};
