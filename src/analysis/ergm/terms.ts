/** Terms of exponential random graph models, and how much each changes with one tie. Names and definitions are those of statnet's ergm. */
import { exp } from '../../core/util/math.js';
import { didYouMean } from '../../core/util/suggest.js';
import type { Label } from '../network/mixing.js';
import { addTie, emptyTable, sharedPartners, type TieTable } from './tieTable.js';

/** `decay` of the geometrically weighted terms: Hunter 2007, Social Networks 29, 216. */
export type Term =
  | { readonly kind: 'edges' | 'mutual' | 'triangle'; readonly id: string }
  | { readonly kind: 'gwesp' | 'gwdegree' | 'gwidegree' | 'gwodegree'; readonly id: string; readonly decay: number }
  | { readonly kind: 'nodematch' | 'nodecov' | 'absdiff'; readonly id: string; readonly labels: readonly Label[] };

const DECAY = 0.5;

const PLAIN = ['edges', 'mutual', 'triangle'] as const;
const WEIGHTED = ['gwesp', 'gwdegree', 'gwidegree', 'gwodegree'] as const;
const OF_GROUPS = ['nodematch', 'nodecov', 'absdiff'] as const;
const TERM_NAMES: readonly string[] = [...PLAIN, ...WEIGHTED, ...OF_GROUPS];

const DIRECTED: ReadonlySet<string> = new Set(['mutual', 'gwidegree', 'gwodegree']);
const UNDIRECTED: ReadonlySet<string> = new Set(['triangle', 'gwdegree']);

/** Terms that a network has without being asked. */
export const usualTerms = (directed: boolean, groups: Iterable<string>): readonly string[] => [
  ...(directed ? ['edges', 'mutual', 'gwesp', 'gwidegree', 'gwodegree'] : ['edges', 'gwesp', 'gwdegree']),
  ...[...groups].map((name) => `nodematch.${name}`),
];

/**
 * A term from its text: `edges`, `gwesp`, `gwesp(0.25)`, `nodematch.club`. Throws a message for an unknown term, one that the kind of
 * network cannot have, and an unknown attribute.
 */
export function termOf(text: string, directed: boolean, groups: ReadonlyMap<string, readonly Label[]>): Term {
  const found = /^(\w+)(?:\((-?[\d.]+)\))?(?:\.(.+))?$/.exec(text.trim());
  const [, name = '', number, attribute] = found ?? [];
  const kind = [...PLAIN, ...WEIGHTED, ...OF_GROUPS].find((one) => one === name);
  if (!kind) throw new Error(`There is no term \`${text}\`.${didYouMean(name, TERM_NAMES)} There are ${TERM_NAMES.join(', ')}.`);
  if (DIRECTED.has(kind) && !directed) throw new Error(`The term \`${kind}\` needs ties with a direction.`);
  if (UNDIRECTED.has(kind) && directed)
    throw new Error(`The term \`${kind}\` needs ties without direction.${kind === 'gwdegree' ? ' Use gwidegree or gwodegree.' : ''}`);
  const id = text.trim();
  if (isAmong(OF_GROUPS, kind)) {
    const labels = attribute === undefined ? undefined : groups.get(attribute);
    const known = [...groups.keys()].join(', ');
    if (!labels)
      throw new Error(
        `The term \`${id}\` needs an attribute of agents, as in \`${kind}.group\`. ${known === '' ? 'There is none.' : `There is ${known}.`}`,
      );
    if (kind !== 'nodematch' && labels.some((label) => typeof label !== 'number'))
      throw new Error(`The term \`${id}\` needs a number for each agent.`);
    return { kind, id, labels };
  }
  if (attribute !== undefined || (number !== undefined && isAmong(PLAIN, kind)))
    throw new Error(`The term \`${kind}\` has no \`${id.slice(kind.length)}\`.`);
  if (isAmong(PLAIN, kind)) return { kind, id };
  const decay = number === undefined ? DECAY : Number(number);
  if (!(decay >= 0)) throw new Error(`The decay of \`${id}\` is a number from 0.`);
  return { kind, id, decay };
}

const isAmong = <K extends string>(kinds: readonly K[], kind: string): kind is K => kinds.some((one) => one === kind);

/** Writes by how much each statistic is greater with a tie from u to v than without it, all other ties as they are. */
type ChangeOf = (table: TieTable, u: number, v: number, change: Float64Array) => void;

type ChangeOfOne = (table: TieTable, u: number, v: number) => number;

/** The changes of terms of a network with `n` agents. */
export function changesOf(terms: readonly Term[], n: number): ChangeOf {
  const each = terms.map((term) => changeOfTerm(term, n));
  return (table, u, v, change) => {
    for (let i = 0; i < each.length; i++) change[i] = each[i]!(table, u, v);
  };
}

function changeOfTerm(term: Term, n: number): ChangeOfOne {
  switch (term.kind) {
    case 'edges':
      return () => 1;
    case 'mutual':
      return ({ at, n: size }, u, v) => (at[v * size + u] === 0 ? 0 : 1);
    case 'triangle':
      return sharedPartners;
    case 'nodematch':
      return (_, u, v) => (term.labels[u] != null && term.labels[u] === term.labels[v] ? 1 : 0);
    case 'nodecov':
      return (_, u, v) => Number(term.labels[u]) + Number(term.labels[v]);
    case 'absdiff':
      return (_, u, v) => Math.abs(Number(term.labels[u]) - Number(term.labels[v]));
    case 'gwesp':
      return partnersChange(term.decay, n);
    default:
      return degreeChange(term, n);
  }
}

/** Powers of 1 − e^−decay from 0 to n. */
function powersOf(decay: number, n: number): Float64Array {
  const base = 1 - exp(-decay);
  const powers = new Float64Array(n + 1).fill(1);
  for (let i = 1; i <= n; i++) powers[i] = powers[i - 1]! * base;
  return powers;
}

/** One more tie of an agent with d ties adds (1 − e^−decay)^d. */
function degreeChange({ kind, decay }: Term & { readonly decay: number }, n: number): ChangeOfOne {
  const powers = powersOf(decay, n);
  const isOwn = ({ at, n: size }: TieTable, u: number, v: number): number => (at[u * size + v] === 0 ? 0 : 1);
  if (kind === 'gwidegree') return (table, u, v) => powers[table.into[v]!.length - isOwn(table, u, v)]!;
  if (kind === 'gwodegree') return (table, u, v) => powers[table.out[u]!.length - isOwn(table, u, v)]!;
  return (table, u, v) => {
    const own = isOwn(table, u, v);
    return powers[table.out[u]!.length - own]! + powers[table.out[v]!.length - own]!;
  };
}

/**
 * Edgewise shared partners u → w → v of ties u → v (outgoing two-paths). A tie brings the weight of its own partners, and makes one of
 * its agents a partner of the ties that it closes a two-path for.
 */
function partnersChange(decay: number, n: number): ChangeOfOne {
  const powers = powersOf(decay, n);
  const scale = exp(decay);
  return (table, u, v) => {
    const { at, n: size, out, into, directed } = table;
    const own = at[u * size + v] === 0 ? 0 : 1;
    let change = scale * (1 - powers[sharedPartners(table, u, v)]!);
    for (const w of out[v]!) if (w !== u && at[u * size + w] !== 0) change += powers[sharedPartners(table, u, w) - own]!;
    const tails = directed ? into[u]! : out[u]!;
    for (const w of tails) if (w !== v && at[w * size + v] !== 0) change += powers[sharedPartners(table, w, v) - own]!;
    return change;
  };
}

/** The statistics of a network: the changes of its ties, added one by one to a network without ties. */
export function statisticsOf(terms: readonly Term[], { n, directed, ties }: TieTable): Float64Array {
  const grown = emptyTable(n, directed);
  const changes = changesOf(terms, n);
  const [sum, change] = [new Float64Array(terms.length), new Float64Array(terms.length)];
  for (const { from, to } of ties) {
    changes(grown, from, to, change);
    for (let i = 0; i < sum.length; i++) sum[i]! += change[i]!;
    addTie(grown, from, to);
  }
  return sum;
}
