// Serves VS Code to a browser: `node serve.mjs FOLDER ARGUMENTS`, with the folder of a code-server package and the
// arguments of its VS Code server as JSON. Run by the Node.js of that release, so this is plain JavaScript.
//
// code-server itself is left out: it adds a login and a proxy, and modules that have to be compiled.
import { createServer } from 'node:http';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const [folder, given] = process.argv.slice(2);
const options = JSON.parse(given);

// Older releases export what they are from CommonJS, newer ones are modules themselves.
const main = await import(pathToFileURL(path.join(folder, 'lib', 'vscode', 'out', 'server-main.js')).href);
const code = await (main.loadCodeWithNls ?? main.default.loadCodeWithNls)();

if (options['install-extension'] !== undefined) {
  await code.spawnCli(options);
} else {
  await serve();
}

async function serve() {
  const vscode = await code.createServer(null, options);
  const server = createServer((request, response) => void vscode.handleRequest(request, response));
  server.on('upgrade', (request, socket) => void vscode.handleUpgrade(request, socket));
  server.listen(0, '127.0.0.1', () => {
    console.log(JSON.stringify({ port: server.address().port }));
  });
}
