import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isFromPanel, PROTOCOL_VERSION } from '../../../src/protocol/messages.js';
import { fakeRun } from '../../support/webviewDemo/fakeRun.js';
import { escapeHtml, panelHtml } from '../../../webview/ui/html.js';
import { readState } from '../../../webview/messages/host.js';
import { receive } from '../../../webview/messages/validateMessage.js';

const page = (title: string): string =>
  panelHtml({ scriptUri: 'https://x/a.js', styleUri: 'https://x/a.css?b=1&c=2', nonce: 'N0', cspSource: 'https://x', title });

describe('the page of the panel', () => {
  it('escapes every character that could end an attribute or an element', () => {
    assert.equal(escapeHtml(`<a b="c" d='e'>&</a>`), '&lt;a b=&quot;c&quot; d=&#39;e&#39;&gt;&amp;&lt;/a&gt;');
    const html = page('"><script>alert(1)</script>');
    assert.equal(html.match(/<script/g)?.length, 1);
    assert.ok(html.includes('href="https://x/a.css?b=1&amp;c=2"'));
  });

  it('allows its own script by nonce and nothing unsafe', () => {
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(page('Society'))?.[1] ?? '';
    assert.ok(policy.startsWith('default-src &#39;none&#39;;'));
    assert.ok(policy.includes('script-src &#39;nonce-N0&#39;'));
    assert.match(policy, /worker-src blob:(;|$)/);
    assert.doesNotMatch(policy, /unsafe|\*/);
    assert.doesNotMatch(page('Society'), /\sstyle=|<style|\son[a-z]+=/);
  });
});

/** What a page could send to do harm, or to keep the host busy forever. */
const BAD = [
  { type: 'save', name: '../../etc/passwd', text: '' },
  { type: 'save', name: '.bashrc', text: '' },
  { type: 'save', name: 'a.txt' },
  { type: 'save', name: 'a.txt', text: '', base64: '' },
  { type: 'ask', id: 1, question: { kind: 'mind', agent: 'ada', seq: 3, find: '', memories: 1e9 } },
  { type: 'ask', id: 1, question: { kind: 'eval', seq: 3 } },
  { type: 'ask', id: 'x', question: { kind: 'why', seq: 3 } },
  { type: 'interview', agent: 3 },
];

describe('the messages of the panel', () => {
  const { start } = fakeRun({ agents: 4, rounds: 1, hostile: false, seed: 1 });
  const version = PROTOCOL_VERSION;

  it('are accepted when they have the format of the contract', () => {
    const whole = { type: 'snapshot', version, snapshot: start, left: 'nothing' };
    assert.deepEqual(receive(whole), { message: whole });
    assert.ok(receive({ ...whole, snapshot: null }));
    assert.ok(receive({ type: 'select', version, agent: 'ada' }));
    assert.ok(receive({ type: 'moment', version, moment: 12, went: 0 }));
    assert.ok(receive({ type: 'moment', version, moment: null, went: 3 }));
    assert.ok(receive({ type: 'beside', version, beside: { label: 'r', measures: [] } }));
    assert.ok(receive({ type: 'breakpoints', version, seqs: [3, 12] }));
    assert.ok(receive({ type: 'answer', version, id: 3, answer: null, problem: 'no' }));
    assert.ok(receive({ type: 'delta', version, delta: { run: 'r', seq: 1, edge: 1, status: 'running', problem: null, course: {} } }));
  });

  it('are rejected otherwise, and another version is named', () => {
    for (const value of [
      null,
      1,
      'x',
      {},
      { type: 'other', version },
      { type: 'delta', version, delta: { run: 1 } },
      { type: 'delta', version, delta: { run: 'r', seq: 1, course: { ties: 3 } } },
      { type: 'moment', version, moment: '12', went: 0 },
      { type: 'moment', version, moment: 12 },
      { type: 'beside', version, beside: { label: 3 } },
      { type: 'breakpoints', version, seqs: ['3'] },
      { type: 'answer', version, id: '3', answer: null, problem: '' },
      { type: 'snapshot', version, snapshot: { ...start, moment: {} }, left: 'nothing' },
      { type: 'snapshot', version, snapshot: { run: {} }, left: 'nothing' },
      { type: 'snapshot', version, snapshot: start },
    ]) {
      assert.equal(receive(value), null);
    }
    assert.deepEqual(receive({ type: 'snapshot', version: version + 1, snapshot: null }), { problem: 'version' });
  });

  it('are also checked by the host', () => {
    assert.ok(
      isFromPanel({ type: 'command', command: 'run' }) &&
        isFromPanel({ type: 'command', command: 'forkHere' }) &&
        isFromPanel({ type: 'reveal', node: 'personas.ada' }) &&
        isFromPanel({ type: 'selected', agent: 'ada' }) &&
        !isFromPanel({ type: 'selected', agent: 3 }) &&
        isFromPanel({ type: 'go', seq: 12, count: 1 }) &&
        !isFromPanel({ type: 'go', seq: 1.5, count: 1 }) &&
        isFromPanel({ type: 'ask', id: 1, question: { kind: 'why', seq: 3 } }) &&
        isFromPanel({ type: 'ask', id: 1, question: { kind: 'change', agent: 'ada', variable: 'trust', seq: 3 } }) &&
        !isFromPanel({ type: 'ask', id: 1, question: { kind: 'change', agent: 'ada', seq: 3 } }) &&
        isFromPanel({ type: 'ask', id: 1, question: { kind: 'mind', agent: 'ada', seq: 3, find: '', memories: 20 } }) &&
        isFromPanel({ type: 'save', name: 'hello round 3.csv', text: '' }) &&
        isFromPanel({ type: 'ready', version }),
    );
    for (const value of [null, 'run', {}, { type: 'command', command: 'rm -rf' }, { type: 'reveal' }, { type: 'ready' }, ...BAD])
      assert.ok(!isFromPanel(value));
  });

  it('give a usable state, whatever was stored', () => {
    const fresh = readState(undefined);
    for (const stored of [
      null,
      5,
      'x',
      { split: 7, selected: 3, camera: { k: 0 }, places: { run: 'r', xy: ['a'] } },
      { camera: { k: Number.NaN, x: 0, y: 0 } },
    ]) {
      assert.deepEqual(readState(stored), fresh);
    }
    const state = {
      ...fresh,
      split: 0.4,
      run: 'r',
      selected: 'ada',
      camera: { k: 2, x: 1, y: 1 },
      follow: false,
      face: 'matrix',
      noticeDismissed: true,
      places: { run: 'r', xy: [1, 2] },
    };
    assert.deepEqual(readState(structuredClone(state)), state);
  });
});
