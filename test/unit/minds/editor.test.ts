/** The editor's own models, with a fake editor. */
import assert from 'node:assert/strict';
import { CancellationSource, neverCancelled } from '../../../src/core/util/lifecycle.js';
import { type Mind, MindFault } from '../../../src/engine/model/mind.js';
import { chooseChat, editorFault, editorMind, type EditorChat, noChatWords } from '../../../src/minds/editorModel.js';
import type { After } from '../../../src/minds/person/human.js';
import { question } from './openaiSupport.js';

type Send = EditorChat['send'];

const chatOf = (send: Send, more: Partial<EditorChat> = {}): EditorChat => ({
  ...{ id: 'copilot-small', name: 'Small', vendor: 'copilot', family: 'small' },
  ...more,
  send,
});

async function* spoken(...texts: string[]): AsyncIterable<string> {
  for (const text of texts) yield await Promise.resolve(text);
}

const failing = (error: unknown): AsyncIterable<string> => ({
  [Symbol.asyncIterator]: () => ({ next: () => Promise.reject(error) }),
});

const still: After = () => ({ dispose: () => undefined });
const mind = (send: Send, after: After = still): Mind => editorMind({ id: 'ed', chat: chatOf(send), after, timeoutMs: 9000 });
const ask = async (one: Mind, token = neverCancelled): Promise<string | undefined> => (await one.ask(question(), token)).text;
const faultOf = (answer: Promise<unknown>): Promise<MindFault> =>
  answer.then(
    () => assert.fail('answered'),
    (error: unknown) => (error instanceof MindFault ? error : assert.fail(String(error))),
  );

describe("the editor's own models", () => {
  it('are asked for JSON in the prompt, and the pieces of the answer are joined', async () => {
    let sent: readonly { role: string; content: string }[] = [];
    const one = mind((messages) => {
      sent = messages;
      return spoken('{"action":', '"post"}', '\n');
    });
    assert.equal(await ask(one), '{"action":"post"}');
    assert.deepEqual(
      sent.map(({ role }) => role),
      ['system', 'user'],
    );
    assert.match(sent[1]!.content, /You may post\.\n\nJSON Schema: \{/);
    assert.deepEqual([one.kind, one.model, one.prose], ['editor', 'copilot-small', true]);
  });

  it('are found by id, vendor and family, family or name, else the first is taken', () => {
    const chats = [chatOf(() => spoken()), chatOf(() => spoken(), { id: 'x-1', vendor: 'x', family: 'large', name: 'Large One' })];
    const found = (name?: string): string | undefined => chooseChat(chats, name)?.id;
    assert.deepEqual(
      [undefined, 'X-1', 'copilot/small', 'large', 'large one', 'huge'].map((name) => found(name)),
      ['copilot-small', 'x-1', 'copilot-small', 'x-1', 'x-1', undefined],
    );
    assert.match(noChatWords([], 'ed', undefined), /offers no language model\. Install/);
    assert.match(noChatWords(chats, 'ed', 'huge'), /called 'huge'\. It offers small, large\. Correct name: of the model 'ed'/);
  });

  it('wait for the first question, since it asks for consent', async () => {
    const order: string[] = [];
    let n = 0;
    const one = mind(async function* () {
      const me = n++;
      order.push(`${me} asked`);
      await new Promise(setImmediate);
      order.push(`${me} answered`);
      yield '{}';
    });
    await Promise.all([ask(one), ask(one), ask(one)]);
    assert.deepEqual(order.slice(0, 2), ['0 asked', '0 answered']);
  });

  it('explain what the editor refuses', async () => {
    const codes = async (code: string): Promise<string> =>
      (await faultOf(ask(mind(() => failing(Object.assign(new Error('x'), { code })))))).code;
    assert.deepEqual(await Promise.all(['NoPermissions', 'Blocked', 'NotFound', 'Unknown'].map(codes)), [
      'no-consent',
      'editor-blocked',
      'no-editor-model',
      'editor-failed',
    ]);
    assert.equal(editorFault(new Error('x', { cause: new Error('off_topic') }), 'ed', 'Small').code, 'refused');
    assert.equal((await faultOf(ask(mind(() => spoken('  '))))).code, 'empty-content');
    assert.match(
      (await faultOf(ask(mind(() => failing(new Error('Bearer sk-abcdefghijklmnopqrstuvwx was bad')))))).message,
      /^Small failed/,
    );
  });

  it('stop at a cancellation and at the time limit', async () => {
    const endless: Send = async function* (_messages, token) {
      yield '{';
      await new Promise<void>((resolve) => token.onCancellationRequested(() => resolve()));
    };
    const source = new CancellationSource();
    const waiting = faultOf(ask(mind(endless), source.token));
    await new Promise(setImmediate);
    source.cancel();
    assert.equal((await waiting).code, 'cancelled');
    const soon: After = (_ms, act) => {
      setImmediate(act);
      return { dispose: () => undefined };
    };
    const late = await faultOf(ask(mind(endless, soon)));
    assert.deepEqual([late.code, late.retryable], ['timeout', true]);
  });
});
