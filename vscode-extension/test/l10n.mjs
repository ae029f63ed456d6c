// Prints, as JSON, what the sources of a folder have translated, in the order of the code: each text with the number of
// values that are put into it. A text that is put together at run time cannot be translated: that is an error.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import ts from 'typescript';

const [folder] = process.argv.slice(2);
const told = new Map();
const refused = [];

for (const name of readdirSync(folder, { recursive: true }).sort()) {
  if (name.endsWith('.ts')) {
    const path = join(folder, name);
    read(ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true));
  }
}
if (refused.length > 0) {
  console.error(refused.join('\n'));
  process.exitCode = 1;
} else {
  console.log(JSON.stringify(Object.fromEntries(told), undefined, 2));
}

function read(source) {
  const visit = (node) => {
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 't') {
      note(source, node);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
}

function note(source, call) {
  const [text, ...values] = call.arguments;
  const { line } = source.getLineAndCharacterOfPosition(call.getStart());
  const place = `${source.fileName}:${line + 1}`;
  if (text === undefined || !ts.isStringLiteralLike(text)) {
    refused.push(`${place}: only a text that is written out can be translated: ${call.getText()}`);
  } else if (values.some(ts.isSpreadElement)) {
    refused.push(`${place}: the values have to be written out: ${call.getText()}`);
  } else if ((told.get(text.text) ?? values.length) !== values.length) {
    refused.push(`${place}: the same text has another number of values elsewhere: ${call.getText()}`);
  } else {
    told.set(text.text, values.length);
  }
}
