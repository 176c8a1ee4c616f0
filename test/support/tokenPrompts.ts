/** Whole prompts and answers in many languages, for the test of the token estimate: the words of the library with talk in a language. */
import type { Question } from '../../src/engine/index.js';
import { chatMessages } from '../../src/minds/openai/request.js';
import { questionsIn, spread } from './questions.js';
import { sentences } from './tokenCorpus.js';

const ROUNDS = 4;
const PROMPTS = 3;

/** Prompts by language: each a text in parts, with an empty line between them. */
export async function renderedPrompts(): Promise<ReadonlyMap<string, readonly (readonly string[])[]>> {
  const all = new Map<string, readonly (readonly string[])[]>();
  for (const [language, lines] of sentences()) {
    const questions = await questionsIn(societyOf(lines), ROUNDS);
    all.set(
      language,
      spread(questions, () => '', PROMPTS).map((question) => partsOf(question)),
    );
  }
  return all;
}

const partsOf = (question: Question): readonly string[] =>
  chatMessages(question, 'json_schema').flatMap(({ content }) => content.split('\n\n'));

/** A post in the form in which it is asked for, for each sentence. */
export const answersOf = (lines: readonly string[]): readonly string[] => lines.map((text) => JSON.stringify({ action: 'post', text }));

/** Three people who post these lines in turn, with some of them as what they are like. */
function societyOf(lines: readonly string[]): string {
  const line = (i: number): string => JSON.stringify((lines[i % lines.length] ?? '').slice(0, 280));
  const people = ['ada', 'ben', 'mei'];
  const words = people.map((id, i) => `${id}: [${Array.from({ length: ROUNDS }, (_, round) => line(3 + i + round * 3)).join(', ')}]`);
  return `society: 1
imports: [library/feed]
personas:
${people.map((id, i) => `  ${id}: { name: ${id}, bio: ${line(i)}, voice: ${line(i + 5)} }`).join('\n')}
ties: { friendship: { among: all, change: { rule: evidence } } }
models: { script: { kind: scripted, fallback: builtin, answers: { ${words.join(', ')} } } }
scenarios: { talk: { premise: ${line(4)}, world: feed, rounds: ${ROUNDS}, seed: 1, model: script } }
`;
}
