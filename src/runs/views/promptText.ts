/**
 * A previewed prompt as a document: a heading for each part with where it comes from and its tokens, then the items that were
 * kept and cut, then the differences from the default templates. Every line knows its place in the files.
 */
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
    writer.lines.push(`Available wordings: ${model.wordings.join(', ')}; in force: ${model.wording ?? 'none'}.`, '');
  const { lines, links, origins } = writer;
  return { text: lines.join('\n'), links, origins, tokens: size.tokens };
}

const OVER: Readonly<Record<Fit, string>> = { fits: '', unsure: ' It may not fit.', over: ' It does not fit.' };

function headLines({ resolved, model, preview }: PromptShown & { ok: true }, { tokens, error }: TokenEstimate): readonly string[] {
  const { round, rounds, phase, turn, turns, mind } = preview;
  const room = roomOf(resolved.society, mind);
  const reads = model.minds.some(({ id, kind }) => id === mind && (kind === 'builtin' || kind === 'random'));
  const held = room
    ? ` of the ${room.context} in the context of \`${mind}\`${room.answer > 0 ? `, ${room.answer} of them for the answer` : ''}`
    : '';
  const over = room ? OVER[fitOf({ tokens, error }, room)] : '';
  return [
    `Scenario ${model.scenario}, round ${round} of ${rounds}, phase ${phase}, number ${turn} of ${turns} to be asked.`,
    `≈ ${tokens} tokens ± ${percent(error)}${held}.${over}`,
    ...(round > 1 ? [`The rounds before were played by the built-in mind, with seed ${model.seed}.`] : []),
    ...(preview.ended ? ['The scenario ended before a later round; this is the last question.'] : []),
    ...(reads ? [`Its mind, \`${mind}\`, reads what is known, not these words; a language model would read these words.`] : []),
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
  default: 'the default',
  world: "the world's own",
  scenario: "the scenario's own",
  persona: "the persona's own",
};

function writePart(writer: Writer, preview: Preview, part: PreviewPart, tokens: number): void {
  const { section, template, fault, text, kept, role } = part;
  const own = template.standard ? ` · ${LAYERS[template.from]}${template.wording === null ? '' : `, wording ${template.wording}`}` : '';
  const state = kept ? `${tokens} tokens, ${role}` : fault === null ? 'left out: it is empty' : 'cannot be filled';
  writePlaced(writer, `## ${section} · ${template.at} · `, template.at, ` · ${state}${own}`);
  if (fault !== null) writer.lines.push(fault);
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

const KEPT: Readonly<Record<Kept['what'], { readonly one: string; readonly name: string; readonly why: string }>> = {
  messages: { one: 'new message', name: 'new messages', why: 'those that address it, then the newest, as many as the feed holds' },
  memories: { one: 'memory', name: 'memories', why: 'the best by recency, importance and relevance' },
  own: { one: 'own message', name: 'own messages', why: 'the latest' },
  people: { one: 'person it knows of', name: 'people it knows of', why: 'the strongest ties, then those just read' },
};

function writeKept(writer: Writer, preview: Preview): void {
  writer.lines.push('## Kept and cut', '');
  for (const { what, kept, of, at } of preview.kept) {
    const { one, name, why } = KEPT[what];
    if (of === 0) writer.lines.push(`- No ${name} yet.`);
    else if (kept === of) writer.lines.push(`- ${of} ${of === 1 ? one : name}; none cut.`);
    else writePlaced(writer, `- ${kept} of ${of} ${name}: ${why} · `, at);
    if (what === 'memories') writeRecalled(writer, preview);
  }
  for (const { action, at, why, condition } of preview.closed)
    writePlaced(
      writer,
      `- \`${action}\` is not offered: ${why === 'condition' ? `\`${condition}\` does not hold` : 'it has no possible target'} · `,
      at,
    );
  writer.lines.push('');
}

const rounded = (x: number): string => String(Math.round(x * 100) / 100);

function writeRecalled(writer: Writer, { recalled }: Preview): void {
  for (const { text, score, recency, importance, relevance } of recalled)
    writer.lines.push(
      `  - ${text.replace(/\s+/g, ' ')} (score ${rounded(score)}: recency ${rounded(recency)}, importance ${rounded(importance)}, relevance ${rounded(relevance)})`,
    );
}

function writeDifference(writer: Writer, { section, template }: PreviewPart): void {
  const { standard, at, source } = template;
  if (!standard) return;
  writer.lines.push(`## ${section} against the default`, '');
  const changed = lineDiff(standard.source, source);
  if (changed.length === 0) writer.lines.push('The same words.');
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
