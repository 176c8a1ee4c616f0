/**
 * Claim cards of the gallery: the oracles of each result, examined over the gallery's seeds as `society verify` does, without
 * perturbations and without the fields of personas one by one. They are kept next to the figures; the page of an entry names what each claim needs, and docs/gallery-cards.md has
 * the numbers.
 */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { literal } from '../../src/core/formats/markdown.js';
import { canonical, type Json } from '../../src/core/util/json.js';
import { neverCancelled } from '../../src/core/util/lifecycle.js';
import type { GalleryEntry } from '../../src/gallery/entry.js';
import type { Oracle } from '../../src/gallery/frontMatter.js';
import type { LanguageService } from '../../src/language/api.js';
import { folderFiles, sha256 } from '../../src/node/ports.js';
import { countWords, VERDICT_WORDS, type VerdictKind } from '../../src/protocol/claimCard.js';
import type { ClaimCard, RelativeSize, UnderCondition } from '../../src/runs/claims/card.js';
import { type Claim, claimsIn } from '../../src/runs/claims/claim.js';
import { type ConditionKind, conditionWords } from '../../src/runs/claims/conditions.js';
import { verifyClaims } from '../../src/runs/claims/verifyClaims.js';
import { type ExperimentRun, inProcess, openKept, type Plan, playExperiment } from '../../src/runs/experiments/index.js';
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
  /**
   * Its size next to that of the claim as written, if it is supported; `no`: not supported, and smaller by the test of the row; `unshown`: not
   * supported, without such a difference; `lost`: runs did not end.
   */
  readonly is: RelativeSize | 'no' | 'unshown' | 'lost';
}

export interface KeptCard {
  readonly id: string;
  readonly says: string;
  readonly verdict: VerdictKind;
  readonly sentence: string;
  /** Corrected for all claims of the file, and before that; null where there is no test. */
  readonly p: number | null;
  readonly alone: number | null;
  readonly written: KeptCondition | null;
  /** Of its effect, 95 %; null where nothing varies, and without a margin. */
  readonly interval: readonly [low: number, high: number] | null;
  /** Null runs, wordings, parts. */
  readonly others: readonly KeptCondition[];
}

export interface EntryCards {
  /**
   * Hashes of the entry's own texts, by name: its file and what that imports. Of the library, a hash of what the entry takes from it, without the
   * words of prompts and phrases: rules there decide what the entry shows, and one seed of each entry is played again to see whether words do.
   */
  readonly sources: { readonly [name: string]: string };
  readonly cards: readonly KeptCard[];
}

/** The path of the cards of an entry, from the root. */
export const CARDS = (id: string): string => `docs/figures/cards/${id}.json`;

/** Kinds of conditions that are examined. */
const KINDS = ['null', 'wording', 'part'] as const;

/** The name under which the hash of an entry with its library is kept. */
const WITH_LIBRARY = 'with the library';

export async function sourcesOf(language: LanguageService, uri: string): Promise<EntryCards['sources']> {
  const resolved = await language.resolve(uri);
  const own = runSources(resolved, uri).filter(({ uri: name }) => !name.startsWith('library/'));
  const { prompts: _prompts, phrases: _phrases, ...society } = resolved.society;
  const hashes = own.map(({ uri: name, text }) => [name, sha256(text).slice(0, 16)]);
  return { ...Object.fromEntries(hashes), [WITH_LIBRARY]: sha256(canonical(society as unknown as Json)).slice(0, 16) };
}

/**
 * `runs`: the folder in which runs are kept, so that a repetition plays only what has changed; null keeps none. Of scenarios without a wanted
 * claim, nothing is played: p of their claims is taken from cards that were made before.
 */
export async function verifyEntry(
  entry: GalleryEntry,
  uri: string,
  language: LanguageService,
  runs: string | null,
  isWanted: (claim: Claim) => boolean = () => true,
  before: readonly KeptCard[] = [],
): Promise<EntryCards> {
  const kept = runs === null ? null : await openKept(folderFiles(runs));
  const known = new Map<string, ExperimentRun>(kept?.cells ?? []);
  const all = await claimsIn(language, uri);
  const oracles = all.filter((claim) => isOracle(entry, claim));
  /** The claims of a scenario, with what is known of those of the other scenarios. */
  const verified = async (scenario: string, apart: readonly (number | null)[], kinds: readonly ConditionKind[]) => {
    const claims = oracles.filter((claim) => claim.kind === 'expectation' && claim.scenario === scenario);
    const seeds = Math.max(LEAST_SEEDS, ...claims.map((claim) => (claim.kind === 'expectation' ? claim.rule.of : 0)));
    const request = {
      ...{ uri, claims, all, apart, models: [], runs: Number.POSITIVE_INFINITY, kinds },
      seeds: Array.from({ length: seeds }, (_, i) => entry.seeds + i),
    };
    return claims.length === 0 ? [] : (await verifyClaims(request, host)).cards;
  };
  const host = {
    ...{ language, token: neverCancelled, known: () => known, now: () => 0 },
    play: (plan: Plan) =>
      playExperiment(plan, {
        ...{ alone: inProcess(plan.material, neverCancelled), asking: null, token: neverCancelled, now: () => 0 },
        keep: async (cell) => {
          known.set(cell.key, cell);
          await kept?.keep(cell);
        },
      }),
  };
  const wanted = new Set(oracles.flatMap((claim) => (claim.kind === 'expectation' && isWanted(claim) ? [claim.scenario] : [])));
  const scenarios = [...new Set(entry.oracles.map((oracle) => oracle.scenario))].filter((scenario) => wanted.has(scenario));
  const cards: KeptCard[] = [];
  try {
    // Scenarios have different seeds, so each is examined apart. p is corrected for all oracles of the entry, so all are known first.
    const ps = new Map<string, number | null>(before.map(({ id, alone }) => [id, alone]));
    for (const scenario of scenarios) for (const { claim, figures } of await verified(scenario, [], [])) ps.set(claim.id, figures.p);
    for (const scenario of scenarios) {
      const own = new Set(oracles.flatMap((claim) => (claim.kind === 'expectation' && claim.scenario === scenario ? [claim.id] : [])));
      const apart = [...ps].flatMap(([id, p]) => (own.has(id) ? [] : [p]));
      const found = await verified(scenario, apart, KINDS);
      cards.push(...found.filter(({ claim }) => isWanted(claim)).map(keptCard));
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
  const { written, p, corrected, nulls, wordings, parts } = figures;
  return {
    ...{
      id: claim.id,
      says: claim.says.replace(/\s+/g, ' ').trim(),
      verdict: verdict.kind,
      sentence: verdict.sentence,
      p: digits(corrected),
      alone: p,
    },
    written: written && { ...keptCondition(written), is: written.isSupported ? 'same' : 'no' },
    interval: written?.interval ? [digits(written.interval.low)!, digits(written.interval.high)!] : null,
    others: [...nulls, ...wordings, ...parts].map((one) => keptCondition(one)),
  };
}

function keptCondition(one: UnderCondition): KeptCondition {
  const { condition, effect, n, held } = one;
  return {
    ...{ with: conditionWords(condition), kind: condition.kind, effect: digits(effect), n, held, is: isOf(one) },
  };
}

function isOf({ effect, isSupported, lost, against }: UnderCondition): KeptCondition['is'] {
  if (lost > 0) return 'lost';
  if (isSupported) return against?.size ?? 'unclear';
  return effect === null || against?.size === 'smaller' ? 'no' : 'unshown';
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
 * that is clearly smaller with random acts. A claim that no null run changes at all is about a rule of the world, and its direction counts;
 * a test asserts that agents choose nothing in its scenario.
 * An oracle that is not shown has no place in a result, and one that is not clearly smaller with random acts is carried by the null.
 */
export function wrongCards({ id, oracles }: GalleryEntry, { cards }: EntryCards): readonly string[] {
  const found = oracles.map((oracle) => ({ oracle, card: cards.find((card) => card.id === idOf(oracle)) }));
  const each = found.flatMap(({ oracle, card }) => {
    if (!card) return [`${id}: ${idOf(oracle)} has no card: run node scripts/gallery.mjs --cards ${id}`];
    if (!isHeld(card))
      return [`${id}: ${card.id} is ${VERDICT_WORDS[card.verdict]}. ${card.sentence} Leave the oracle out, or correct the file.`];
    return isOfAgents(oracle) && isOfChance(card)
      ? [`${id}: ${card.id} is not clearly smaller with random acts: write \`carried_by: null\`.`]
      : [];
  });
  const isResult = found.some(
    ({ oracle, card }) => card && isHeld(card) && oracle.carriedBy !== 'null' && !(isOfAgents(oracle) && isOfChance(card)),
  );
  return isResult ? each : [...each, `${id}: no card supports an oracle that the null does not have: write \`level: protocol\` and why.`];
}

const idOf = ({ scenario, expectation }: Oracle): string => `${scenario}.${expectation}`;

const isHeld = ({ verdict }: KeptCard): boolean => verdict !== 'not_shown' && verdict !== 'depends_on';

/** Of an entry, directions that count although random acts give them too, because no null run changes them. */
export const directionsOfWorld = ({ oracles }: GalleryEntry, { cards }: EntryCards): readonly Oracle[] =>
  oracles.filter((oracle) => isOfAgents(oracle) && cards.some((card) => card.id === idOf(oracle) && isOfWorld(card)));

const isOfAgents = ({ carriedBy }: Oracle): boolean => carriedBy === 'wired' || carriedBy === 'interaction';

/** With a condition, a claim is not clearly smaller. */
const NOT_LESS: ReadonlySet<KeptCondition['is']> = new Set(['same', 'larger', 'equivalent', 'unclear', 'unshown']);

function isOfChance(card: KeptCard): boolean {
  const random = nullsOf(card).find((one) => one.with === 'random acts');
  return random !== undefined && NOT_LESS.has(random.is) && !isOfWorld(card);
}

const nullsOf = ({ others }: KeptCard): readonly KeptCondition[] => others.filter(({ kind }) => kind === 'null');

/** Every null run gives the same. */
const isOfWorld = (card: KeptCard): boolean => nullsOf(card).length > 0 && nullsOf(card).every(({ is }) => is === 'same');

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
    verdictCell(card),
    named(card, 'same', 'larger', 'equivalent'),
    named(card, 'unclear', 'unshown'),
    named(card, 'smaller'),
    named(card, 'no'),
  ]);
  return `${CARD_WORDS}\n\n${table(['claim', 'verdict', 'as large or larger with', 'not clearly smaller with', 'smaller with', 'not with'], rows)}`;
};

const CARD_WORDS = `What each claim needs: the null runs, wordings and parts left out with which it holds and is at least as large, with which no test
finds that it is smaller, with which it is smaller, and with which it does not hold. The numbers are in [the cards of the gallery](../../../docs/gallery-cards.md), and [evidence](../../../docs/evidence.md) describes the methods.`;

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
${verdictsWords(all.flatMap(({ cards }) => cards.cards))}.

${randomWords(all.flatMap(({ cards }) => cards.cards))}

\`node scripts/gallery.mjs --cards\` examines all of them with the
built-in mind, as [\`society verify\`](evidence.md) does, over the seeds of the gallery. An entry none of whose oracles survives is a *protocol*.`,
    `An effect is the mean margin of the expectation with its 95 % interval, and in brackets where it holds; without a margin, only where it holds. *p* is
corrected for all claims of the file. The other columns have the effect with random acts, with isolated agents, without memory, and with each
part left out or each wording with which the claim does not hold, or is not shown; *=* means the same in every run.`,
    ...all.flatMap(({ entry, cards }) => [
      `## ${entry.title}`,
      `[${entry.system}](../examples/gallery/${entry.id}/README.md)`,
      numbersTable(cards),
    ]),
  ].join('\n\n')}\n`;

function verdictsWords(cards: readonly KeptCard[]): string {
  const kinds = Object.keys(VERDICT_WORDS) as VerdictKind[];
  return kinds
    .map((kind) => [cards.filter(({ verdict }) => verdict === kind).length, kind] as const)
    .filter(([n]) => n > 0)
    .map(([n, kind]) => countWords(kind, n))
    .join(', ');
}

/** How many cards that hold are carried by minds, and how many hold also where agents act at random. */
function randomWords(cards: readonly KeptCard[]): string {
  const held = cards.filter((card) => isHeld(card));
  const count = (...wanted: readonly KeptCondition['is'][]): number =>
    held.filter((card) => wanted.some((is) => randomOf(card)?.is === is)).length;
  const [minds, smaller, unclear, same] = [count('no'), count('smaller'), count('unclear'), count('same', 'larger', 'equivalent')];
  return `Of those that hold, ${minds} do not hold with random acts and are clearly smaller there, so they are carried by minds. ${count('unshown')} are not shown with
random acts, but neither is a difference. ${smaller + unclear + same} hold also under random acts:
${smaller} with a smaller effect, ${unclear} with one that is not clearly smaller, and ${same} with one that is as large or larger. Of the ${unclear} it is not
shown that they depend on how agents choose; the ${same} show nothing about it.`;
}

const randomOf = ({ others }: KeptCard): KeptCondition | undefined => others.find((one) => one.with === 'random acts');

/** The verdict in a table: a claim that also holds with random acts is marked. */
const verdictCell = (card: KeptCard): string => {
  const is = randomOf(card)?.is;
  const isAlsoRandom = isHeld(card) && is !== undefined && is !== 'no' && is !== 'unshown' && is !== 'lost';
  return `${VERDICT_WORDS[card.verdict]}${isAlsoRandom ? ', also under random acts' : ''}`;
};

const NULLS = ['random acts', 'isolated agents', 'agents without memory'] as const;

const numbersTable = ({ cards }: EntryCards): string =>
  table(
    ['claim', 'verdict', 'effect', 'p', ...NULLS, 'does not hold with'],
    cards.map((card) => [
      `\`${card.id}\`: \`${card.says.replaceAll('|', '\\|')}\``,
      verdictCell(card),
      effectCell(card.written, card.interval),
      card.p === null ? '–' : card.p < 0.001 ? '<0.001' : card.p.toFixed(3),
      ...NULLS.map((name) => {
        const one = card.others.find((other) => other.with === name);
        return one?.is === 'same' ? '=' : effectCell(one ?? null);
      }),
      literal(
        card.others.flatMap((one) => (one.kind !== 'null' && (one.is === 'no' || one.is === 'unshown') ? [one.with] : [])).join(', ') ||
          '–',
      ),
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
