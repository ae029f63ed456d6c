// What the page of a campaign does beyond being read: the map, the list of files, one file with its diff, links and
// colours as the reader wants them. Text from the data becomes text of the page, never markup.
// @ts-check
'use strict';

(() => {
  /**
   * @typedef {[code: number, message: number, row: number, column: number, severity: number, cell?: number, note?: number, skeleton?: number]} Packed
   * @typedef {[repository: number, path: string, kind: number, status: number, lines: number, before: number, after: number, found: number, fixed: number, items: Packed[], diff: [number, number] | 0 | 1, reason: number, proof: number, flags: number, rewrites: number[], notes: number[]]} Row
   * @typedef {[verdict: string, reason: string, text: string, ran: string[], devices: string[], exports: number, seconds: number]} Proof
   * @typedef {{ number: number, repository: number, path: string, status: string, lines: number, before: string, after: string, found: number, fixed: number, items: Packed[], diff: [number, number] | 0 | 1, reason: string, proof: number, partly: boolean, python2: boolean, rewrites: number[], notes: number[] }} File
   * @typedef {{ name: string, path: string, parent: Folder | undefined, children: Map<string, Entry>, lines: number, files: number, before: number[], after: number[] }} Folder
   * @typedef {{ name: string, path: string, parent: Folder, lines: number, file: File }} Leaf
   * @typedef {Folder | Leaf} Entry
   * @typedef {{ x: number, y: number, w: number, h: number }} Box
   */

  /** @type {{ standings: string[], meanings: Record<string, string>, verdicts: Record<string, string>, rules: Record<string, [string, string]>, repositories: { name: string, root: string, near: string | null }[], texts: string[], files: Row[], proofs: Proof[] }} */
  const data = JSON.parse(find('#data').textContent ?? '');
  const files = data.files.map(unpacked);
  const plain = new Intl.NumberFormat('en');
  const pageOfList = 100;
  const pageOfPlaces = 50;
  const pageOfDiff = 1500;

  document.documentElement.classList.add('scripted');

  /**
   * @param {Row} row
   * @param {number} number
   * @returns {File}
   */
  function unpacked(row, number) {
    const [repository, path, , status, lines, before, after, found, fixed, items, diff, reason, proof, flags, rewrites, notes] = row;
    return {
      number, repository, path, lines, found, fixed, items, diff, proof, rewrites, notes,
      status: text(status), before: standing(before), after: standing(after), reason: text(reason),
      partly: (flags & 1) !== 0, python2: (flags & 2) !== 0,
    };
  }

  // Small things.

  /**
   * @param {string} selector
   * @param {ParentNode} [where]
   * @returns {HTMLElement}
   */
  function find(selector, where = document) {
    const found = where.querySelector(selector);
    if (!(found instanceof HTMLElement)) throw new Error(`no ${selector}`);
    return found;
  }

  /**
   * Makes an element, in which a text stays text.
   *
   * @template {keyof HTMLElementTagNameMap} Tag
   * @param {Tag} tag
   * @param {Record<string, string>} attributes
   * @param {(Node | string)[]} children
   * @returns {HTMLElementTagNameMap[Tag]}
   */
  function make(tag, attributes, ...children) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
    made.append(...children.map((child) => (typeof child === 'string' ? straight(child) : child)));
    return made;
  }

  /**
   * Takes out what turns the direction of writing, by which code can look like other code.
   *
   * @param {string} text
   */
  function straight(text) {
    return text.replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '\ufffd');
  }

  /**
   * @param {string} label
   * @param {() => void} act
   * @param {Record<string, string>} [attributes]
   */
  function button(label, act, attributes = {}) {
    const made = make('button', { type: 'button', ...attributes }, label);
    made.addEventListener('click', act);
    return made;
  }

  /**
   * Sets what stands between backquotes as code.
   *
   * @param {string} told
   */
  function spans(told) {
    const parts = told.replaceAll('``', '`').split('`');
    if (parts.length % 2 === 0) return [told];
    return parts.map((part, number) => (number % 2 === 1 ? make('code', {}, part) : part));
  }

  /** @param {number} number */
  function text(number) {
    return data.texts[number] ?? '';
  }

  /** @param {number} number */
  function standing(number) {
    return data.standings[number] ?? 'other';
  }

  /**
   * @param {number} number
   * @param {string} one
   * @param {string} [many]
   */
  function count(number, one, many = `${one}s`) {
    return `${plain.format(number)} ${number === 1 ? one : many}`;
  }

  /** @param {string} name */
  function sign(name) {
    const space = 'http://www.w3.org/2000/svg';
    const drawn = document.createElementNS(space, 'svg');
    drawn.setAttribute('class', `sign of-${name}`);
    drawn.setAttribute('viewBox', '0 0 16 16');
    drawn.setAttribute('aria-hidden', 'true');
    for (const fill of ['', `url(#on-${name})`]) {
      const rectangle = document.createElementNS(space, 'rect');
      for (const [key, value] of Object.entries({ width: '16', height: '16', rx: '3' })) rectangle.setAttribute(key, value);
      if (fill === '') rectangle.setAttribute('class', 'fill');
      else rectangle.setAttribute('fill', fill);
      drawn.append(rectangle);
    }
    return drawn;
  }

  /** @param {File} file */
  function becomes(file) {
    const shown = make('span', { class: 'becomes' }, sign(file.before), ` ${file.before}`);
    if (file.before !== file.after) {
      shown.append(make('span', { class: 'arrow', 'aria-hidden': 'true' }, '→'), make('span', { class: 'hidden' }, ' becomes '), sign(file.after), ` ${file.after}`);
    }
    return shown;
  }

  // What the reader wants, kept where the browser allows it.

  /** @param {string} name */
  function wanted(name) {
    try {
      return localStorage.getItem(`hublint-${name}`) ?? '';
    } catch {
      return '';
    }
  }

  /**
   * @param {string} name
   * @param {(value: string) => void} use
   */
  function choice(name, use) {
    const select = /** @type {HTMLSelectElement} */ (find(`#${name}`));
    const value = wanted(name);
    if ([...select.options].some((option) => option.value === value)) select.value = value;
    select.addEventListener('change', () => {
      try {
        localStorage.setItem(`hublint-${name}`, select.value);
      } catch {
        // It is as the reader wants it until the page is closed.
      }
      use(select.value);
    });
    use(select.value);
  }

  let linked = 'vscode';

  /**
   * Escapes a part of an address; a name that is no UTF-8 has none, and must not keep the others from theirs.
   *
   * @param {string} part
   */
  function escaped(part) {
    return encodeURIComponent(part.replace(/\p{Surrogate}/gu, '\ufffd'));
  }

  /**
   * @param {File} file
   * @param {Packed} [item]
   * @returns {string | undefined}
   */
  function address(file, item) {
    const repository = data.repositories[file.repository];
    if (repository === undefined) return undefined;
    const path = file.path.split('/').map(escaped).join('/');
    if (linked === 'near') return repository.near === null ? undefined : `${repository.near}/${path}`;
    const root = repository.root.split('/').map((part) => escaped(part).replace('%3A', ':')).join('/');
    const place = item === undefined || item[5] ? '' : `:${item[2]}:${item[3]}`;
    return `vscode://file/${root.replace(/^\/+/, '')}/${path}${place}`;
  }

  /**
   * @param {File} file
   * @param {Packed} [item]
   * @param {string} [label]
   */
  function link(file, item, label) {
    const name = `${data.repositories[file.repository]?.name ?? ''}/${file.path}`;
    const where = item === undefined ? '' : `:${item[5] ? `cell ${item[5]}:` : ''}${item[2]}`;
    const made = make('a', { class: label === undefined ? 'path' : 'open' }, label ?? name + where);
    const point = () => {
      const to = address(file, item);
      if (to === undefined) made.removeAttribute('href');
      else made.href = to;
    };
    point();
    links.add({ made: new WeakRef(made), point });
    return made;
  }

  /** @type {Set<{ made: WeakRef<HTMLElement>, point: () => void }>} */
  const links = new Set();

  choice('links', (value) => {
    linked = value;
    for (const one of links) {
      if (one.made.deref()?.isConnected) one.point();
      else links.delete(one);
    }
  });

  // The map: a canvas with every file, below buttons for what lies in the folder that is shown.

  /**
   * @param {string} name
   * @param {string} path
   * @param {Folder | undefined} parent
   * @returns {Folder}
   */
  function folder(name, path, parent) {
    const none = data.standings.map(() => 0);
    return { name, path, parent, children: new Map(), lines: 0, files: 0, before: [...none], after: [...none] };
  }

  const root = folder('all', '', undefined);
  for (const file of files) {
    const parts = [data.repositories[file.repository]?.name ?? '', ...file.path.split('/')];
    const leaf = parts.pop() ?? '';
    const size = Math.max(1, file.lines);
    let at = root;
    for (const part of ['', ...parts]) {
      if (part !== '') {
        const inside = at.children.get(`${part}/`);
        const next = inside !== undefined && 'children' in inside ? inside : folder(part, at === root ? part : `${at.path}/${part}`, at);
        at.children.set(`${part}/`, next);
        at = next;
      }
      at.lines += size;
      at.files += 1;
      add(at.before, data.standings.indexOf(file.before));
      add(at.after, data.standings.indexOf(file.after));
    }
    at.children.set(leaf, { name: leaf, path: file.path, parent: at, lines: size, file });
  }

  /**
   * @param {number[]} counted
   * @param {number} index
   */
  function add(counted, index) {
    counted[index] = (counted[index] ?? 0) + 1;
  }

  const tree = find('#tree');
  const canvas = /** @type {HTMLCanvasElement} */ (find('canvas', tree));
  const cells = find('.cells', tree);
  const told = find('#told');
  const heading = 20;
  const subheading = 15;
  /** @type {'before' | 'after'} */
  let when = 'after';
  let shown = alone(root);
  let wasSeen = false;

  /**
   * Goes into folders with one entry, which have nothing to choose from.
   *
   * @param {Folder} at
   * @returns {Folder}
   */
  function alone(at) {
    const [only, another] = at.children.values();
    return only !== undefined && another === undefined && 'children' in only ? alone(only) : at;
  }

  /**
   * Lays entries out as squares as they can be (Bruls, Huizing and van Wijk, 2000).
   *
   * @param {Entry[]} entries the largest first.
   * @param {Box} box
   * @returns {[Entry, Box][]}
   */
  function squarified(entries, box) {
    /** @type {[Entry, Box][]} */
    const placed = [];
    let { x, y, w, h } = box;
    let left = entries.reduce((sum, entry) => sum + entry.lines, 0);
    let from = 0;
    while (from < entries.length && w > 0 && h > 0) {
      const area = (w * h) / left;
      const side = Math.min(w, h);
      let sum = 0;
      let to = from;
      let worst = Infinity;
      for (; to < entries.length; to += 1) {
        const size = (entries[to]?.lines ?? 0) * area;
        const next = sum + size;
        const largest = (entries[from]?.lines ?? 0) * area;
        const ratio = Math.max((side * side * largest) / (next * next), (next * next) / (side * side * size));
        if (ratio > worst) break;
        worst = ratio;
        sum = next;
      }
      const thick = sum / side;
      let along = 0;
      for (const entry of entries.slice(from, to)) {
        const long = (entry.lines * area) / thick;
        placed.push([entry, w < h ? { x: x + along, y, w: long, h: thick } : { x, y: y + along, w: thick, h: long }]);
        along += long;
        left -= entry.lines;
      }
      if (w < h) {
        y += thick;
        h -= thick;
      } else {
        x += thick;
        w -= thick;
      }
      from = to;
    }
    return placed;
  }

  /** @param {Folder} at */
  function largestFirst(at) {
    return [...at.children.values()].sort((a, b) => b.lines - a.lines || (a.name < b.name ? -1 : 1));
  }

  /** @param {Folder} at */
  function composition(at) {
    const parts = at[when].map((number, index) => (number > 0 ? `${plain.format(number)} ${standing(index) === 'other' ? 'without TensorFlow' : standing(index)}` : ''));
    return parts.filter((part) => part !== '').join(', ');
  }

  /** @param {Entry} entry */
  function described(entry) {
    if ('children' in entry) return `${entry.path || 'all'}/: ${count(entry.files, 'file')}, ${count(entry.lines, 'line')}; ${composition(entry)}`;
    const { file } = entry;
    const became = file.before === file.after ? file.after : `${file.before}, becomes ${file.after}`;
    return `${entry.name}: ${became}; ${count(file.lines, 'line')}, ${count(file.items.length, 'finding')} left`;
  }

  /** @param {Entry} [focused] what is to have the focus. */
  function drawMap(focused) {
    if (!wasSeen) return;
    const { width, height } = tree.getBoundingClientRect();
    const scale = window.devicePixelRatio || 1;
    canvas.width = Math.round(width * scale);
    canvas.height = Math.round(height * scale);
    const context = canvas.getContext('2d');
    if (context === null || width === 0) return;
    context.scale(scale, scale);
    const ink = palette();
    const placed = squarified(largestFirst(shown), { x: 0, y: 0, w: width, h: height });
    /** @type {HTMLElement[]} */
    const buttons = [];
    for (const [entry, box] of placed) {
      paint(context, ink, entry, box, 0);
      buttons.push(cell(entry, box));
    }
    cells.replaceChildren(...buttons);
    const at = Math.max(0, placed.findIndex(([entry]) => entry === focused));
    buttons.forEach((one, number) => { one.tabIndex = number === at ? 0 : -1; });
    if (focused !== undefined) buttons[at]?.focus({ preventScroll: true });
    drawTrail();
    told.textContent = described(shown);
  }

  function palette() {
    const probe = make('span', {});
    tree.append(probe);
    /** @param {string} name */
    const read = (name) => {
      probe.style.color = `var(--${name})`;
      return getComputedStyle(probe).color;
    };
    const fills = new Map(data.standings.map((name) => [name, read(name)]));
    const found = { fills, page: read('page'), raised: read('raised'), edge: read('line'), ink: read('ink'), hatch: read('hatch') };
    probe.remove();
    return found;
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {ReturnType<typeof palette>} ink
   * @param {Entry} entry
   * @param {Box} box
   * @param {number} depth
   */
  function paint(context, ink, entry, box, depth) {
    if (box.w < 1 || box.h < 1) return;
    if (!('children' in entry)) {
      const name = entry.file[when];
      const gap = box.w > 4 && box.h > 4 ? 0.5 : 0;
      context.fillStyle = ink.fills.get(name) ?? ink.edge;
      context.fillRect(box.x + gap, box.y + gap, box.w - 2 * gap, box.h - 2 * gap);
      if (box.w > 8 && box.h > 8) hatch(context, ink.hatch, name, box);
      return;
    }
    // The outer ones are named by the buttons above them.
    const top = depth === 0 && box.w > 44 && box.h > heading + 10 ? heading : depth === 1 && box.w > 72 && box.h > 48 ? subheading : 0;
    const rim = depth < 2 ? 1.5 : 0.5;
    context.fillStyle = depth === 0 ? ink.raised : ink.edge;
    context.fillRect(box.x + 0.5, box.y + 0.5, box.w - 1, box.h - 1);
    if (top === subheading) label(context, ink.ink, entry.name, box);
    const inner = { x: box.x + rim, y: box.y + (top || rim), w: box.w - 2 * rim, h: box.h - rim - (top || rim) };
    if (inner.w < 1 || inner.h < 1) return;
    for (const [child, place] of squarified(largestFirst(entry), inner)) paint(context, ink, child, place, depth + 1);
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {string} colour
   * @param {string} name
   * @param {Box} box
   */
  function label(context, colour, name, box) {
    context.save();
    context.beginPath();
    context.rect(box.x + 4, box.y, box.w - 8, subheading);
    context.clip();
    context.fillStyle = colour;
    context.font = `11px ${getComputedStyle(tree).fontFamily}`;
    context.textBaseline = 'middle';
    context.fillText(straight(name), box.x + 4, box.y + subheading / 2 + 1);
    context.restore();
  }

  /**
   * The same signs as in the bars, so that no standing is told by its colour alone.
   *
   * @param {CanvasRenderingContext2D} context
   * @param {string} colour
   * @param {string} name
   * @param {Box} box
   */
  function hatch(context, colour, name, box) {
    if (name === 'native' || name === 'other') return;
    context.save();
    context.beginPath();
    context.rect(box.x + 1, box.y + 1, box.w - 2, box.h - 2);
    context.clip();
    context.strokeStyle = colour;
    context.fillStyle = colour;
    context.lineWidth = 1.5;
    context.beginPath();
    const far = box.w + box.h;
    if (name === 'manual') {
      for (let y = 4; y < box.h; y += 6) for (let x = 4; x < box.w; x += 6) context.rect(box.x + x, box.y + y, 1.8, 1.8);
      context.fill();
    } else if (name === 'unparseable') {
      for (let y = 3; y < box.h; y += 5) line(context, box.x, box.y + y, box.x + box.w, box.y + y);
    } else {
      for (let d = 5; d < far; d += 10) line(context, box.x + d, box.y, box.x + d - box.h, box.y + box.h);
      if (name === 'broken') for (let d = 5 - box.h; d < box.w; d += 10) line(context, box.x + d, box.y, box.x + d + box.h, box.y + box.h);
    }
    context.stroke();
    context.restore();
  }

  /**
   * @param {CanvasRenderingContext2D} context
   * @param {number} x1
   * @param {number} y1
   * @param {number} x2
   * @param {number} y2
   */
  function line(context, x1, y1, x2, y2) {
    context.moveTo(x1, y1);
    context.lineTo(x2, y2);
  }

  /**
   * @param {Entry} entry
   * @param {Box} box
   */
  function cell(entry, box) {
    const isFolder = 'children' in entry;
    const made = button('', () => { enter(entry); }, { 'aria-label': described(entry), class: isFolder ? 'is-folder' : `is-file of-${entry.file[when]}` });
    Object.assign(made.style, { left: `${box.x}px`, top: `${box.y}px`, width: `${box.w}px`, height: `${box.h}px` });
    if (box.w > 44 && box.h > 20) made.append(make('span', { 'aria-hidden': 'true' }, entry.name));
    for (const event of ['focus', 'pointerenter']) made.addEventListener(event, () => { told.textContent = described(entry); });
    made.addEventListener('keydown', (event) => { moveOnMap(event, box); });
    return made;
  }

  /** @param {Entry} entry */
  function enter(entry) {
    if (!('children' in entry)) {
      openFile(entry.file);
      return;
    }
    shown = alone(entry);
    drawMap(largestFirst(shown)[0]);
  }

  function leave() {
    let from = shown;
    while (from.parent !== undefined && from.parent.children.size === 1) from = from.parent;
    if (from.parent === undefined) return;
    shown = from.parent;
    drawMap(from);
  }

  /**
   * @param {KeyboardEvent} event
   * @param {Box} box
   */
  function moveOnMap(event, box) {
    /** @type {Record<string, [number, number]>} */
    const directions = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    const direction = directions[event.key];
    if (event.key === 'Backspace') leave();
    else if (direction !== undefined) nearest(box, direction)?.focus({ preventScroll: true });
    else return;
    event.preventDefault();
  }

  /**
   * Returns the cell that lies next in a direction.
   *
   * @param {Box} from
   * @param {[number, number]} direction
   */
  function nearest(from, [dx, dy]) {
    const { left, top } = tree.getBoundingClientRect();
    const [x, y] = [from.x + from.w / 2, from.y + from.h / 2];
    /** @type {HTMLElement | undefined} */
    let found;
    let least = Infinity;
    for (const one of cells.children) {
      if (!(one instanceof HTMLElement) || one === document.activeElement) continue;
      const box = one.getBoundingClientRect();
      const [ox, oy] = [box.left - left + box.width / 2 - x, box.top - top + box.height / 2 - y];
      const ahead = ox * dx + oy * dy;
      const aside = Math.abs(ox * dy) + Math.abs(oy * dx);
      const distance = ahead + 2 * aside;
      if (ahead > 1 && distance < least) [found, least] = [one, distance];
    }
    if (found !== undefined) {
      for (const one of cells.children) if (one instanceof HTMLElement) one.tabIndex = one === found ? 0 : -1;
    }
    return found;
  }

  function drawTrail() {
    /** @type {HTMLElement[]} */
    const steps = [];
    for (let at = /** @type {Folder | undefined} */ (shown); at !== undefined; at = at.parent) {
      const here = at;
      const go = () => {
        shown = here;
        drawMap(largestFirst(here)[0]);
      };
      steps.unshift(button(at.parent === undefined ? 'all' : at.name, go, at === shown ? { 'aria-current': 'location' } : {}));
    }
    find('#trail').replaceChildren(...steps);
  }

  find('#when').addEventListener('change', (event) => {
    if (event.target instanceof HTMLInputElement) when = event.target.value === 'before' ? 'before' : 'after';
    drawMap();
  });
  choice('scheme', (value) => {
    document.documentElement.dataset['scheme'] = value;
    drawMap();
  });
  window.matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => { drawMap(); });
  // Of many thousand files it takes a while, which nobody has to wait for who reads what stands above.
  new IntersectionObserver(([seen], observer) => {
    if (seen?.isIntersecting !== true) return;
    observer.disconnect();
    wasSeen = true;
    new ResizeObserver(() => { drawMap(); }).observe(tree);
  }, { rootMargin: '400px' }).observe(tree);

  // Places of a task.

  /**
   * @param {HTMLElement} list
   * @param {() => HTMLElement | undefined} next makes the next entry, until there is none.
   * @param {number} many
   */
  function fill(list, next, many) {
    for (let number = 0; number < many; number += 1) {
      const made = next();
      if (made === undefined) return;
      list.append(made);
    }
    const more = make('li', {}, button(`Show ${many} more`, () => {
      more.remove();
      const last = list.lastElementChild;
      fill(list, next, many);
      // Whoever came by keyboard goes on with what has been added.
      const added = last?.nextElementSibling?.querySelector('a, button');
      if (added instanceof HTMLElement) added.focus();
    }));
    list.append(more);
  }

  /**
   * @param {File} file
   * @param {Packed} item
   * @param {boolean} inTask
   */
  function place(file, item, inTask) {
    const [code, message, , , , , note, skeleton] = item;
    const shownPlace = make('li', {}, link(file, item), ' ');
    if (inTask && file.diff !== 0) shownPlace.append(button('diff', () => { openFile(file); }, { 'aria-label': `diff of ${file.path}` }));
    shownPlace.append(make('p', {}, ...(inTask ? [] : [make('b', { class: 'code' }, text(code)), ' ']), ...spans(text(message))));
    if (note) shownPlace.append(make('p', { class: 'why' }, 'No fix: ', ...spans(text(note))));
    if (skeleton) shownPlace.append(make('details', {}, make('summary', {}, 'Code to begin with'), make('pre', { tabindex: '0' }, text(skeleton))));
    return shownPlace;
  }

  /** @param {HTMLElement} details */
  function fillTask(details) {
    const { kind, code } = details.dataset;
    const list = find('.places', details);
    list.replaceChildren();
    const next = kind === 'rule' ? placesOf(code ?? '') : filesOf(kind ?? '');
    fill(list, () => next.next().value ?? undefined, pageOfPlaces);
  }

  /**
   * @param {string} code
   * @returns {Generator<HTMLElement, undefined>}
   */
  function* placesOf(code) {
    const number = data.texts.indexOf(code);
    /** @param {File} file */
    const urgency = (file) => ['manual', 'broken'].indexOf(file.after);
    for (const file of [...files].sort((a, b) => urgency(b) - urgency(a) || a.number - b.number)) {
      if (file.status === 'failed' || file.after === 'unparseable') continue;
      for (const item of file.items) if (item[0] === number) yield place(file, item, true);
    }
    return undefined;
  }

  /**
   * @param {string} kind
   * @returns {Generator<HTMLElement, undefined>}
   */
  function* filesOf(kind) {
    for (const file of files) {
      const unreadable = file.after === 'unparseable';
      const failed = !unreadable && file.status === 'failed';
      const unexplained = !failed && !unreadable && file.items.length === 0 && (file.after === 'broken' || file.after === 'manual');
      if (!{ failed, unreadable, unexplained }[kind]) continue;
      const [first] = file.items;
      const why = file.reason || (first === undefined ? '' : text(first[1]));
      yield make('li', {}, link(file, first), ...(why === '' ? [] : [make('p', {}, ...spans(why))]));
    }
    return undefined;
  }

  for (const details of document.querySelectorAll('.tasks details')) {
    details.addEventListener('toggle', () => {
      if (details instanceof HTMLDetailsElement && details.open && details.dataset['filled'] === undefined) {
        details.dataset['filled'] = '';
        fillTask(details);
      }
    });
  }

  // Rules: a table that can be sorted.

  for (const heading of document.querySelectorAll('table.sorted th')) {
    const column = [...(heading.parentElement?.children ?? [])].indexOf(heading);
    const label = heading.textContent ?? '';
    heading.replaceChildren(button(label, () => {
      const byText = heading.getAttribute('data-by') === 'text';
      const first = byText ? 'ascending' : 'descending';
      const other = byText ? 'descending' : 'ascending';
      const order = heading.getAttribute('aria-sort') === first ? other : first;
      for (const one of heading.parentElement?.children ?? []) one.removeAttribute('aria-sort');
      heading.setAttribute('aria-sort', order);
      const body = find('tbody', heading.closest('table') ?? document);
      /** @param {Element} row */
      const value = (row) => row.children[column]?.getAttribute('data-value') ?? '';
      const rows = [...body.children].sort((a, b) => (byText ? (value(a) < value(b) ? -1 : 1) : Number(value(a)) - Number(value(b))));
      body.append(...(order === 'ascending' ? rows : rows.reverse()));
    }));
  }

  // The list of files.

  const filters = /** @type {HTMLFormElement} */ (find('#filters'));
  const list = find('#list');
  const more = find('#more');
  /** @type {File[]} */
  let matching = [];

  for (const { name } of data.repositories) filters['repository'].append(make('option', {}, name));

  function listFiles() {
    const wantedPath = filters['path'].value.toLowerCase();
    const wantedRepository = filters['repository'].selectedIndex - 1;
    const wantedStanding = filters['standing'].value;
    const wantedStatus = filters['status'].value;
    matching = files.filter((file) =>
      (wantedRepository < 0 || file.repository === wantedRepository)
      && (wantedStanding === '' ? file.before !== 'other' || file.after !== 'other' || file.status === 'failed' || file.diff !== 0 : file.after === wantedStanding)
      && (wantedStatus === '' || file.status === wantedStatus)
      && (wantedPath === '' || `${data.repositories[file.repository]?.name ?? ''}/${file.path}`.toLowerCase().includes(wantedPath)));
    list.replaceChildren();
    find('#matching').textContent = `${count(matching.length, 'file')}${matching.length === files.length ? '' : ` of ${plain.format(files.length)}`}; standing is what it is after the migration`;
    listMore();
  }

  function listMore() {
    const from = list.children.length;
    for (const file of matching.slice(from, from + pageOfList)) {
      const slash = file.path.lastIndexOf('/') + 1;
      const name = make('span', { class: 'path' }, make('span', { class: 'in' }, `${data.repositories[file.repository]?.name ?? ''}/${file.path.slice(0, slash)}`), file.path.slice(slash));
      const opens = button('', () => { openFile(file); });
      opens.append(name);
      const left = file.items.length > 0 ? `${plain.format(file.items.length)} left` : '';
      list.append(make('li', {}, opens, becomes(file), make('span', { class: 'left' }, [file.fixed > 0 ? `${plain.format(file.fixed)} fixed` : '', left].filter((part) => part !== '').join(', '))));
    }
    const rest = matching.length - list.children.length;
    more.hidden = rest === 0;
    more.textContent = `Show ${plain.format(Math.min(rest, pageOfList))} of ${plain.format(rest)} more`;
  }

  more.addEventListener('click', () => {
    const last = list.lastElementChild;
    listMore();
    const next = last?.nextElementSibling?.querySelector('button');
    if (next instanceof HTMLElement) next.focus();
  });
  filters.addEventListener('input', listFiles);
  filters.addEventListener('submit', (event) => { event.preventDefault(); });
  listFiles();

  // One file.

  const dialog = /** @type {HTMLDialogElement} */ (find('#file'));
  /** @type {Map<number, Promise<string[]>>} */
  const blocks = new Map();

  /** @param {number} block */
  async function unpack(block) {
    const packed = atob(find(`#diffs-${block}`).textContent ?? '');
    const bytes = Uint8Array.from(packed, (character) => character.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('deflate'));
    return /** @type {string[]} */ (JSON.parse(await new Response(stream).text()));
  }

  /** @param {File} file */
  function openFile(file) {
    const repository = data.repositories[file.repository]?.name ?? '';
    const close = button('Close', () => { dialog.close(); }, { 'aria-label': 'Close the file' });
    const facts = make('p', {}, becomes(file), count(file.lines, 'line'), count(file.fixed, 'fix', 'fixes'), count(file.items.length, 'finding') + ' left', file.status + (file.partly ? ', safe fixes only' : ''), link(file, undefined, 'Open the file'));
    const spaced = [...facts.childNodes].map((node) => make('span', {}, node));
    facts.replaceChildren(...spaced);
    const body = make('div', { class: 'body' });
    if (file.reason !== '') body.append(make('p', { class: 'note' }, ...spans(file.reason)));
    if (file.python2) body.append(make('p', { class: 'note' }, 'It was Python 2, and has been brought to Python 3 first.'));
    body.append(...proofOf(file), ...listed('To look at in what was rewritten', file.notes));
    body.append(...listed('What was rewritten', file.rewrites));
    if (file.items.length > 0) {
      const left = make('ol', { class: 'places' });
      const items = file.items.values();
      fill(left, () => {
        const item = items.next().value;
        return item === undefined ? undefined : place(file, item, false);
      }, pageOfPlaces);
      body.append(make('h3', {}, 'Left to do'), left);
    }
    const diff = make('pre', { class: 'diff', tabindex: '0', 'aria-label': 'Diff' });
    if (file.diff === 1) body.append(make('p', { class: 'note' }, 'The diff is too long for this page: it is in changes.diff beside it.'));
    else if (file.diff === 0) body.append(make('p', { class: 'why' }, 'It was not rewritten.'));
    else body.append(make('h3', {}, 'Before and after'), diff);
    dialog.replaceChildren(make('header', {}, make('h2', { id: 'file-name', class: 'path' }, `${repository}/${file.path}`), close, facts), body);
    if (!dialog.open) dialog.showModal();
    dialog.scrollTop = 0;
    if (typeof file.diff === 'object') void showDiff(diff, ...file.diff, file.python2);
  }

  /**
   * @param {string} title
   * @param {number[]} texts
   */
  function listed(title, texts) {
    if (texts.length === 0) return [];
    return [make('h3', {}, title), make('ul', { class: 'entries' }, ...texts.map((number) => make('li', {}, ...spans(text(number)))))];
  }

  /** @param {File} file */
  function proofOf(file) {
    const proof = data.proofs[file.proof - 1];
    if (proof === undefined) return [];
    const [verdict, reason, whole, ran, devices, exports, seconds] = proof;
    const by = [...ran, ...devices].join('; ');
    const made = make('p', { class: 'note' }, make('b', {}, verdict), `: ${data.verdicts[verdict] ?? ''}. ${reason === '' ? '' : `${reason}. `}${count(exports, 'export')} compared${by === '' ? '' : ` by ${by}`}, in ${seconds} s.`);
    return whole === '' ? [made] : [made, make('details', {}, make('summary', {}, 'The whole comparison'), make('pre', { tabindex: '0' }, whole))];
  }

  /**
   * @param {HTMLElement} shownDiff
   * @param {number} block
   * @param {number} number
   * @param {boolean} python2 whether the diff has two steps, of which the first brings the file to Python 3.
   */
  async function showDiff(shownDiff, block, number, python2) {
    let unpacked = blocks.get(block);
    if (unpacked === undefined) blocks.set(block, (unpacked = unpack(block)));
    const lines = ((await unpacked)[number] ?? '').split('\n');
    if (lines.at(-1) === '') lines.pop();
    const drawn = diffLines(lines, python2);
    const show = () => {
      for (let shownLines = 0; shownLines < pageOfDiff; shownLines += 1) {
        const next = drawn.next();
        if (next.done === true) return;
        shownDiff.append(next.value);
      }
      const further = button('Show more of the diff', () => {
        further.remove();
        show();
      }, { class: 'more' });
      shownDiff.append(further);
    };
    show();
  }

  /**
   * @param {string[]} lines
   * @param {boolean} python2
   * @returns {Generator<HTMLElement, undefined>}
   */
  function* diffLines(lines, python2) {
    let [before, after] = [0, 0];
    let [old, fresh] = [0, 0];
    let at = 0;
    let steps = 0;
    while (at < lines.length) {
      const one = lines[at] ?? '';
      const start = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/.exec(one);
      if (old <= 0 && fresh <= 0) {
        // Only here a line that begins with a sign is none of the file, but names it.
        at += 1;
        if (start !== null) {
          [before, old, after, fresh] = [Number(start[1]), Number(start[2] ?? 1), Number(start[3]), Number(start[4] ?? 1)];
          yield make('span', { class: 'hunk' }, `${one}\n`);
        } else if (one.startsWith('+++ ')) {
          steps += 1;
          if (python2) yield make('span', { class: 'step' }, steps === 1 ? 'First, Python 2 is brought to Python 3:\n' : 'Then that is rewritten:\n');
        } else if (!one.startsWith('--- ')) yield numbered('same', 0, 0, one);
        continue;
      }
      const removed = run(lines, at, '-', old);
      const added = run(lines, at + removed.length, '+', fresh);
      old -= removed.length;
      fresh -= added.length;
      if (removed.length + added.length === 0) {
        const context = one.startsWith(' ') || one === '';
        yield context ? numbered('same', before, after, one) : numbered('same', 0, 0, one);
        if (context) [before, after, old, fresh] = [before + 1, after + 1, old - 1, fresh - 1];
        at += 1;
        continue;
      }
      const paired = removed.length === added.length;
      for (const [index, text] of removed.entries()) yield numbered('removed', before++, 0, text, paired ? added[index] : undefined);
      for (const [index, text] of added.entries()) yield numbered('added', 0, after++, text, paired ? removed[index] : undefined);
      at += removed.length + added.length;
    }
    return undefined;
  }

  /**
   * @param {string[]} lines
   * @param {number} from
   * @param {string} begins
   * @param {number} most
   */
  function run(lines, from, begins, most) {
    let to = from;
    while (to < from + most && lines[to]?.startsWith(begins) === true) to += 1;
    return lines.slice(from, to);
  }

  /**
   * @param {'same' | 'added' | 'removed'} kind
   * @param {number} before
   * @param {number} after
   * @param {string} line
   * @param {string} [other] what the line was, or became.
   */
  function numbered(kind, before, after, line, other) {
    const at = `${before > 0 ? String(before).padStart(5) : '     '} ${after > 0 ? String(after).padStart(5) : '     '}`;
    const made = make('span', { class: kind }, make('span', { class: 'at', 'aria-hidden': 'true' }, at));
    if (other === undefined || kind === 'same') {
      made.append(straight(`${line}\n`));
      return made;
    }
    const shorter = Math.min(line.length, other.length);
    let head = 1;
    while (head < shorter && line[head] === other[head]) head += 1;
    let tail = 0;
    while (tail < shorter - head && line[line.length - 1 - tail] === other[other.length - 1 - tail]) tail += 1;
    const end = line.length - tail;
    made.append(straight(line.slice(0, head)), make(kind === 'added' ? 'ins' : 'del', {}, line.slice(head, end)), straight(`${line.slice(end)}\n`));
    return made;
  }

  // Where the reader is.

  const byName = new Map([...document.querySelectorAll('.top nav a')].map((one) => [one.getAttribute('href'), one]));
  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      const its = byName.get(`#${entry.target.id}`);
      if (entry.isIntersecting) its?.setAttribute('aria-current', 'true');
      else its?.removeAttribute('aria-current');
    }
  }, { rootMargin: '-30% 0px -65% 0px' });
  for (const section of document.querySelectorAll('main section[id]')) watch.observe(section);
})();
