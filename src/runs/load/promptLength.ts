/** Prompts that do not fit into their model's context, found without a run: in round 1, before any message. */
import { english, marked } from '../../core/util/l10n.js';
import { factsOf, filled, type ScenarioModel, openingQuestions, type PreviewPart } from '../../engine/index.js';
import type { Resolved } from '../../language/api.js';
import { spanOf } from '../../language/api.js';
import type { Society } from '../../language/generated/society.js';
import { estimateSize, type TokenEstimate, vocabularyOf } from '../../language/tokens/estimate.js';
import type { Vocabulary } from '../../language/tokens/weights.js';

interface LongPrompt {
  readonly code: 'prompt-too-long';
  readonly severity: 'warning';
  readonly at: string;
  readonly message: string;
}

/** The most prompts that are rendered; no one reads a thousand of these warnings. */
const MOST = 200;

/** Warnings for the agents whose first prompt is longer than the context of their model, where the file gives it. */
export function longPrompts(resolved: Resolved, model: ScenarioModel): readonly LongPrompt[] {
  const wanted = longest(model, resolved.society);
  if (wanted.size === 0) return [];
  return [...openingQuestions(model, wanted)].flatMap(([index, { situation }]) => {
    const parts = filled(model.agents.at(index)!.prompt, situation);
    return tooLong(resolved, model, index, parts, situation.phase) ?? [];
  });
}

/** The size of several texts together: the possible errors of the parts add up. */
export function sumOf(sizes: readonly TokenEstimate[]): TokenEstimate {
  const tokens = sizes.reduce((sum, size) => sum + size.tokens, 0);
  const unsure = sizes.reduce((sum, size) => sum + size.tokens * size.error, 0);
  return { tokens, error: tokens === 0 ? 0 : unsure / tokens };
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

export type Fit = 'fits' | 'unsure' | 'over';

/** Whether a prompt fits into a model's context, as far as an estimate shows. */
export function fitOf({ tokens, error }: TokenEstimate, { context, answer }: Room): Fit {
  if (tokens * (1 + error) + answer <= context) return 'fits';
  return tokens * (1 - error) + answer <= context ? 'unsure' : 'over';
}

interface Room {
  /** Tokens of a model's context, and how many of them are reserved for its answer. */
  readonly context: number;
  readonly answer: number;
}

/** The context of a model, and the part that is reserved for the answer; null where the file does not give it. */
export function roomOf(society: Society, mind: string): Room | null {
  const spec = society.models?.[mind];
  if (!spec || !('context' in spec) || spec.context === undefined) return null;
  return { context: spec.context, answer: ('max_tokens' in spec ? spec.max_tokens : undefined) ?? 0 };
}

/** The vocabulary of the model that a mind's entry names. */
export function vocabularyFor(society: Society, mind: string): Vocabulary {
  const spec = society.models?.[mind];
  return vocabularyOf(spec && 'name' in spec ? spec.name : undefined);
}

/** For each node (a population has many agents), the agent with the longest fields, where its model has a limit. */
function longest(model: ScenarioModel, society: Society): ReadonlySet<number> {
  const chosen = new Map<string, { readonly index: number; readonly size: number }>();
  if (!model.agents.representatives.some(({ mind }) => roomOf(society, mind))) return new Set();
  let index = -1;
  for (const { at, mind, self, memories } of model.agents) {
    index++;
    if (!roomOf(society, mind)) continue;
    const size = JSON.stringify(self).length + memories.reduce((sum, { text }) => sum + text.length, 0);
    const known = chosen.get(at);
    if (known ? size > known.size : chosen.size < MOST) chosen.set(at, { index, size });
  }
  return new Set([...chosen.values()].map(({ index }) => index));
}

function tooLong(resolved: Resolved, model: ScenarioModel, index: number, parts: readonly PreviewPart[], phase: string): LongPrompt | null {
  const { self, mind } = model.agents.at(index)!;
  const room = roomOf(resolved.society, mind)!;
  const { context, answer } = room;
  const vocabulary = vocabularyFor(resolved.society, mind);
  const sized = parts.map((part) => ({ part, ...estimateSize(part.text, vocabulary) }));
  const total = sumOf(sized);
  const fit = fitOf(total, room);
  if (fit === 'fits') return null;
  const top = sized.reduce((a, b) => (b.tokens > a.tokens ? b : a));
  const kept = answer > 0 ? english(marked(', {0} of them reserved for the answer'), answer) : '';
  const [needed, error, section] = [total.tokens, percent(total.error), top.part.section];
  return {
    code: 'prompt-too-long',
    severity: 'warning',
    at: placeOf(resolved, model, index, top.part, phase),
    message:
      fit === 'over'
        ? `The prompt of ${self.name} needs about ${needed} tokens (± ${error}) in round 1, and the context of \`${mind}\` is ${context}${kept}. ` +
          `Its longest part is \`${section}\` with about ${top.tokens}. Shorten it, or use a model with a larger context.`
        : `The prompt of ${self.name} may not fit: it needs about ${needed} tokens (± ${error}) in round 1, and the context of \`${mind}\` is ${context}${kept}. ` +
          `Its longest part is \`${section}\` with about ${top.tokens}. Shorten it, or use a model with a larger context.`,
  };
}

/** Where the author can shorten a part: the text of the file that fills most of it, else its template, else the persona. */
function placeOf(resolved: Resolved, model: ScenarioModel, index: number, part: PreviewPart, phase: string): string {
  const spec = model.phases.round.find(({ id }) => id === phase)!;
  const inside = factsOf(model, index, spec).filter(({ text }) => text.length * 2 >= part.text.length && part.text.includes(text));
  const fact = inside.sort((a, b) => b.text.length - a.text.length)[0];
  if (fact) return fact.at;
  const source = spanOf(resolved.nodes, part.template.at)?.source ?? '';
  return source.startsWith('society-library:') ? model.agents.at(index)!.at : part.template.at;
}
