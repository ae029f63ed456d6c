import { strict as assert } from 'node:assert';

import { html, prose, when } from '../../src/views/html';
import { documentOf, Offers } from '../../src/views/page';

describe('A piece of HTML', () => {
  it('holds what is put into it as text', () => {
    const name = `<img src=x onerror="alert('1')"> & </script>`;
    assert.equal(html`<p>${name}</p>`.source, '<p>&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt; &amp; &lt;/script&gt;</p>');
  });

  it('cannot be left from within an attribute', () => {
    assert.equal(html`<p title="${'" onclick="x'}"></p>`.source, '<p title="&quot; onclick=&quot;x"></p>');
  });

  it('holds other pieces as they are, and lists of them', () => {
    const items = ['a', '<b>'].map((item) => html`<li>${item}</li>`);
    assert.equal(html`<ul>${items}${undefined}${7}</ul>`.source, '<ul><li>a</li><li>&lt;b&gt;</li>7</ul>');
  });

  it('shows characters that would turn text round', () => {
    assert.equal(html`${'a\u202eb\u0007'}`.source, 'a\\u202eb\\u0007');
  });

  it('is nothing where its condition does not hold', () => {
    assert.equal(when(false, () => html`<p></p>`).source, '');
  });

  it('marks what stands between backticks as code', () => {
    assert.equal(prose('save `a<b>` and `c`').source, 'save <code>a&lt;b&gt;</code> and <code>c</code>');
  });

  it('keeps a backtick that has no partner', () => {
    assert.equal(prose('a `b` and ` c').source, 'a <code>b</code> and ` c');
  });
});

describe('A page', () => {
  const frame = { script: 'vscode://view.js', style: 'vscode://view.css', source: 'https://cdn', nonce: 'n0nce', language: 'de', revision: 3 };

  it('runs no script but its own, and loads nothing from elsewhere', () => {
    const page = documentOf({ title: 'T', body: html`<p>x</p>`, actions: [] }, frame);
    assert.match(page, /default-src &#39;none&#39;; style-src https:\/\/cdn; script-src &#39;nonce-n0nce&#39;; base-uri &#39;none&#39;; form-action &#39;none&#39;/);
    assert.deepEqual([...page.matchAll(/<script[^>]*>/g)].map(([tag]) => tag), ['<script nonce="n0nce" src="vscode://view.js">']);
    assert.doesNotMatch(page, / on[a-z]+=| style=/);
  });

  it('does not end its script where its title says so', () => {
    const page = documentOf({ title: '</title><script>alert(1)</script>', body: html``, actions: [] }, frame);
    assert.equal(page.match(/<script/g)?.length, 1);
  });

  it('names what it offers by number', () => {
    const offers = new Offers();
    const first = offers.button({ kind: 'copy', text: 'a "b"' }, 'Copy');
    const second = offers.link({ kind: 'explain', code: 'HUB101' }, 'HUB101', 'Explain HUB101');
    assert.equal(first.source, '<button type="button" class="secondary" data-action="0">Copy</button>');
    assert.match(second.source, /data-action="1" aria-label="Explain HUB101" title="Explain HUB101"/);
    assert.deepEqual(offers.actions, [
      { kind: 'copy', text: 'a "b"' },
      { kind: 'explain', code: 'HUB101' },
    ]);
  });
});
