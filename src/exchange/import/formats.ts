/** The formats that can be imported: how each is detected, whether its names are invented, and its licence. */
import { marked } from '../../core/util/l10n.js';
import { type Format, isNonEmpty, need, peek, json, recordsIn, xml } from './people/format.js';
import { profileLists, singleSources } from './simulators/index.js';
import { graphDraft } from './graphs/graph.js';
import { areEdgeLines, endColumns, isNodeLink, readEdgeLines, readEdgeTable, readNodeLink } from './graphs/graphText.js';
import { readGexf, readGraphml } from './graphs/graphXml.js';
import { isPersonaHub, isRecAgent, readPersonaHub, readRecAgent, readRecords, tableRecords } from './people/tables.js';

/** The more specific formats come first. */
export const formats: readonly Format[] = [
  {
    id: 'graphml',
    title: marked('GraphML'),
    invented: false,
    world: 'room',
    is: (parsed) => parsed.kind === 'xml' && parsed.root === 'graphml',
    read: ({ file, parsed, columns, log }) => graphDraft(file.name, readGraphml(xml(parsed, file)), columns, log),
  },
  {
    id: 'gexf',
    title: marked('GEXF'),
    invented: false,
    world: 'room',
    is: (parsed) => parsed.kind === 'xml' && parsed.root === 'gexf',
    read: ({ file, parsed, columns, log }) => graphDraft(file.name, readGexf(xml(parsed, file)), columns, log),
  },
  ...singleSources,
  {
    id: 'node-link',
    title: marked('node-link JSON'),
    invented: false,
    world: 'room',
    is: (parsed) => parsed.kind === 'json' && isNodeLink(parsed.value),
    read: ({ file, parsed, columns, log }) => {
      const { value, lineOf } = need(json(parsed), 'JSON');
      return graphDraft(
        file.name,
        readNodeLink(need(isNodeLink(value) ? value : null, marked('node-link data')), file.name, lineOf, log),
        columns,
        log,
      );
    },
  },
  ...profileLists,
  {
    id: 'personahub',
    title: marked('PersonaHub personas'),
    invented: true,
    licence: marked('PersonaHub is published under CC BY-NC-SA 4.0: no commercial use, name the source, share alike'),
    world: 'room',
    is: (parsed) => parsed.kind === 'table' && isPersonaHub(parsed.table.rows.map(({ cells }) => cells)),
    read: (source) => readPersonaHub(source.file, need(recordsIn(source), marked('JSON Lines')), source.log),
  },
  {
    id: 'recagent',
    title: marked('RecAgent users'),
    invented: false,
    world: 'feed',
    is: (parsed) => parsed.kind === 'table' && isRecAgent(parsed.table),
    read: (source) => readRecAgent(source.file, need(recordsIn(source), 'table'), source.log),
  },
  {
    id: 'edges',
    title: marked('edge list'),
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
    title: marked('table or list of records'),
    invented: false,
    world: 'room',
    is: (parsed) => isNonEmpty(peek(parsed)),
    read: (source) => readRecords(source.file, need(recordsIn(source), marked('table or list of records')), source.columns, source.log),
  },
];
