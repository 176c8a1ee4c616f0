/** Initial files, and edits like those of people, editors and pasted text. Seeded, and small enough to read. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { HELLO } from '../unit/language/support.js';

const read = (folder: string): string[] =>
  readdirSync(join(process.cwd(), folder))
    .filter((name) => /\w\.society$/.test(name))
    .map((name) => readFileSync(join(process.cwd(), folder, name), 'utf8'));

/** The examples and the library, each up to a length, so that a whole parse stays short. */
export const LARGE: readonly string[] = [...read('examples'), ...read('library')].map((text) => text.slice(0, 12_000));

const PEOPLE = `society: 1
title: People
personas:
  ada:
    name: Ada
    age: 41
    extends: [newcomer]
    bio: |
      Runs a bakery.

      Up early.
  ben:
    name: Ben # a comment
    interests: [jazz, chess]
    memories:
      - text: Met Ada.
        about: [ada]
  # about cem
  cem: { name: Cem, traits: [kind] }

fragments:
  newcomer: { activity: 0.8 }
scenarios:
  meet:
    cast: [ada, ben]
    until: reciprocity > 0.5
`;

const FLOW = `society: 1
personas: { ada: { name: Ada }, ben: { name: Ben, extends: ada } }
ties: { friendship: { among: all } }
scenarios: { meet: { cast: [ada, ben], rounds: 3 } }
`;

const PLACED = `society: 1
worlds:
  shop:
    params: { price: 3 }
    vars: { stock: =params.price }
    actions:
      buy: { does: Buy one., effect: stock -= 1 }
      talk: { kind: message, to: all }
    phases:
      trade: { who: all, actions: [buy, talk] }
      check: { stop: stock < 1 }
    measures: { left: stock }
scenarios:
  day:
    world: shop
    premise: "It is $(round) o'clock."
    interventions:
      sale: { when: left < 2, announce: 'Sale!' }
experiments:
  prices:
    scenario: day
    arms: { low: { world.with.price: 1 }, high: {} }
`;

const ODD = `# a file with everything that makes a cut doubtful
society: 1
models:
  a: &m { kind: builtin }
  b: *m
personas:

   ada:
      name: "Ada: the first"
   ben:
      name: >
        Ben
        the second
      bio: ./people/ben.md
imports:
- library/feed
- { from: ./town.society, as: town }
populations:
  crowd: { size: 5, vars: { mood: 0..1 } }
`;

const wider = (text: string): string => text.replace(/^ +/gm, (spaces) => spaces + spaces);

export const SMALL: readonly string[] = [
  ...[HELLO, PEOPLE, PEOPLE, FLOW, PLACED, ODD],
  wider(PEOPLE),
  PEOPLE.replaceAll('\n', '\r\n'),
  `\ufeff${PEOPLE}`,
  PEOPLE.replace('society: 1\n', ''),
  PEOPLE.replace('Ada\n', 'Ada 🥖é\n').replace('jazz', '爵士'),
  PLACED.replace('scenarios:', 'scenarios: # runs\n\n'),
];

const PASTES = [
  ...[
    '\n',
    '\r\n',
    '\t',
    ' ',
    '  ',
    '\ufeff',
    '🥖',
    'é',
    ':',
    ': ',
    '#',
    ' # note',
    '- ',
    '-',
    '|',
    '>',
    '|-\n',
    '"',
    "'",
    '[',
    ']',
    '{',
    '}',
    ',',
  ],
  ...[
    '&a ',
    '*a',
    '!x ',
    '? ',
    '@',
    '%',
    '---\n',
    '...\n',
    '<<: *a\n',
    '{{',
    '$(',
    '$(me.name)',
    '=',
    '~',
    'null',
    '\\',
    '\u00a0',
    '\u2028',
  ],
  ...[
    'society: 1\n',
    'personas:\n',
    'personas: {}\n',
    '  ada:\n    name: Again\n',
    '  zoe:\n    name: Zoe\n',
    '   odd: {}\n',
    '    deep:\n',
    '- item\n',
  ],
  ...[
    'fragments:\n  f: { traits: [a, b] }\n',
    'x',
    'ada',
    'ben',
    'name: ',
    'extends: ben\n',
    'title: A: b\n',
    'unknown:\n  a: 1\n',
    '  - a\n',
    '\n\n\n',
  ],
  ...[
    '# comment\n',
    '  # comment\n',
    '"a\n  b"',
    "'open\n",
    '[a,\n  b]',
    '{ a: 1,\nb: 2 }',
    '  text\n',
    '    more: |\n      prose\n     less\n',
    '"": 1\n',
  ],
];

type Kind = 'insert' | 'delete' | 'duplicate' | 'move' | 'indent' | 'outdent' | 'type' | 'join' | 'reverse';

export interface Edit {
  readonly kind: Kind;
  readonly at: number;
  readonly n: number;
  readonly paste: string;
}

const KINDS: readonly Kind[] = ['insert', 'insert', 'delete', 'duplicate', 'move', 'indent', 'outdent', 'type', 'type', 'join', 'reverse'];

const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom(...KINDS),
  at: fc.nat(100_000),
  n: fc.integer({ min: 1, max: 12 }),
  paste: fc.constantFrom(...PASTES),
});

export const edits = (most: number): fc.Arbitrary<readonly Edit[]> => fc.array(edit, { minLength: most - 2, maxLength: most });

/** A text after an edit. Lines are edited as lines, so that much stays well formed. */
export function edited(text: string, { kind, at, n, paste }: Edit): string {
  const lines = text.split('\n');
  const line = at % lines.length;
  const count = 1 + (n % 4);
  const taken = lines.slice(line, line + count);
  const offset = at % (text.length + 1);
  switch (kind) {
    case 'insert':
      return n % 2 === 0 ? text.slice(0, offset) + paste + text.slice(offset) : before(lines, line, paste);
    case 'delete':
      return n % 3 === 0 ? lines.toSpliced(line, count).join('\n') : text.slice(0, offset) + text.slice(offset + n);
    case 'duplicate':
      return lines.toSpliced(line, 0, ...taken).join('\n');
    case 'move':
      return lines
        .toSpliced(line, count)
        .toSpliced((at * 7 + n) % lines.length, 0, ...taken)
        .join('\n');
    case 'indent':
      return lines.toSpliced(line, count, ...taken.map((one) => ' '.repeat(1 + (n % 3)) + one)).join('\n');
    case 'outdent':
      return lines.toSpliced(line, count, ...taken.map((one) => one.replace(/^ {1,2}/, ''))).join('\n');
    case 'type':
      return text.slice(0, offset) + (n % 3 === 0 ? ' ' : 'x') + text.slice(offset);
    case 'join':
      return lines.toSpliced(line, 2, taken.slice(0, 2).join('')).join('\n');
    case 'reverse':
      return lines.toSpliced(line, count, ...taken.reverse()).join('\n');
  }
}

/** A paste at the start of a line. */
const before = (lines: readonly string[], line: number, paste: string): string =>
  [...lines.slice(0, line), paste + (lines[line] ?? ''), ...lines.slice(line + 1)].join('\n');
