/** The row that says whether texts lead agents to the result: hints about the study, and prompts that have words of the claim. */
import { filled, openingQuestions, type ScenarioModel } from '../../../engine/index.js';
import { claimWordIn, claimWords, type Diagnostic } from '../../../language/api.js';
import type { RowContent } from '../card.js';
import { authoredTexts, type Claim } from '../claim.js';

/** Prompts that are read. */
const MOST = 100;

/** `hints`: what the check of the file found. */
export function leadingRow(claim: Claim, model: ScenarioModel, hints: readonly Diagnostic[]): RowContent {
  const found = hints.filter(({ code }) => code.startsWith('study-'));
  const wanted = new Set(Array.from({ length: Math.min(MOST, model.agents.length) }, (_, i) => i));
  const ids = new Set([...wanted].map((i) => model.agents.idAt(i)));
  const words = claimWords(authoredTexts(claim), ids, model.language);
  const prompts = [...openingQuestions(model, wanted)].map(([index, { situation }]) =>
    filled(model.agents.at(index)!.prompt, situation)
      .filter(({ kept }) => kept)
      .map(({ text }) => text)
      .join('\n'),
  );
  const named = prompts.flatMap((text) => claimWordIn(text, words, model.language)?.toLowerCase() ?? []);
  const which = [...new Set(named)].map((word) => `\`${word}\``).join(', ');
  const share = `${named.length} of ${prompts.length} first prompts have a word of the claim${which === '' ? '' : `: ${which}`}.`;
  return {
    state: 'filled',
    lines: [
      ...(found.length === 0
        ? ['No hint about this study.']
        : found.map(({ range, message }) => `Line ${range.start.line + 1}: ${message}`)),
      ...(prompts.length === 0 ? [] : [share]),
    ],
    todo: null,
    runs: 0,
  };
}
