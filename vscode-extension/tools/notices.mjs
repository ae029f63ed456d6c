// The licences of the packages that are bundled, as their authors ask whoever hands their work on.
import { readdir, readFile } from 'node:fs/promises';
import * as path from 'node:path';

const IN_PACKAGE = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//;
const LICENCE = /^(licen[cs]e|copying|notice)/i;

/**
 * Returns the name, version and licence of each package that one of these source files belongs to, and fails where a
 * package comes without the text of its licence.
 *
 * @param {readonly string[]} sources the paths of source files, relative to the extension
 */
export async function noticesOf(sources) {
  const folders = new Set(sources.map((source) => IN_PACKAGE.exec(source)?.[1]).filter((one) => one !== undefined));
  const notices = await Promise.all([...folders].map((folder) => noticeOf(folder)));
  const head = 'The extension holds code of these packages, each under its own licence.\n';
  return [head, ...notices.sort()].join(`\n${'-'.repeat(80)}\n\n`);
}

/** @param {string} folder the folder of a package */
async function noticeOf(folder) {
  const { name, version, license } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8'));
  const files = (await readdir(folder)).filter((file) => LICENCE.test(file)).sort();
  if (typeof license !== 'string' || files.length === 0) {
    throw new Error(`${name} ${version} comes without its licence`);
  }
  const texts = await Promise.all(files.map((file) => readFile(path.join(folder, file), 'utf8')));
  return [`${name} ${version}: ${license}\n`, ...texts.map((text) => `${text.replaceAll('\r\n', '\n').trim()}\n`)].join('\n');
}
