/** The tables of docs/architecture.md: rooms with what they import, and the parts of each, from test/support/rooms.ts. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../lib/paths.mjs';

const BEGIN = '<!-- The tables below are written by scripts/docs.mjs from test/support/rooms.ts. -->';
const END = '<!-- End of the tables. -->';

/** @param {typeof import('../../test/support/rooms.js')} map */
export function architecturePage({ ROOMS, SEPARABLE }) {
  const page = readFileSync(join(root, 'docs', 'architecture.md'), 'utf8');
  const [before, rest = ''] = page.split(BEGIN);
  const after = rest.split(END)[1] ?? '';
  return `${before}${BEGIN}\n\n${tables(ROOMS)}\n${deletable(SEPARABLE)}\n${END}${after}`;
}

/** @param {typeof import('../../test/support/rooms.js')['ROOMS']} rooms */
function tables(rooms) {
  const top = Object.entries(rooms).filter(([room]) => /^(src\/)?[a-z]+$/.test(room));
  const rows = top.map(([room, { does, imports }]) => `| \`${room}\` | ${does} | ${importWords(imports)} |`);
  const maps = Object.entries(rooms).flatMap(([room, { parts, others = [] }]) =>
    parts
      ? [`### ${room}`, '', '| part | owns |', '|---|---|', ...[...parts, ...others].map(([part, does]) => `| \`${part}\` | ${does} |`), '']
      : [],
  );
  return ['| room | owns | may import |', '|---|---|---|', ...rows, '', PARTS, '', ...maps].join('\n');
}

/** @param {typeof import('../../test/support/rooms.js')['SEPARABLE']} folders */
const deletable = (folders) =>
  ['## What can be deleted', '', DELETABLE, '', '| folder | owns | imported only by | goes with it |', '|---|---|---|---|']
    .concat(folders.map(({ folder, does, registeredIn, left }) => `| \`${folder}\` | ${does} | \`${registeredIn}\` | ${left} |`))
    .concat('')
    .join('\n');

const DELETABLE = `Only one file imports each of these folders, which the architecture test enforces. To remove a feature, delete its folder, its
tests and the items of the last column. The compiler reports the rest.`;

const PARTS = `Large rooms have parts. The tables list them lowest first: a part imports only parts in its own line or above it.
Modules loaded later with \`import()\` are exempt. \`.\` stands for the files in the room's own folder.`;

/** @param {readonly string[]} imports */
const importWords = (imports) =>
  imports.includes('*') ? 'everything' : imports.length === 0 ? 'nothing' : imports.map((room) => room.replace('src/', '')).join(', ');
