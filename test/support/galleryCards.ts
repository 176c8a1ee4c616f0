/**
 * Claim cards of the gallery: the oracles of each result, examined over the gallery's seeds as `society verify` does, without
 * perturbations and without the fields of personas one by one. They are kept next to the figures; the page of an entry names what each claim needs, and docs/gallery-cards.md has
 * the numbers.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { literal } from '../../src/core/formats/markdown.js';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import type { GalleryEntry } from '../../src/gallery/entry.js';
import type { Oracle } from '../../src/gallery/frontMatter.js';
import type { LanguageService } from '../../src/language/api.js';
import { folderFiles, sha256 } from '../../src/node/ports.js';
import { VERDICT_WORDS, type VerdictKind } from '../../src/protocol/claimCard.js';
import type { ClaimCard, UnderCondition } from '../../src/runs/claims/card.js';
import { type Claim, claimsIn } from '../../src/runs/claims/claim.js';
import { conditionWords } from '../../src/runs/claims/conditions.js';
import { verifyClaims } from '../../src/runs/claims/verifyClaims.js';
import { type ExperimentRun, inProcess, openKept, playExperiment } from '../../src/runs/experiments/index.js';
import { runSources } from '../../src/runs/load/sourceName.js';
import { LEAST_SEEDS } from './galleryFigures.js';

/** A claim under one condition, as it is kept: numbers to four digits. */
interface KeptCondition {
  /** For example `random acts`. */
  readonly with: string;
  readonly kind: string;
  readonly effect: number | null;
  /** Seeds with a value, and those in which an expectation holds. */
  readonly n: number;
  readonly held: number;
  /** `same`: as much as written, in every seed; `as much`: supported and not smaller; `less`: supported and smaller; `no`: not supported; `lost`: runs did not end. */
  readonly is: 'same' | 'as much' | 'less' | 'no' | 'lost';
}

export interface KeptCard {
  readonly id: string;
  readonly says: string;
  readonly verdict: VerdictKind;
  readonly sentence: string;
  /** Corrected for all claims of the file; null where there is no test. */
  readonly p: number | null;
  readonly written: KeptCondition | null;
  /** Of its effect, 95 %; null where nothing varies, and without a margin. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Null runs, wordings, parts. */
  readonly others: readonly KeptCondition[];
}

export interface EntryCards {
  /** The entry's own texts, by name: its file and what that imports, without the library. */
  readonly sources: { readonly [name: string]: string };
  readonly cards: readonly KeptCard[];
}

/** The path of the cards of an entry, from the root. */
export const CARDS = (id: string): string => `docs/figures/cards/${id}.json`;

/** Kinds of conditions that are examined. */
const KINDS = ['null', 'wording', 'part'] as const;

export async function sourcesOf(language: LanguageService, uri: string): Promise<EntryCards['sources']> {
  const own = runSources(await language.resolve(uri), uri).filter(({ uri: name }) => !name.startsWith('library/'));
  return Object.fromEntries(own.map(({ uri: name, text }) => [name, sha256(text).slice(0, 16)]));
}

/** `runs`: the folder in which runs are kept, so that a repetition plays only what has changed; null keeps none. */
export async function verifyEntry(
  entry: GalleryEntry,
  uri: string,
  language: LanguageService,
  runs: string | null,
  isWanted: (claim: Claim) => boolean = () => true,
): Promise<EntryCards> {
  const kept = runs === null ? null : await openKept(folderFiles(runs));
  const known = new Map<string, ExperimentRun>(kept?.cells ?? []);
  const all = await claimsIn(language, uri);
  const cards: KeptCard[] = [];
  try {
    for (const scenario of new Set(entry.oracles.map((oracle) => oracle.scenario))) {
      const claims = all.filter(
        (claim) => isOracle(entry, claim) && claim.kind === 'expectation' && claim.scenario === scenario && isWanted(claim),
      );
      if (claims.length === 0) continue;
      const seeds = Math.max(LEAST_SEEDS, ...claims.map((claim) => (claim.kind === 'expectation' ? claim.rule.of : 0)));
      const request = {
        ...{ uri, claims, all, models: [], runs: Number.POSITIVE_INFINITY, kinds: KINDS },
        seeds: Array.from({ length: seeds }, (_, i) => entry.seeds + i),
      };
      const verified = await verifyClaims(request, {
        ...{ language, token: neverCancelled, known: () => known, now: () => 0 },
        play: (plan) =>
          playExperiment(plan, {
            ...{ alone: inProcess(plan.material, neverCancelled), asking: null, token: neverCancelled, now: () => 0 },
            keep: async (cell) => {
              known.set(cell.key, cell);
              await kept?.keep(cell);
            },
          }),
      });
      cards.push(...verified.cards.map(keptCard));
    }
  } finally {
    await kept?.close();
  }
  return { sources: await sourcesOf(language, uri), cards };
}

const isOracle = ({ oracles }: GalleryEntry, claim: Claim): boolean =>
  claim.kind === 'expectation' &&
  oracles.some(({ scenario, expectation }) => scenario === claim.scenario && expectation === claim.expectation);

function keptCard({ claim, verdict, figures }: ClaimCard): KeptCard {
  const { written, corrected, nulls, wordings, parts, level } = figures;
  return {
    ...{
      id: claim.id,
      says: claim.says.replace(/\s+/g, ' ').trim(),
      verdict: verdict.kind,
      sentence: verdict.sentence,
      p: digits(corrected),
    },
    written: written && keptCondition(written, level),
    interval: written?.interval ? [digits(written.interval.low)!, digits(written.interval.high)!] : null,
    others: [...nulls, ...wordings, ...parts].map((one) => keptCondition(one, level)),
  };
}

function keptCondition(one: UnderCondition, level: number): KeptCondition {
  const { condition, effect, n, held } = one;
  return {
    ...{ with: conditionWords(condition), kind: condition.kind, effect: digits(effect), n, held, is: isOf(one, level) },
  };
}

function isOf({ isSupported, lost, against }: UnderCondition, level: number): KeptCondition['is'] {
  if (lost > 0) return 'lost';
  if (!isSupported) return 'no';
  if (against === null) return 'as much';
  if (against.difference === 0) return 'same';
  return against.difference > 0 && (against.p === null || against.p < level) ? 'less' : 'as much';
}

const digits = (value: number | null): number | null => (value === null ? null : Number(value.toPrecision(4)));

/** As a file: a line for each card. */
export const cardsText = ({ sources, cards }: EntryCards): string =>
  `{\n"sources": ${JSON.stringify(sources)},\n"cards": [\n${cards.map((card) => JSON.stringify(card)).join(',\n')}\n]\n}\n`;

/** The cards of an entry; null where there are none. */
export function keptCardsOf(root: string, id: string): EntryCards | null {
  const path = join(root, CARDS(id));
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as EntryCards) : null;
}

// What an entry may claim.

/**
 * What is wrong with a result and its cards. A result needs an oracle that its card supports: a value worked out by hand, or a direction
 * that random acts do not have as much. A claim that no null run changes at all is about a rule of the world, and its direction counts. An
 * oracle that is not shown has no place in a result, and one that random acts have as much is carried by the null.
 */
export function wrongCards({ id, oracles }: GalleryEntry, { cards }: EntryCards): readonly string[] {
  const found = oracles.map((oracle) => ({ oracle, card: cards.find((card) => card.id === idOf(oracle)) }));
  const each = found.flatMap(({ oracle, card }) => {
    if (!card) return [`${id}: ${idOf(oracle)} has no card: run node scripts/gallery.mjs --cards ${id}`];
    if (!isHeld(card))
      return [`${id}: ${card.id} is ${VERDICT_WORDS[card.verdict]}. ${card.sentence} Leave the oracle out, or correct the file.`];
    return isOfAgents(oracle) && isOfChance(card) ? [`${id}: ${card.id} holds as much with random acts: write \`carried_by: null\`.`] : [];
  });
  const isResult = found.some(
    ({ oracle, card }) => card && isHeld(card) && oracle.carriedBy !== 'null' && !(isOfAgents(oracle) && isOfChance(card)),
  );
  return isResult ? each : [...each, `${id}: no card supports an oracle that the null does not have: write \`level: protocol\` and why.`];
}

const idOf = ({ scenario, expectation }: Oracle): string => `${scenario}.${expectation}`;

const isHeld = ({ verdict }: KeptCard): boolean => verdict !== 'not_shown' && verdict !== 'depends_on';

const isOfAgents = ({ carriedBy }: Oracle): boolean => carriedBy === 'wired' || carriedBy === 'interaction';

function isOfChance({ others }: KeptCard): boolean {
  const nulls = others.filter(({ kind }) => kind === 'null');
  const random = nulls.find((one) => one.with === 'random acts');
  return (random?.is === 'as much' || random?.is === 'same') && !nulls.every(({ is }) => is === 'same');
}

// Pages.

const BEGIN = '## Claim cards\n\n<!-- Written by scripts/gallery.mjs --cards. -->\n';

/** The README of an entry with the part about its cards: after what the built-in mind shows. Without cards, without that part. */
export function withCards(readme: string, cards: EntryCards | null): string {
  const plain = readme.replace(/\n## Claim cards\n[\s\S]*?(?=\n## )/, '');
  if (!cards) return plain;
  const at = plain.indexOf('\n## What only a language model could show');
  return at < 0 ? plain : `${plain.slice(0, at)}\n${BEGIN}\n${cardsTable(cards)}\n${plain.slice(at)}`;
}

const cardsTable = ({ cards }: EntryCards): string => {
  const named = (one: KeptCard, ...wanted: readonly KeptCondition['is'][]): string =>
    one.others.flatMap((other) => (wanted.includes(other.is) ? [other.with] : [])).join(', ') || 'none';
  const rows = cards.map((card) => [
    `\`${card.id}\``,
    VERDICT_WORDS[card.verdict],
    named(card, 'same', 'as much'),
    named(card, 'less'),
    named(card, 'no'),
  ]);
  return `${CARD_WORDS}\n\n${table(['claim', 'verdict', 'as much with', 'less with', 'not with'], rows)}`;
};

const CARD_WORDS = `What each claim needs: the null runs, wordings and parts left out with which it holds as much, is smaller, and does not hold. The numbers are
in [the cards of the gallery](../../../docs/gallery-cards.md), and [evidence](../../../docs/evidence.md) describes the methods.`;

interface Shown {
  readonly entry: GalleryEntry;
  readonly cards: EntryCards;
}

/** docs/gallery-cards.md. */
export const cardsPage = (all: readonly Shown[]): string =>
  `${[
    '[//]: # (Written by scripts/gallery.mjs. Do not edit.)',
    '# Cards of the gallery',
    `Each oracle of a [result](gallery.md) is a claim, and its card shows what it needs. ${all.length} entries have ${all.reduce((n, { cards }) => n + cards.cards.length, 0)} cards:
${countWords(all.flatMap(({ cards }) => cards.cards))}. \`node scripts/gallery.mjs --cards\` examines all of them with the
built-in mind, as [\`society verify\`](evidence.md) does, over the seeds of the gallery. An entry none of whose oracles survives is a *protocol*.`,
    `An effect is the mean margin of the expectation with its 95 % interval, and in brackets where it holds; without a margin, only where it holds. *p* is
corrected for all claims of the file. The other columns have the effect with random acts, with isolated agents, without memory, and with each
part left out or each wording with which the claim does not hold; *=* means the same in every run.`,
    ...all.flatMap(({ entry, cards }) => [
      `## ${entry.title}`,
      `[${entry.system}](../examples/gallery/${entry.id}/README.md)`,
      numbersTable(cards),
    ]),
  ].join('\n\n')}\n`;

function countWords(cards: readonly KeptCard[]): string {
  const kinds = Object.keys(VERDICT_WORDS) as VerdictKind[];
  return kinds
    .map((kind) => [cards.filter(({ verdict }) => verdict === kind).length, kind] as const)
    .filter(([n]) => n > 0)
    .map(([n, kind]) => `${n} ${VERDICT_WORDS[kind]}`)
    .join(', ');
}

const NULLS = ['random acts', 'isolated agents', 'agents without memory'] as const;

const numbersTable = ({ cards }: EntryCards): string =>
  table(
    ['claim', 'verdict', 'effect', 'p', ...NULLS, 'does not hold with'],
    cards.map((card) => [
      `\`${card.id}\`: \`${card.says.replaceAll('|', '\\|')}\``,
      VERDICT_WORDS[card.verdict],
      effectCell(card.written, card.interval),
      card.p === null ? '–' : card.p < 0.001 ? '<0.001' : card.p.toFixed(3),
      ...NULLS.map((name) => {
        const one = card.others.find((other) => other.with === name);
        return one?.is === 'same' ? '=' : effectCell(one ?? null);
      }),
      literal(card.others.flatMap((one) => (one.kind !== 'null' && one.is === 'no' ? [one.with] : [])).join(', ') || '–'),
    ]),
  );

function effectCell(one: KeptCondition | null, interval: KeptCard['interval'] = null): string {
  if (!one) return '–';
  if (one.is === 'lost') return 'runs did not end';
  const range = interval ? ` [${interval[0]}, ${interval[1]}]` : '';
  // Without a margin, the effect is the share of runs in which it holds.
  const isShare = range === '' && one.effect === digits(one.held / one.n);
  return `${one.effect === null || isShare ? '' : `${one.effect}${range} `}(${one.held} of ${one.n})`;
}

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
