// Takes the place of VS Code's module that writes logs, which is C++: no machine needs a compiler to run these tests.
// Without any such module VS Code 1.93 waits for it for ever, and the output channels of newer ones stay empty.
const { appendFileSync, mkdirSync } = require('node:fs');
const path = require('node:path');

const levels = ['trace', 'debug', 'info', 'warning', 'error', 'critical', 'off'];

class Logger {
  constructor(_kind, _name, file) {
    this.file = file;
    this.level = 0;
    this.formats = true;
  }

  trace(message) { this.write(0, message); }
  debug(message) { this.write(1, message); }
  info(message) { this.write(2, message); }
  warn(message) { this.write(3, message); }
  error(message) { this.write(4, message); }
  critical(message) { this.write(5, message); }

  getLevel() { return this.level; }
  setLevel(level) { this.level = level; }
  setPattern() { this.formats = true; }
  clearFormatters() { this.formats = false; }
  flush() { /* Every message is in the file as soon as it is written. */ }
  drop() { /* The file is open only while something is written. */ }

  write(level, message) {
    if (level < this.level) {
      return;
    }
    const time = new Date().toISOString().replace('T', ' ').replace('Z', '');
    appendFileSync(this.file, this.formats ? `${time} [${levels[level]}] ${message}\n` : message);
  }
}

async function createLogger(name, file) {
  mkdirSync(path.dirname(file), { recursive: true });
  // Its reader waits for the file, not for the first message.
  appendFileSync(file, '');
  return new Logger('', name, file);
}

// Each on a line of its own: newer VS Codes import this as an ES module, and Node.js finds no other names then.
exports.version = 0;
exports.setLevel = () => { /* Each logger has its own. */ };
exports.setFlushOn = () => { /* There is nothing to flush. */ };
exports.Logger = Logger;
exports.createRotatingLogger = createLogger;
exports.createAsyncRotatingLogger = createLogger;
