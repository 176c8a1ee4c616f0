/**
 * A mind that uses a language model of the editor. The editor is a port: the list of models, and one request that
 * streams text. It supports no schemas, so the form of the answer is in the prompt and the engine checks the answer.
 */
import { CancellationSource, type CancellationToken } from '../core/util/lifecycle.js';
import { type Mind, MindFault } from '../engine/model/mind.js';
import type { Question } from '../engine/model/question.js';
import type { After } from './person/human.js';
import { type ChatMessage, chatMessages } from './openai/request.js';
import { quotable } from './trust/redact.js';

/** A model of the editor. */
export interface EditorChat {
  readonly id: string;
  readonly name: string;
  readonly vendor: string;
  readonly family: string;
  /** Sends messages and yields the pieces of the answer. Rejects with the editor's error. */
  send(messages: readonly ChatMessage[], token: CancellationToken): AsyncIterable<string>;
}

interface EditorMindOptions {
  /** Name in the file's `models:`. */
  readonly id: string;
  readonly chat: EditorChat;
  readonly after: After;
  /** Milliseconds for a whole answer. */
  readonly timeoutMs: number;
}

/** The model that a file names: by id, `vendor/family`, family or name; without a name, the first one. Null if there is no such model. */
export function chooseChat<T extends Omit<EditorChat, 'send'>>(chats: readonly T[], name: string | undefined): T | null {
  if (name === undefined) return chats[0] ?? null;
  const wanted = name.trim().toLowerCase();
  const is = (of: (chat: T) => string): T | undefined => chats.find((chat) => of(chat).toLowerCase() === wanted);
  return (
    is(({ id }) => id) ?? is(({ vendor, family }) => `${vendor}/${family}`) ?? is(({ family }) => family) ?? is((chat) => chat.name) ?? null
  );
}

/** The message if the editor does not offer the model that the file names. */
export function noChatWords(chats: readonly Omit<EditorChat, 'send'>[], id: string, name: string | undefined): string {
  if (chats.length === 0)
    return 'The editor offers no language model. Install an extension that brings some and sign in to it, or choose another model.';
  const offered = [...new Set(chats.map(({ family }) => quotable(family)))].slice(0, 8).join(', ');
  return `The editor offers no language model called '${name ?? ''}'. It offers ${offered}. Correct name: of the model '${id}'.`;
}

/** A mind that asks a model of the editor. All other questions wait until the first one is answered and the user has given consent. */
export function editorMind(options: EditorMindOptions): Mind {
  const { id, chat } = options;
  let first: Promise<unknown> | null = null;
  return {
    id,
    kind: 'editor',
    model: chat.id,
    prose: true,
    async ask(question, token) {
      const send = (): Promise<string> => collected(options, question, token);
      let answer: Promise<string>;
      if (first) {
        await first;
        answer = send();
      } else {
        answer = send();
        first = answer.catch(() => undefined);
      }
      const text = (await answer).trim();
      if (text === '') throw new MindFault('empty-content', `${chat.name} answered without words. Run again, or use another model.`);
      return { text };
    },
  };
}

/** The longest answer that is read, in characters. */
const LONGEST = 1_000_000;

/** Collects the whole answer. Cancellation and the time limit also end the request. */
async function collected({ id, chat, after, timeoutMs }: EditorMindOptions, question: Question, token: CancellationToken): Promise<string> {
  if (token.isCancellationRequested) throw cancelled();
  const source = new CancellationSource();
  let late = false;
  const outer = token.onCancellationRequested(() => source.cancel());
  const timer = after(timeoutMs, () => {
    late = true;
    source.cancel();
  });
  const ended = new Promise<never>((_, reject) => source.token.onCancellationRequested(() => reject(new Error('ended'))));
  try {
    return await Promise.race([ended, pieces(chat, question, source.token)]);
  } catch (error) {
    if (token.isCancellationRequested) throw cancelled();
    if (late)
      throw new MindFault(
        'timeout',
        `${chat.name} did not answer within ${Math.round(timeoutMs / 1000)} seconds. Run again, or use another model.`,
        true,
      );
    throw editorFault(error, id, chat.name);
  } finally {
    timer.dispose();
    outer.dispose();
    source.dispose();
  }
}

async function pieces(chat: EditorChat, question: Question, token: CancellationToken): Promise<string> {
  let text = '';
  for await (const piece of chat.send(chatMessages(question, 'none'), token)) {
    text += piece;
    question.heard?.(text);
    if (text.length > LONGEST)
      throw new MindFault('answer-too-large', `The answer of ${chat.name} is longer than anything that can be used. Use another model.`);
  }
  return text;
}

const cancelled = (): MindFault => new MindFault('cancelled', 'The question was cancelled.');

/** The editor's errors as our codes. For an unknown error, its first words are shown. */
export function editorFault(error: unknown, id: string, name: string): MindFault {
  if (error instanceof MindFault) return error;
  const { code, message, cause } = error as { code?: unknown; message?: unknown; cause?: unknown };
  const inner = cause instanceof Error ? cause.message : '';
  const words = quotable(`${typeof message === 'string' ? message : ''} ${inner}`.trim());
  if (code === 'NoPermissions')
    return new MindFault(
      'no-consent',
      `You have not allowed this extension to use ${name}. Run again and allow it, or choose another model in place of '${id}'.`,
    );
  if (code === 'Blocked')
    return new MindFault(
      'editor-blocked',
      `${name} takes no more questions for now; often a quota is used up. Wait, or choose another model in place of '${id}'.`,
    );
  if (code === 'NotFound')
    return new MindFault('no-editor-model', `The editor no longer offers ${name}. Sign in again, or correct name: of the model '${id}'.`);
  if (/off_topic|filtered|content policy|responsible ai/i.test(words))
    return new MindFault('refused', `${name} refused to answer. Word the prompt otherwise, or use another model.`);
  return new MindFault('editor-failed', `${name} failed${words === '' ? '' : `: “${words}”`}. Run again, or use another model.`, true);
}
