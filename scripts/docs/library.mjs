/** docs/library.md: the worlds of the library, read from their files. The meaning of a parameter or a variable is the comment in its line. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMap, parseDocument } from 'yaml';
import { root } from '../lib/paths.mjs';
import { cell, MARK } from './bundle.mjs';

/** @typedef {{ [key: string]: any }} Data */
/** @typedef {{ file: string, id: string, data: Data, notes: ReadonlyMap<string, string> }} World */

const HEAD = `# Library

The worlds that ship with Society Studio. A file imports one with \`imports: [library/NAME]\`, and a scenario plays it with
\`world: NAME\`. The tables come from the files in \`library/\`.

**Set a parameter** for one scenario:

\`\`\`yaml
society: 1
imports: [library/commons]
personas:
  ada: { name: Ada Okafor }
  ben: { name: Ben Castell }
scenarios:
  lake: { world: { use: commons, with: { growth: 1.5, capacity: 60 } }, rounds: 6 }
\`\`\`

**Change a part** with a world of your own that \`extends\` one of these. Name only what is different: an action, a phase, a
variable, a measure, the feed. \`off: true\` leaves an action or a phase out. Lists, such as the actions of a phase, are
replaced only where \`replace: [phases.talk.actions]\` says so; otherwise new entries are added ([how files are merged](format-merging.md)).

\`\`\`yaml
society: 1
imports: [library/commons]
personas:
  ada: { name: Ada Okafor }
  ben: { name: Ben Castell }
worlds:
  quiet_pasture:
    extends: commons
    does: A pasture that all share, with grass for $(stock) cows.
    vars: { fine: 0 }
    actions:
      harvest:
        effect: |
          stock -= granted
          me.caught += granted
          me.total += granted
          fine += granted > share ? 1 : 0
    phases: { talk: { off: true } }
    measures: { fined: fine }
scenarios:
  pasture: { world: quiet_pasture, rounds: 6 }
\`\`\`

Everything in a world can be changed this way. What the keys mean is in [the format](format.md#worlds), what a world does in each
round in [worlds.md](worlds.md). Prompts, phrases and rewards of the library are described in [prompts.md](prompts.md),
[builtin-mind.md](builtin-mind.md) and [Learning to Make Friends](systems/making-friends.md). \`imports: [library/work_phrases]\`
gives the built-in mind [phrases for work](recipes.md#let-people-talk-as-colleagues).
`;

/** A few lines for each file, with the needs of its worlds. @type {{ [file: string]: string }} */
const EXAMPLES = {
  room: `scenarios:\n  meeting: { premise: A kitchen has to be painted. Which colour?, world: { use: room, with: { topic: the colour of the kitchen } }, rounds: 3 }`,
  chat: `ties:\n  friends: { among: all, graph: ring(2) }\nscenarios:\n  pairs: { world: { extends: chat, phases: { talk: { pair: { kind: along, network: friends } } } }, rounds: 4 }`,
  commons: `scenarios:\n  lake: { world: { use: commons, with: { capacity: 80 } }, rounds: 12, measures: { left: stock } }`,
  debate: `scenarios:\n  cars: { world: { use: deffuant, with: { tolerance: 0.25 } }, rounds: 20, cast: all }`,
  donor: `scenarios:\n  gifts: { world: { use: donor, with: { multiplier: 3, generation: 4 } }, rounds: 12 }`,
  feed: `ties:\n  friendship: { among: all, change: { rule: evidence } }\nscenarios:\n  forum: { world: social_media, rounds: 8, measures: { seen: reports } }`,
  haggle: `scenarios:\n  bike: { world: haggle, rounds: 1, cast: { seller: { play: p1, vars: { limit: 5000 } }, buyer: { play: p2, vars: { limit: 8000 } } } }`,
  matrix_game: `scenarios:\n  again: { world: { use: matrix_game, with: { jj_me: 6, jj_you: 6 } }, rounds: 10, cast: [p1, p2] }`,
  network_formation: `ties:\n  friendship: { among: all }\nscenarios:\n  friends: { world: network_formation, rounds: 3 }`,
};

const PEOPLE = `personas:
  p1: { name: Ada Okafor, interests: [chess, bread] }
  p2: { name: Ben Castell, interests: [chess] }
  p3: { name: Chiara Lunardi, interests: [bread] }
  p4: { name: Deniz Er, interests: [chess, films] }
`;

export function libraryPage() {
  const files = readdirSync(join(root, 'library'))
    .filter((name) => name.endsWith('.society'))
    .map((name) => name.replace('.society', ''));
  const chapters = files.flatMap((file) => {
    const document = parseDocument(readFileSync(join(root, 'library', `${file}.society`), 'utf8'));
    const { description = '', worlds } = document.toJS();
    if (!worlds) return [];
    const all = Object.entries(worlds).map(([id, data]) => ({ file, id, data: /** @type {Data} */ (data), notes: notesOf(document, id) }));
    const needs = file === 'haggle' || file === 'matrix_game' ? two(PEOPLE) : file === 'debate' ? crowd() : PEOPLE;
    const example = EXAMPLES[file];
    if (!example) throw new Error(`library/${file} has no example in scripts/docs/library.mjs`);
    return [
      `## ${file}\n\n${description.trim()}\n\n\`\`\`yaml\nsociety: 1\nimports: [library/${file}]\n${needs}${example}\n\`\`\`\n`,
      ...all.map(worldChapter),
    ];
  });
  return `${MARK}${HEAD}\n${chapters.join('\n')}`;
}

/** @param {string} people */
const two = (people) => `${people.split('\n').slice(0, 3).join('\n')}\n`;
const crowd = () => 'populations:\n  town: { size: 10, sample: { opinion: uniform(0, 1) } }\n';

/** Comments at the end of lines, by path. @param {import('yaml').Document} document @param {string} world */
function notesOf(document, world) {
  /** @type {Map<string, string>} */
  const notes = new Map();
  /** @param {unknown} node @param {string} path */
  const visit = (node, path) => {
    if (!isMap(node)) return;
    for (const { key, value } of node.items) {
      const here = path === '' ? String(key) : `${path}.${key}`;
      const comment = /** @type {{ comment?: string | null }} */ (value)?.comment;
      if (comment) notes.set(here, comment.trim());
      visit(value, here);
    }
  };
  visit(document.getIn(['worlds', world]), '');
  return notes;
}

/** @param {World} world */
function worldChapter(world) {
  const { id, data, notes } = world;
  const note = (/** @type {string} */ path) => notes.get(path) ?? '';
  const { title = id, does, params = {}, vars = {}, agent_vars: ofAgents = {}, roles = {}, measures = {}, ties = {}, feed } = data;
  const parts = [
    `### World \`${id}\``,
    `**${title}.**${data.extends ? ` All of \`${data.extends}\`, with what follows.` : ''}${does ? ` Agents are told: ${inText(does)}` : ''}`,
    table(
      ['parameter', 'default', 'meaning'],
      Object.entries(params).map(([name, value]) => [code(name), code(value), note(`params.${name}`)]),
    ),
    table(
      ['variable', 'of', 'starts as, or can be', 'meaning'],
      [
        ...Object.entries(vars).map(([name, value]) => [code(name), 'the world', code(value), note(`vars.${name}`)]),
        ...Object.entries(ofAgents).map(([name, value]) => [code(name), 'each agent', code(value), note(`agent_vars.${name}`)]),
        ...Object.entries(roles).flatMap(([role, { vars: own = {} }]) =>
          Object.entries(own).map(([name, value]) => [code(name), `the ${role}`, code(value), note(`roles.${role}.vars.${name}`)]),
        ),
      ],
    ),
    table(
      ['role', 'told'],
      Object.entries(roles).map(([role, { does: told = '' }]) => [code(role), inText(told)]),
    ),
    table(
      ['network', ''],
      Object.entries(ties).map(([name, spec]) => [code(name), code(spec)]),
    ),
    table(['action', 'form', 'open', 'told', 'effect'], Object.entries(data.actions ?? {}).map(actionRow)),
    table(['phase', 'who, order', 'what'], Object.entries(data.phases ?? {}).map(phaseRow)),
    feed
      ? `Feed: ${Object.entries(feed)
          .map(([key, value]) => `${code(key)} ${code(value)}`)
          .join(', ')}.`
      : '',
    table(
      ['measure', 'is', 'meaning'],
      Object.entries(measures).map(([name, formula]) => [code(name), code(formula), note(`measures.${name}`)]),
    ),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

/** @param {[string, Data]} entry */
function actionRow([name, { kind, to, on, args = {}, values, when, if: holds, does = '', effect, tell, seen_by: seen, share }]) {
  const form = [
    kind ? code(kind) : '',
    to ? `to ${code(to)}` : '',
    on ? `on a ${on}` : '',
    values ? code(values) : '',
    ...Object.entries(args).map(([arg, type]) => `${code(arg)}: ${code(type)}`),
    seen === 'nobody' ? 'in private' : '',
  ];
  const open = [when, holds].filter(Boolean).map(code).join(' and ');
  const shared = share ? `shares ${code(share.of)} (${share.rule})` : '';
  const effects = [shared, effect ? statements(effect) : '', tell ? `tells ${inText(tell)}` : ''];
  return [code(name), form.filter(Boolean).join(', '), open || 'always', inText(does), effects.filter(Boolean).join('; ')];
}

/** @param {[string, Data]} entry */
function phaseRow([name, phase]) {
  const { who, order, actions, then, stop, until, turns, when, tell, pair, replace, riders, off } = phase;
  const inTurn = typeof order === 'object' ? `${order.kind}, ${order.turns} turns` : order;
  const people = [pair ? `pairs: ${code(pair)}` : '', who ? code(who) : '', inTurn ?? '', turns ? `${turns} turns` : ''];
  const what = [
    off ? 'left out' : '',
    when ? `when ${code(when)}` : '',
    actions ? actions.map(code).join(' ') : '',
    riders
      ? `with it up to ${Object.entries(riders)
          .map(([rider, most]) => `${most} ${code(rider)}`)
          .join(', ')}`
      : '',
    then ? statements(then) : '',
    tell ? `tells ${inText(tell)}` : '',
    replace ? `replaces: ${code(replace)}` : '',
    until ? `until ${code(until)}` : '',
    stop ? `stops the run when ${code(stop)}` : '',
  ];
  return [code(name), people.filter(Boolean).join(', '), what.filter(Boolean).join('; ')];
}

/** @param {string} text */
const statements = (text) => text.trim().split('\n').map(code).join(', ');

/** Prose of a society in a sentence, with its holes as they are written. @param {string} text */
const inText = (text) => `“${cell(text.trim()).replaceAll('<', '&lt;')}”`;

/** @param {unknown} value */
const code = (value) => {
  const text = typeof value === 'string' ? value : value === null ? 'null' : flow(value);
  return `\`${cell(text.trim())}\``;
};

/** A value in one line, as YAML. @param {unknown} value @returns {string} */
const flow = (value) =>
  Array.isArray(value)
    ? `[${value.map(flow).join(', ')}]`
    : typeof value === 'object' && value !== null
      ? `{ ${Object.entries(value)
          .map(([key, one]) => `${key}: ${flow(one)}`)
          .join(', ')} }`
      : String(value);

/** @param {readonly string[]} head @param {readonly (readonly string[])[]} rows */
const table = (head, rows) =>
  rows.length === 0
    ? ''
    : [`| ${head.join(' | ')} |`, `|${head.map(() => '---|').join('')}`, ...rows.map((cells) => `| ${cells.join(' | ')} |`)].join('\n');
