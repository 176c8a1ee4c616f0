/**
 * Descriptions of the graphs that a network can start with: name, parameters, direction of ties, and source. Completion,
 * hover, messages and documentation use them. `src/engine/compile/graphForms.ts` generates each graph.
 */
import { marked, t } from '../../core/util/l10n.js';

export interface GraphParam {
  readonly name: string;
  /** Its meaning and bounds. */
  readonly is: string;
  /** Its default; without a default it is required. */
  readonly otherwise?: string;
}

/** `mutual`: each tie goes both ways. `one_way`: from the new member to the members that it chooses. `written`: set by each edge. */
type GraphWays = 'mutual' | 'one_way' | 'written';

export interface GraphWords {
  readonly name: string;
  /** The form with names for its parameters. */
  readonly usage: string;
  /** A description in one or two sentences. */
  readonly doc: string;
  readonly params: readonly GraphParam[];
  readonly ways: GraphWays;
  readonly example: string;
  /** The paper that defines it; empty if none is needed. */
  readonly source: string;
}

const neighbours: GraphParam = {
  name: 'k',
  is: marked('Neighbours of each member: an even whole number from 2, below the number of members.'),
};
const chance = (of: string): string => t('Chance of {0}, from 0 to 1.', of);

/** All graphs, in the order of the documentation. Members are in the order of the cast. */
export const graphWords = [
  { name: 'empty', usage: 'empty', doc: marked('No agent is tied to another.'), params: [], ways: 'mutual', example: 'empty', source: '' },
  {
    name: 'complete',
    usage: 'complete',
    doc: marked('Every agent is tied to every other agent.'),
    params: [],
    ways: 'mutual',
    example: 'complete',
    source: '',
  },
  {
    name: 'ring',
    usage: 'ring(k)',
    doc: marked('Members form a ring in the order of the cast. Each is tied to its k nearest, k/2 on each side.'),
    params: [neighbours],
    ways: 'mutual',
    example: 'ring(4)',
    source: '',
  },
  {
    name: 'small_world',
    usage: 'small_world(k, p)',
    doc: marked('A ring of k neighbours in which each tie keeps one end and, with chance p, gets a new other end.'),
    params: [neighbours, { name: 'p', is: chance(marked('a tie being rewired')) }],
    ways: 'mutual',
    example: 'small_world(4, 0.1)',
    source: 'Watts and Strogatz 1998',
  },
  {
    name: 'random',
    usage: 'random(p)',
    doc: marked('Each pair of members is tied with chance p.'),
    params: [{ name: 'p', is: chance(marked('a tie between two members')) }],
    ways: 'mutual',
    example: 'random(0.1)',
    source: 'Erdős and Rényi 1959, Gilbert 1959',
  },
  {
    name: 'preferential',
    usage: 'preferential(m)',
    doc: marked(
      'Members join in the order of the cast. The first m + 1 form a star around the first. Each later member is tied to m others, in proportion to the ties that they have.',
    ),
    params: [{ name: 'm', is: marked('Number of ties of each new member: a whole number from 1, below the number of members.') }],
    ways: 'mutual',
    example: 'preferential(2)',
    source: 'Barabási and Albert 1999',
  },
  {
    name: 'followers',
    usage: 'followers(m)',
    doc: marked(
      'Members join in the order of the cast. Each follows m earlier members, or all if they are fewer, in proportion to their followers plus one. Ties go one way, from the follower to the followed member.',
    ),
    params: [
      { name: 'm', is: marked('Number of members that each new member follows: a whole number from 1, below the number of members.') },
    ],
    ways: 'one_way',
    example: 'followers(3)',
    source: 'Price 1976',
  },
  {
    name: 'blocks',
    usage: 'blocks(blocks, p_in, p_out)',
    doc: marked('Two members of the same block are tied with chance p_in, two members of different blocks with chance p_out.'),
    params: [
      {
        name: 'blocks',
        is: marked(
          'The blocks. A number of blocks: members are assigned in turn in the order of the cast, so that with 2 every second member is in the same block. A list of sizes, `[10, 20]`: the first 10 of the cast, then 20; the sizes must add up to the number of members. A field of members, such as `gender` or a variable: one block for each of its values.',
        ),
      },
      { name: 'p_in', is: chance(marked('a tie within a block')) },
      { name: 'p_out', is: chance(marked('a tie between two blocks')) },
    ],
    ways: 'mutual',
    example: 'blocks(team, 0.8, 0.15)',
    source: 'Holland, Laskey and Leinhardt 1983',
  },
  {
    name: 'caveman',
    usage: 'caveman(cliques, size)',
    doc: marked(
      'Cliques of the same size, in the order of the cast. In each clique, one tie is replaced by a tie to the previous clique, so that the cliques form a ring.',
    ),
    params: [
      { name: 'cliques', is: marked('Number of cliques, from 1.') },
      {
        name: 'size',
        is: marked('Number of members of a clique, from 2. Cliques times size must be the number of members.'),
        otherwise: marked('members divided by cliques'),
      },
    ],
    ways: 'mutual',
    example: 'caveman(5, 4)',
    source: 'Watts 1999',
  },
  {
    name: 'shared',
    usage: 'shared(field, k, p)',
    doc: marked('Two members with at least k common values of a field are tied with chance p.'),
    params: [
      { name: 'field', is: marked('A field of members, such as `interests`, or a variable. A single value counts as a list of one.') },
      { name: 'k', is: marked('Least number of common values, from 1.'), otherwise: '1' },
      { name: 'p', is: chance(marked('a tie between two such members')), otherwise: '1' },
    ],
    ways: 'mutual',
    example: 'shared(interests, 2, 0.5)',
    source: '',
  },
  {
    name: 'edges',
    usage: 'edges(a - b, a > c, …)',
    doc: marked(
      'Lists each tie. A list has the same meaning. `ada - ben` goes both ways, `ada > ben` one way, and a number at the end is the strength.',
    ),
    params: [],
    ways: 'written',
    example: 'edges(ada - ben, ada > cleo 0.7)',
    source: '',
  },
] as const satisfies readonly GraphWords[];

export type GraphName = (typeof graphWords)[number]['name'];

const WAYS: Readonly<Record<GraphWays, string>> = {
  mutual: marked('Ties go both ways, unless `reciprocity` is below 1.'),
  one_way: marked('Ties go one way, unless `reciprocity` is above 0.'),
  written: '',
};

/** The text of a graph for hover and completion. */
export function graphText({ doc, params, ways, source }: GraphWords): string {
  const given = params.map(
    ({ name, is, otherwise }) => `\n- \`${name}\`: ${is}${otherwise === undefined ? '' : t(' Default: {0}.', otherwise)}`,
  );
  return [doc, WAYS[ways], source === '' ? '' : `${source}.`].filter((part) => part !== '').join(' ') + given.join('');
}
