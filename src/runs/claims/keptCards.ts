/**
 * The cards of a file as they are kept next to it, so that reports, methods texts and the editor show them without playing. They belong
 * to the texts that they were made from: a file that has changed since has no cards until it is verified again.
 */
import type { Resolved } from '../../language/api.js';
import { sha256 } from '../../node/ports.js';
import type { ShownCard } from '../../protocol/claimCard.js';
import type { FolderFiles, SourceRef } from '../../trace/index.js';
import { runSources } from '../load/sourceName.js';
import { shownCard } from './cardText.js';
import { translatedCard } from './translatedCard.js';
import type { Claim } from './claim.js';
import type { Verified } from './verifyClaims.js';

/** The version of the format. */
const VERSION = 2;

interface KeptCards {
  readonly version: typeof VERSION;
  /** The texts of the society, under their names in a manifest. */
  readonly sources: readonly SourceRef[];
  /** In the order of the claims in the file. */
  readonly cards: readonly ShownCard[];
}

/** The name of the file of cards, in the folder of the runs of claims. */
export const cardsFile = (path: string): string => `${(path.split(/[\\/]/).at(-1) ?? path).replace(/\.society$/, '')}.cards.json`;

/** The texts of a society, as a manifest names them. */
export const sourcesOf = (resolved: Pick<Resolved, 'uri' | 'sources'>): readonly SourceRef[] =>
  runSources(resolved, resolved.uri).map(({ uri, text }) => ({ uri, sha256: sha256(text) }));

/** Keeps cards in the folder of the runs of claims. `all`: the claims of the file. */
export async function keepCards(
  files: Pick<FolderFiles, 'read' | 'write'>,
  resolved: Pick<Resolved, 'uri' | 'sources'>,
  { cards, speakers }: Pick<Verified, 'cards' | 'speakers'>,
  all: readonly Claim[],
): Promise<void> {
  const name = cardsFile(resolved.uri);
  const made = cards.map((card) => shownCard(card, speakers));
  const order = all.map(({ id }) => id);
  await files.write(name, keptText(cardsToKeep(readCards(await files.read(name)), sourcesOf(resolved), made, order)));
}

/** Cards that were made now, and of the other claims those that still belong to the same texts. `order`: ids of all claims of the file. */
function cardsToKeep(
  before: KeptCards | null,
  sources: readonly SourceRef[],
  made: readonly ShownCard[],
  order: readonly string[],
): KeptCards {
  const cards = new Map([...(before && belongTo(before, sources) ? before.cards : []), ...made].map((card) => [card.id, card]));
  return { version: VERSION, sources, cards: order.flatMap((id) => cards.get(id) ?? []) };
}

/** Whether cards were made from the same texts. Runs can have further sources, such as tables. */
export function belongTo({ sources }: KeptCards, now: readonly SourceRef[]): boolean {
  const hashes = new Map(now.map(({ uri, sha256 }) => [uri, sha256]));
  return sources.length > 0 && sources.every(({ uri, sha256 }) => hashes.get(uri) === sha256);
}

const keptText = (kept: KeptCards): string => `${JSON.stringify(kept)}\n`;

/** Cards of a file for a report or a methods text. */
export interface FoundCards {
  readonly cards: readonly ShownCard[];
  /** Whether cards were left out because the file has changed since they were made. */
  readonly isStale: boolean;
}

export const NO_CARDS: FoundCards = { cards: [], isStale: false };

/** The cards in a text of kept cards. `sources`: the texts of the run or the file that they are shown with. */
export function foundCards(text: string | null, sources: readonly SourceRef[]): FoundCards {
  const kept = readCards(text);
  if (!kept || kept.cards.length === 0) return NO_CARDS;
  return belongTo(kept, sources) ? { cards: kept.cards, isStale: false } : { cards: [], isStale: true };
}

/** The cards of the expectations of a run, with their texts as the report shows them: private words are left out there. */
export const reportedCards = (
  { cards }: FoundCards,
  scenario: string,
  expected: readonly { readonly id: string; readonly that: string }[],
): readonly ShownCard[] =>
  cards.flatMap((card) => {
    const said = expected.find(({ id }) => card.id === `${scenario}.${id}`);
    return said ? [{ ...translatedCard(card), says: said.that }] : [];
  });

/** Null where there are none, or they cannot be read: cards can always be made again from the runs that are kept. */
export function readCards(text: string | null): KeptCards | null {
  if (text === null) return null;
  try {
    const read = JSON.parse(text) as KeptCards;
    return read.version === VERSION && Array.isArray(read.sources) && Array.isArray(read.cards) && read.cards.every(isCard) ? read : null;
  } catch {
    return null;
  }
}

const isCard = ({ id, says, verdict, rows, minds }: ShownCard): boolean =>
  [id, says, minds, verdict?.sentence].every((text) => typeof text === 'string') &&
  Array.isArray(verdict.unexamined) &&
  Array.isArray(rows) &&
  rows.every(({ lines }) => Array.isArray(lines) && lines.every((line) => typeof line === 'string'));
