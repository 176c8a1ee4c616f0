/** Exports a run to files for other programs. */
import { csvPieces } from '../../core/formats/csv.js';
import { gexfPieces } from '../../core/formats/gexf.js';
import { graphmlPieces } from '../../core/formats/graphml.js';
import { measureRows, surveyRows, variableRows } from './run/tidyTables.js';
import { type ExpectedSize, expectedSize } from './run/expectedSize.js';
import { dictionaryRows } from './run/dictionary.js';
import { groupRows } from './run/groups.js';
import { graphOver, networkNames, type Shown, tieRows } from './run/networks.js';
import { peopleRows } from './run/people.js';
import { rsienaPieces, usualWaves } from './run/rsiena.js';
import { statnetPieces } from './run/statnet.js';
import { transcriptMarkdown, transcriptRows } from './run/talk.js';
import type { RunTold } from './run/exportedRun.js';
import { otlp } from './run/trace/request.js';
import type { FolderWriter } from './run/writer.js';

export interface RunChoice extends Shown {
  /** The network; null for the only one, or for all if the file can contain several. */
  readonly network: string | null;
  /** Whether formats that leave out questions and answers by default write them. */
  readonly texts?: boolean;
  /** Rounds whose ends are the waves of `rsiena`, ascending; evenly spaced without it. */
  readonly waves?: readonly number[] | null;
}

interface Writer {
  readonly extension: string;
  /** Whether the file contains one network. */
  readonly single?: true;
  /** The file in pieces, made while they are read. */
  readonly write: (run: RunTold, networks: readonly string[], choice: RunChoice) => Iterable<string>;
}

const writers: { readonly [format: string]: Writer } = {
  people: { extension: 'csv', write: (run) => csvPieces(peopleRows(run)) },
  variables: { extension: 'csv', write: (run) => csvPieces(variableRows(run)) },
  dictionary: { extension: 'csv', write: (run) => csvPieces(dictionaryRows(run)) },
  gexf: { extension: 'gexf', single: true, write: (run, [network = ''], choice) => gexfPieces(graphOver(run, network, choice)) },
  graphml: { extension: 'graphml', single: true, write: (run, [network = ''], choice) => graphmlPieces(graphOver(run, network, choice)) },
  edges: { extension: 'csv', write: (run, networks, choice) => csvPieces(tieRows(run, networks, choice)) },
  transcript: { extension: 'md', write: (run) => [transcriptMarkdown(run)] },
  'transcript-csv': { extension: 'csv', write: (run) => csvPieces(transcriptRows(run)) },
  surveys: { extension: 'csv', write: (run) => csvPieces(surveyRows(run)) },
  groups: { extension: 'csv', write: (run) => csvPieces(groupRows(run)) },
  measures: { extension: 'csv', write: (run) => csvPieces(measureRows(run)) },
  statnet: { extension: 'R', single: true, write: (run, [network = ''], choice) => statnetPieces(graphOver(run, network, choice)) },
  rsiena: {
    extension: 'R',
    single: true,
    write: (run, [network = ''], choice) => {
      const waves = choice.waves ?? usualWaves(run.timeline.rounds.length);
      return rsienaPieces(graphOver(run, network, { ...choice, history: true, round: null }), network, waves);
    },
  },
};

/** Formats that need data of the run's folder, are written in pieces, and leave out questions and answers by default. */
const folderWriters: { readonly [format: string]: FolderWriter } = { otlp };

export const runExportIds: readonly string[] = [...Object.keys(writers), ...Object.keys(folderWriters)];

/** Formats that are tables as CSV. */
export const csvExportIds: readonly string[] = Object.entries(writers).flatMap(([id, { extension }]) => (extension === 'csv' ? [id] : []));

export const isTrace = (format: string): boolean => Object.hasOwn(folderWriters, format);

/** The networks from which the user must choose for a format; empty if no choice is needed. */
export const networksToChoose = (format: string, run: RunTold): readonly string[] =>
  writers[format]?.single && run.model.networks.length > 1 ? networkNames(run) : [];

/** A file that is generated while it is written. */
export interface RunFile {
  readonly name: string;
  /** The number of pieces; null if it is not known before they are made. */
  readonly count: number | null;
  readonly pieces: Iterable<string>;
  /** What writing it takes; null where it does not grow with agents and ties. */
  readonly expected: ExpectedSize | null;
}

export type RunExport = { readonly ok: true; readonly file: RunFile } | { readonly ok: false; readonly message: string };

/** The run as a file of one of `runExportIds`, or the reason why it cannot be exported. */
export function exportRun(format: string, run: RunTold, choice: RunChoice): RunExport {
  const fromFolder = isTrace(format) ? folderWriters[format] : undefined;
  if (fromFolder) return exportFolder(fromFolder, run, choice);
  const writer = Object.hasOwn(writers, format) ? writers[format] : undefined;
  const names = networkNames(run);
  const refusal = writer ? refused(format, writer, run, names, choice) : `There is no format \`${format}\`.`;
  if (!writer || refusal !== null) return { ok: false, message: refusal ?? '' };
  const networks = choice.network === null ? names : [choice.network];
  const expected = expectedSize(format, run, { ...choice, networks });
  const name = `${run.model.scenario}-${format}${writer.single && choice.network !== null ? `-${choice.network}` : ''}.${writer.extension}`;
  return { ok: true, file: { name: fileName(name), count: null, pieces: writer.write(run, networks, choice), expected } };
}

function exportFolder({ extension, count, pieces }: FolderWriter, run: RunTold, { texts = false }: RunChoice): RunExport {
  const { kept, model, timeline } = run;
  if (!kept) return { ok: false, message: 'This run is kept in no folder, so nothing tells it from others.' };
  const name = fileName(`${model.scenario}.${extension}`);
  return { ok: true, file: { name, count: count(timeline.events.length), pieces: pieces(run, kept, texts), expected: null } };
}

const fileName = (name: string): string => name.replace(/[^\w.-]+/g, '-');

/** Why an export is refused, with advice; null if it is not refused. */
function refused(
  format: string,
  writer: Writer,
  run: RunTold,
  names: readonly string[],
  { network, round, waves }: RunChoice,
): string | null {
  const list = names.map((name) => `\`${name}\``).join(', ');
  const ties = writer.single || format === 'edges';
  if (ties && names.length === 0) return 'This run has no network.';
  if (ties && network !== null && !names.includes(network)) return `There is no network \`${network}\`. There is ${list}.`;
  if (writer.single && network === null && names.length > 1) return `${format} holds one network. Choose one with --network: ${list}.`;
  if (format === 'surveys' && run.model.surveys.length === 0) return 'This run asks no survey.';
  const last = run.timeline.rounds.length;
  const late = waves?.find((wave) => wave > last);
  if (late !== undefined) return `There is no round ${late}: the run has ${last}, and 0 is before the first.`;
  if (round !== null && round > last) return `There is no round ${round}: the run has ${last}, and 0 is before the first.`;
  return null;
}
