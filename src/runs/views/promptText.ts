/**
 * A previewed prompt as a document: a heading for each part with where it comes from and its tokens, then the items that were
 * kept and cut, then the differences from the default templates. Every line knows its place in the files.
 */
import { groupedFor, marked, plural, t } from '../../core/util/l10n.js';
import { translated } from '../../core/util/recordedText.js';
import type { Span } from '../../core/util/textPosition.js';
import type { Kept, Preview, PreviewPart, PromptLayer } from '../../engine/index.js';
import { type Resolved, spanOf } from '../../language/api.js';
import { estimateSize, type TokenEstimate } from '../../language/tokens/estimate.js';
import { lineDiff } from '../forks/lineDiff.js';
import { sourceName } from '../load/sourceName.js';
import { type Fit, fitOf, percent, roomOf, sumOf, vocabularyFor } from '../load/promptLength.js';
import type { PromptShown } from './promptParts.js';

/** A range of a line, from character to character, and the place it comes from. */
export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly target: Span;
}

export interface PromptDocument {
  readonly text: string;
  /** Links to places: `library/prompts.society:39`. */
  readonly links: readonly Mark[];
  /** Where the words of the prompt are written: whole lines for templates, ranges for texts of the file. */
  readonly origins: readonly Mark[];
  readonly tokens: number;
}

interface Writer {
  readonly resolved: Resolved;
  readonly lines: string[];
  readonly links: Mark[];
  readonly origins: Mark[];
}

export function promptDocument(shown: PromptShown & { ok: true }): PromptDocument {
  const { resolved, model, preview } = shown;
  const writer: Writer = { resolved, lines: [], links: [], origins: [] };
  const vocabulary = vocabularyFor(resolved.society, preview.mind);
  const sizes = preview.parts.map(({ text }) => estimateSize(text, vocabulary));
  const size = sumOf(sizes);
  writer.lines.push(`# ${preview.name}`, '', ...headLines(shown, size), '');
  for (const [i, part] of preview.parts.entries()) writePart(writer, preview, part, sizes[i]!.tokens);
  writeKept(writer, preview);
  for (const part of preview.parts) writeDifference(writer, part);
  if (model.wordings.length > 0)
    writer.lines.push(t('Available wordings: {0}; in force: {1}.', model.wordings.join(', '), model.wording ?? t('no wording')), '');
  const { lines, links, origins } = writer;
  return { text: lines.join('\n'), links, origins, tokens: size.tokens };
}

const OVER: Readonly<Record<Fit, string>> = { fits: '', unsure: marked(' It may not fit.'), over: marked(' It does not fit.') };

function headLines({ resolved, model, preview }: PromptShown & { ok: true }, { tokens, error }: TokenEstimate): readonly string[] {
  const { round, rounds, phase, turn, turns, mind } = preview;
  const room = roomOf(resolved.society, mind);
  const reads = model.minds.some(({ id, kind }) => id === mind && (kind === 'builtin' || kind === 'random'));
  const over = room ? t(OVER[fitOf({ tokens, error }, room)]) : '';
  const size = [tokens, percent(error)] as const;
  return [
    t('Scenario {0}, round {1} of {2}, phase {3}, number {4} of {5} to be asked.', model.scenario, round, rounds, phase, turn, turns),
    room
      ? t(
          '≈ {0} tokens ± {1} of the {2} in the context of `{3}`{4}.{5}',
          ...([...size, room.context, mind, room.answer > 0 ? t(', {0} of them for the answer', room.answer) : '', over] as const),
        )
      : t('≈ {0} tokens ± {1}.', ...size),
    ...(round > 1 ? [t('The rounds before were played by the built-in mind, with seed {0}.', model.seed)] : []),
    ...(preview.ended ? [t('The scenario ended before a later round; this is the last question.')] : []),
    ...(reads ? [t('Its mind, `{0}`, reads what is known, not these words; a language model would read these words.', mind)] : []),
  ];
}

/** A line whose end names the place of a node. */
function writePlaced(writer: Writer, before: string, node: string, after = ''): void {
  const span = spanOf(writer.resolved.nodes, node);
  const name = span ? placeName(writer.resolved, span) : '';
  const line = writer.lines.length;
  writer.lines.push(`${before}${name}${after}`);
  if (span) writer.links.push({ line, start: before.length, end: before.length + name.length, target: span });
}

const placeName = (resolved: Resolved, { source, range }: Span): string => `${sourceName(resolved.uri, source)}:${range.start.line + 1}`;

const LAYERS: Readonly<Record<PromptLayer, string>> = {
  default: marked('the default'),
  world: marked("the world's own"),
  scenario: marked("the scenario's own"),
  persona: marked("the persona's own"),
};

function writePart(writer: Writer, preview: Preview, part: PreviewPart, tokens: number): void {
  const { section, template, fault, text, kept, role } = part;
  const own = template.standard
    ? ` · ${t(LAYERS[template.from])}${template.wording === null ? '' : t(', wording {0}', template.wording)}`
    : '';
  const state = kept ? `${plural(tokens, 'token')}, ${role}` : fault === null ? t('left out: it is empty') : t('cannot be filled');
  writePlaced(writer, `## ${section} · ${template.at} · `, template.at, ` · ${state}${own}`);
  if (fault !== null) writer.lines.push(translated(fault));
  if (kept) for (const line of text.split('\n')) writeText(writer, preview, part, line);
  writer.lines.push('');
}

/** A shorter text of the file may appear in a line by chance. */
const SHORTEST = 3;

/** A line of the prompt: the texts of the file in it lead to where they are written, the rest to its template. */
function writeText(writer: Writer, { facts }: Preview, part: PreviewPart, text: string): void {
  const line = writer.lines.push(text) - 1;
  const { nodes } = writer.resolved;
  for (const fact of facts) {
    for (const words of fact.text.split('\n').map((one) => one.trim())) {
      const start = words.length < SHORTEST ? -1 : text.indexOf(words);
      const target = start < 0 ? null : spanOf(nodes, fact.at);
      if (target) writer.origins.push({ line, start, end: start + words.length, target });
    }
  }
  const template = spanOf(nodes, part.template.at);
  if (template) writer.origins.push({ line, start: 0, end: text.length, target: template });
}

interface KeptWords {
  readonly none: string;
  readonly one: string;
  readonly all: string;
  /** Some of them, and why these. */
  readonly some: string;
}

const KEPT: Readonly<Record<Kept['what'], KeptWords>> = {
  messages: {
    none: marked('No new messages yet.'),
    one: marked('{0} new message; none cut.'),
    all: marked('{0} new messages; none cut.'),
    some: marked('{0} of {1} new messages: those that address it, then the newest, as many as the feed holds'),
  },
  memories: {
    none: marked('No memories yet.'),
    one: marked('{0} memory; none cut.'),
    all: marked('{0} memories; none cut.'),
    some: marked('{0} of {1} memories: the best by recency, importance and relevance'),
  },
  own: {
    none: marked('No own messages yet.'),
    one: marked('{0} own message; none cut.'),
    all: marked('{0} own messages; none cut.'),
    some: marked('{0} of {1} own messages: the latest'),
  },
  people: {
    none: marked('No people it knows of yet.'),
    one: marked('{0} person it knows of; none cut.'),
    all: marked('{0} people it knows of; none cut.'),
    some: marked('{0} of {1} people it knows of: the strongest ties, then those just read'),
  },
};

function writeKept(writer: Writer, preview: Preview): void {
  writer.lines.push(`## ${t('Kept and cut')}`, '');
  for (const { what, kept, of, at } of preview.kept) {
    const { none, one, all, some } = KEPT[what];
    if (of === 0) writer.lines.push(`- ${t(none)}`);
    else if (kept === of) writer.lines.push(`- ${t(of === 1 ? one : all, groupedFor(of))}`);
    else writePlaced(writer, `- ${t(some, groupedFor(kept), groupedFor(of))} · `, at);
    if (what === 'memories') writeRecalled(writer, preview);
  }
  for (const { action, at, why, condition } of preview.closed)
    writePlaced(
      writer,
      `- ${why === 'condition' ? t('`{0}` is not offered: `{1}` does not hold', action, condition) : t('`{0}` is not offered: it has no possible target', action)} · `,
      at,
    );
  writer.lines.push('');
}

const rounded = (x: number): string => String(Math.round(x * 100) / 100);

function writeRecalled(writer: Writer, { recalled }: Preview): void {
  for (const { text, score, recency, importance, relevance } of recalled)
    writer.lines.push(
      `  - ${text.replace(/\s+/g, ' ')} ${t(
        '(score {0}: recency {1}, importance {2}, relevance {3})',
        ...[score, recency, importance, relevance].map(rounded),
      )}`,
    );
}

function writeDifference(writer: Writer, { section, template }: PreviewPart): void {
  const { standard, at, source } = template;
  if (!standard) return;
  writer.lines.push(`## ${t('{0} against the default', section)}`, '');
  const changed = lineDiff(standard.source, source);
  if (changed.length === 0) writer.lines.push(t('The same words.'));
  else {
    writePlaced(writer, `--- ${standard.at} · `, standard.at);
    writePlaced(writer, `+++ ${at} · `, at);
    writer.lines.push(...changed);
  }
  writer.lines.push('');
}

/** The place of a character: the shortest range there; among equals, the first. */
export function originAt({ origins, links }: PromptDocument, line: number, character: number): Span | null {
  const here = [...links, ...origins].filter((mark) => mark.line === line && mark.start <= character && character <= mark.end);
  return (
    here.reduce<Mark | null>((best, mark) => (best && best.end - best.start <= mark.end - mark.start ? best : mark), null)?.target ?? null
  );
}
