/** The formats that are read: what each is told by, whose names are in it, and what is known of its licence. */
import type { JsonObject } from '../../core/util/json.js';
import { readAgentPage } from './simulators/agentPage.js';
import { areCitizens, readAgentSociety } from './simulators/agentsociety.js';
import { isAgentVerse, readAgentVerse } from './simulators/agentverse.js';
import { type ColumnMap, recordsOf } from './people/aliases.js';
import type { Draft, SourceFile } from './parse/draft.js';
import { isObject } from './parse/fields.js';
import { isGovSim, readGovSim } from './simulators/govsim.js';
import { graphDraft } from './graphs/graph.js';
import { areEdgeLines, endColumns, isNodeLink, readEdgeLines, readEdgeTable, readNodeLink } from './graphs/graphText.js';
import { readGexf, readGraphml } from './graphs/graphXml.js';
import { ImportError, type Log, silentLog } from './parse/importLog.js';
import { areOasisUsers, isOasisTable, readOasis } from './simulators/oasis.js';
import { areOneSimProfiles, isOneSimSchema, readOneSim, refuseSchema } from './simulators/onesim.js';
import type { Parsed } from './parse/parse.js';
import { isSotopia, readSotopia } from './simulators/sotopia.js';
import { isPersonaHub, isRecAgent, readPersonaHub, readRecAgent, readRecords, type Records, tableRecords } from './people/tables.js';
import { readTinyTroupe, tinyPeople } from './simulators/tinytroupe.js';

interface Source {
  readonly file: SourceFile;
  readonly parsed: Parsed;
  readonly columns: ColumnMap;
  readonly log: Log;
}

export interface Format {
  readonly id: string;
  readonly title: string;
  /** The people in it are made up, so that their names stay. */
  readonly invented: boolean;
  /** What those who publish such files say of their use. */
  readonly licence?: string;
  /** World of the scenario that is written where the source has none. */
  readonly world: 'feed' | 'room';
  readonly is: (parsed: Parsed, file: SourceFile) => boolean;
  /** Throws an `ImportError` where the file is none of the format. */
  readonly read: (source: Source) => Draft;
}

/** Records of a table, or of a list in JSON. */
function recordsIn({ parsed, log }: Pick<Source, 'parsed' | 'log'>): Records | null {
  if (parsed.kind === 'table') return tableRecords(parsed.table, log);
  if (parsed.kind !== 'json') return null;
  const list = recordsOf(parsed.value);
  if (list) return { records: list, lineOf: (row) => parsed.lineOf([row]) };
  if (!isObject(parsed.value)) return null;
  const named = Object.entries(parsed.value);
  if (named.length > 1 && named.every((entry): entry is [string, JsonObject] => isObject(entry[1])))
    return {
      records: named.map(([key, one]) => (Object.hasOwn(one, 'id') ? { ...one, key } : { id: key, ...one })),
      lineOf: (row) => parsed.lineOf([named[row]![0]]),
    };
  return { records: [parsed.value], lineOf: () => 1 };
}

const need = <T>(found: T | null, what: string): T => {
  if (found === null) throw new ImportError('import-format', 1, `This is no ${what}. Leave out --as, or take another format.`);
  return found;
};

const peek = (parsed: Parsed): readonly JsonObject[] => recordsIn({ parsed, log: silentLog })?.records ?? [];
const xml = (parsed: Parsed, { text }: SourceFile): string => need(parsed.kind === 'xml' ? text : null, 'XML');
const json = (parsed: Parsed) => (parsed.kind === 'json' ? parsed : null);

/** The more particular ones come first. */
export const formats: readonly Format[] = [
  {
    id: 'graphml',
    title: 'GraphML',
    invented: false,
    world: 'room',
    is: (parsed) => parsed.kind === 'xml' && parsed.root === 'graphml',
    read: ({ file, parsed, columns, log }) => graphDraft(file.name, readGraphml(xml(parsed, file)), columns, log),
  },
  {
    id: 'gexf',
    title: 'GEXF',
    invented: false,
    world: 'room',
    is: (parsed) => parsed.kind === 'xml' && parsed.root === 'gexf',
    read: ({ file, parsed, columns, log }) => graphDraft(file.name, readGexf(xml(parsed, file)), columns, log),
  },
  {
    id: 'agent.md',
    title: 'agent of the editor',
    invented: true,
    world: 'room',
    is: (parsed) => parsed.kind === 'page',
    read: ({ file, parsed, log }) => readAgentPage(file, need(parsed.kind === 'page' ? parsed : null, 'page with a header'), log),
  },
  {
    id: 'tinytroupe',
    title: 'TinyTroupe agents and fragments',
    invented: true,
    licence: 'the examples of TinyTroupe are under the MIT licence',
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && tinyPeople(parsed.value) !== null,
    read: ({ file, parsed, log }) => {
      const { value, lineOf } = need(json(parsed), 'JSON');
      need(tinyPeople(value), 'agent or fragment of TinyTroupe');
      return readTinyTroupe(file, value, lineOf, log);
    },
  },
  {
    id: 'agentverse',
    title: 'AgentVerse task',
    invented: true,
    licence: 'the tasks of AgentVerse are under the Apache-2.0 licence',
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && isAgentVerse(parsed.value),
    read: ({ file, parsed, log }) => {
      const { value, lineOf } = need(json(parsed), 'YAML or JSON');
      return readAgentVerse(file, need(isAgentVerse(value) ? value : null, 'task of AgentVerse'), lineOf, log);
    },
  },
  {
    id: 'node-link',
    title: 'node-link JSON',
    invented: false,
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && isNodeLink(parsed.value),
    read: ({ file, parsed, columns, log }) => {
      const { value, lineOf } = need(json(parsed), 'JSON');
      return graphDraft(
        file.name,
        readNodeLink(need(isNodeLink(value) ? value : null, 'node-link data'), file.name, lineOf, log),
        columns,
        log,
      );
    },
  },
  {
    id: 'sotopia',
    title: 'Sotopia profiles',
    invented: true,
    licence: 'the examples of Sotopia are under the MIT licence',
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && isSotopia(parsed.value),
    read: ({ file, parsed, log }) => {
      const { value, lineOf } = need(json(parsed), 'JSON');
      need(isSotopia(value) || null, 'profile of Sotopia');
      return readSotopia(file, value, lineOf, log);
    },
  },
  {
    id: 'govsim',
    title: 'GovSim configuration',
    invented: true,
    licence: 'the configurations of GovSim are under the MIT licence',
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && isGovSim(parsed.value),
    read: ({ file, parsed, log }) => {
      const { value, lineOf } = need(json(parsed), 'YAML');
      return readGovSim(file, need(isGovSim(value) ? value : null, 'configuration of GovSim'), lineOf, log);
    },
  },
  {
    id: 'onesim',
    title: 'YuLan-OneSim profiles',
    invented: true,
    licence: 'the scenarios of YuLan-OneSim are under the Apache-2.0 licence',
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && (isOneSimSchema(parsed.value) || areOneSimProfiles(peek(parsed))),
    read: (source) => {
      const { value } = need(json(source.parsed), 'JSON');
      if (isOneSimSchema(value)) refuseSchema();
      return readOneSim(source.file, need(recordsIn(source), 'list of profiles'), source.columns, source.log);
    },
  },
  {
    id: 'agentsociety',
    title: 'AgentSociety profiles',
    invented: true,
    licence: 'the examples of AgentSociety are under the MIT licence',
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && areCitizens(peek(parsed)),
    read: (source) => {
      const found = need(json(source.parsed) && recordsIn(source), 'list of profiles');
      return readAgentSociety(source.file, found, source.columns, source.log);
    },
  },
  {
    id: 'oasis',
    title: 'OASIS profiles',
    invented: false,
    licence: 'OASIS publishes its profiles under the Apache-2.0 licence; rows of Twitter users hold the words of people',
    world: 'feed',
    is: (parsed) => (parsed.kind === 'table' ? isOasisTable(parsed.table) : isNonEmpty(peek(parsed)) && areOasisUsers(peek(parsed))),
    read: (source) => {
      const { records, lineOf } = need(recordsIn(source), 'list of profiles');
      return readOasis(source.file, records, lineOf, source.log);
    },
  },
  {
    id: 'personahub',
    title: 'PersonaHub personas',
    invented: true,
    licence: 'PersonaHub is published under CC BY-NC-SA 4.0: no commercial use, name the source, share alike',
    world: 'room',
    is: (parsed) => parsed.kind === 'table' && isPersonaHub(parsed.table.rows.map(({ cells }) => cells)),
    read: (source) => readPersonaHub(source.file, need(recordsIn(source), 'JSON Lines'), source.log),
  },
  {
    id: 'recagent',
    title: 'RecAgent users',
    invented: false,
    world: 'feed',
    is: (parsed) => parsed.kind === 'table' && isRecAgent(parsed.table),
    read: (source) => readRecAgent(source.file, need(recordsIn(source), 'table'), source.log),
  },
  {
    id: 'edges',
    title: 'edge list',
    invented: false,
    world: 'room',
    is: (parsed, { text }) =>
      parsed.kind === 'table' ? endColumns(parsed.table.columns) !== null : parsed.kind === 'lines' && areEdgeLines(text),
    read: (source) => {
      const { file, parsed, columns, log } = source;
      const isTable = parsed.kind === 'table' && endColumns(parsed.table.columns) !== null;
      const graph = isTable
        ? readEdgeTable(parsed.table.columns, tableRecords(parsed.table, log), file.name, log)
        : readEdgeLines(file.text, file.name, log);
      return graphDraft(file.name, graph, columns, log);
    },
  },
  {
    id: 'records',
    title: 'table or list of records',
    invented: false,
    world: 'room',
    is: (parsed) => isNonEmpty(peek(parsed)),
    read: (source) => readRecords(source.file, need(recordsIn(source), 'table or list of records'), source.columns, source.log),
  },
];

const isNonEmpty = (records: readonly unknown[]): boolean => records.length > 0;
