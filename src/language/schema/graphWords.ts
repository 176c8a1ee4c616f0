/**
 * The graphs that a network can start as, in words: what each is called, what it takes, which way its ties go, and where it comes
 * from. Completion, hover, messages and documentation read these; `src/engine/compile/graphForms.ts` has one way of drawing for each.
 */

export interface GraphParam {
  readonly name: string;
  /** What it counts or measures, and its bounds. */
  readonly is: string;
  /** Its value where it is left out; without one it has to be given. */
  readonly otherwise?: string;
}

/** `mutual`: each tie goes both ways. `one_way`: from the newcomer to those whom it ties itself to. `written`: as each edge says. */
type GraphWays = 'mutual' | 'one_way' | 'written';

export interface GraphWords {
  readonly name: string;
  /** As it is written, with names for its parameters. */
  readonly usage: string;
  /** What it is, in one or two sentences. */
  readonly doc: string;
  readonly params: readonly GraphParam[];
  readonly ways: GraphWays;
  readonly example: string;
  /** Paper that it is from; empty for what needs none. */
  readonly source: string;
}

const neighbours: GraphParam = {
  name: 'k',
  is: 'Neighbours of each member: an even whole number from 2, below the number of members.',
};
const chance = (of: string): string => `Chance of ${of}, from 0 to 1.`;

/** All, in the order in which people read them. Members are in the order of the cast. */
export const graphWords = [
  { name: 'empty', usage: 'empty', doc: 'No agent is tied to another.', params: [], ways: 'mutual', example: 'empty', source: '' },
  {
    name: 'complete',
    usage: 'complete',
    doc: 'Everybody is tied to everybody.',
    params: [],
    ways: 'mutual',
    example: 'complete',
    source: '',
  },
  {
    name: 'ring',
    usage: 'ring(k)',
    doc: 'Members stand in a ring in the order of the cast, and each is tied to its k nearest, k/2 on either side.',
    params: [neighbours],
    ways: 'mutual',
    example: 'ring(4)',
    source: '',
  },
  {
    name: 'small_world',
    usage: 'small_world(k, p)',
    doc: 'A ring of k neighbours in which each tie keeps one end and gets another as its other end with chance p.',
    params: [neighbours, { name: 'p', is: chance('a tie being rewired') }],
    ways: 'mutual',
    example: 'small_world(4, 0.1)',
    source: 'Watts and Strogatz 1998',
  },
  {
    name: 'random',
    usage: 'random(p)',
    doc: 'Each two members are tied with chance p.',
    params: [{ name: 'p', is: chance('a tie between two members') }],
    ways: 'mutual',
    example: 'random(0.1)',
    source: 'Erdős and Rényi 1959, Gilbert 1959',
  },
  {
    name: 'preferential',
    usage: 'preferential(m)',
    doc: 'Members come in the order of the cast. The first m + 1 are a star around the first; each who comes after is tied to m others, in proportion to the ties that they have.',
    params: [{ name: 'm', is: 'Ties that each newcomer makes: a whole number from 1, below the number of members.' }],
    ways: 'mutual',
    example: 'preferential(2)',
    source: 'Barabási and Albert 1999',
  },
  {
    name: 'followers',
    usage: 'followers(m)',
    doc: 'Members come in the order of the cast, and each follows m of those who came before, or all where they are fewer, in proportion to their followers plus one. Ties go one way, from who follows to who is followed.',
    params: [{ name: 'm', is: 'Members whom each newcomer follows: a whole number from 1, below the number of members.' }],
    ways: 'one_way',
    example: 'followers(3)',
    source: 'Price 1976',
  },
  {
    name: 'blocks',
    usage: 'blocks(blocks, p_in, p_out)',
    doc: 'Two members of one block are tied with chance p_in, of two blocks with chance p_out.',
    params: [
      {
        name: 'blocks',
        is: 'Who is in which block. A number of blocks: members are dealt out in turn in the order of the cast, so that with 2 every second member is in the same one. A list of sizes, `[10, 20]`: the first 10 of the cast, then 20; they add up to the number of members. A field of members, such as `gender` or a variable: one block for each of its values.',
      },
      { name: 'p_in', is: chance('a tie within a block') },
      { name: 'p_out', is: chance('a tie between two blocks') },
    ],
    ways: 'mutual',
    example: 'blocks(team, 0.8, 0.15)',
    source: 'Holland, Laskey and Leinhardt 1983',
  },
  {
    name: 'caveman',
    usage: 'caveman(cliques, size)',
    doc: 'Cliques of the same size, one after another in the order of the cast. Each gives up one tie for one to the clique before, so that the cliques are a ring.',
    params: [
      { name: 'cliques', is: 'Number of cliques, from 1.' },
      { name: 'size', is: 'Members of a clique, from 2. Cliques times size is the number of members.', otherwise: 'members over cliques' },
    ],
    ways: 'mutual',
    example: 'caveman(5, 4)',
    source: 'Watts 1999',
  },
  {
    name: 'shared',
    usage: 'shared(field, k, p)',
    doc: 'Two members who have at least k values of a field in common are tied with chance p.',
    params: [
      { name: 'field', is: 'A field of members, such as `interests`, or a variable. A single value counts as a list of one.' },
      { name: 'k', is: 'Least number of values in common, from 1.', otherwise: '1' },
      { name: 'p', is: chance('a tie between two who have as much in common'), otherwise: '1' },
    ],
    ways: 'mutual',
    example: 'shared(interests, 2, 0.5)',
    source: '',
  },
  {
    name: 'edges',
    usage: 'edges(a - b, a > c, …)',
    doc: 'The ties one by one; a list says the same. `ada - ben` goes both ways, `ada > ben` one way, and a number at the end is the strength.',
    params: [],
    ways: 'written',
    example: 'edges(ada - ben, ada > cleo 0.7)',
    source: '',
  },
] as const satisfies readonly GraphWords[];

export type GraphName = (typeof graphWords)[number]['name'];

const WAYS: Readonly<Record<GraphWays, string>> = {
  mutual: 'Ties go both ways, unless `reciprocity` is below 1.',
  one_way: 'Ties go one way, unless `reciprocity` is above 0.',
  written: '',
};

/** A graph in one text, for hover and completion. */
export function graphText({ doc, params, ways, source }: GraphWords): string {
  const given = params.map(
    ({ name, is, otherwise }) => `\n- \`${name}\`: ${is}${otherwise === undefined ? '' : ` Left out: ${otherwise}.`}`,
  );
  return [doc, WAYS[ways], source === '' ? '' : `${source}.`].filter((part) => part !== '').join(' ') + given.join('');
}
