/** `society prompt FILE AGENT`: the prompt of an agent's next question, with where each part comes from. */
import { translated } from '../../core/util/recordedText.js';
import { neverCancelled } from '../../core/util/lifecycle.js';
import { spanOf } from '../../language/api.js';
import { estimateTokens } from '../../language/tokens/estimate.js';
import { problemLine, promptDocument, type PromptShown, showPrompt, vocabularyFor } from '../../runs/index.js';
import { argumentsOf } from '../terminal/arguments.js';
import { fileUri, openLanguage, wholeNumber } from '../terminal/files.js';
import { aside, displayPath, jsonText, printable, UsageError } from '../terminal/output.js';
import { t } from '../../core/util/l10n.js';

export async function prompt(args: readonly string[]): Promise<number> {
  const { values, positionals } = argumentsOf('prompt', args, {
    scenario: { type: 'string' },
    after: { type: 'string' },
    wording: { type: 'string' },
    json: { type: 'boolean' },
  });
  const [path, agent] = positionals;
  if (path === undefined || agent === undefined || positionals.length > 2) throw new UsageError(t('prompt needs one file and one agent.'));
  const { scenario, wording } = values;
  const request = { agent, scenario, wording, after: wholeNumber('after', values.after, 0) };
  const shown = await showPrompt(openLanguage(), fileUri(path), request, neverCancelled);
  if (!shown.ok) {
    aside(`${shown.problem ? problemLine(shown.problem, displayPath) : t('society: {0}', translated(shown.message))}\n`);
    return 1;
  }
  process.stdout.write(values.json ? jsonText(asJson(shown)) : `${printable(promptDocument(shown).text)}\n`);
  return 0;
}

/** The parts as data, for scripts. */
function asJson({ resolved, preview }: PromptShown & { ok: true }): object {
  const { agent, mind, round, phase, parts, kept, closed } = preview;
  const vocabulary = vocabularyFor(resolved.society, mind);
  return {
    agent,
    mind,
    round,
    phase,
    parts: parts.map(({ section, role, text, at, why, template, fault }) => {
      const span = spanOf(resolved.nodes, template.at);
      const place = span ? { path: displayPath(span.source), line: span.range.start.line + 1 } : {};
      return {
        section,
        role,
        why,
        fault,
        tokens: estimateTokens(text, vocabulary),
        from: template.from,
        wording: template.wording,
        at,
        ...place,
        text,
      };
    }),
    kept,
    closed,
  };
}
