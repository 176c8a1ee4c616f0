/** Help of the commands that read and write files of other tools. */
import { marked } from '../../core/util/l10n.js';
import type { CommandHelp } from './commandHelp.js';

export const EXCHANGES: { readonly [command: string]: CommandHelp } = {
  import: {
    usage: ['import FILE… [options]'],
    summary: marked('convert people and ties from files of other tools into a society'),
    details: [
      marked(
        'Reads TinyTroupe, OASIS, Sotopia, AgentVerse, GovSim, RecAgent, PersonaHub, CSV, TSV, JSON, JSON Lines, GraphML, GEXF, node-link JSON and edge lists. Reports what was mapped, guessed and set aside.',
      ),
      ['--out FILE', marked('where to write it (default: the terminal)')],
      ['--as FORMAT', marked('the format, where it is not recognized')],
      ['--map COLUMN=FIELD', marked('the field for a column: a field of a persona, vars.NAME, id or extra; repeatable')],
      ['--keep-names', marked('keep all names')],
      ['--pseudonyms', marked('replace all names (default: replace the names of people who could exist)')],
      ['--preview', marked('print the report only')],
      ['--json', marked('the report as data, with the text where there is no --out')],
    ],
  },
  export: {
    usage: [
      'export FILE --to FORMAT [options]',
      'export RUN --to FORMAT [options]',
      'export RUN… --to parquet|tidy [options]',
      'export FILE EXPERIMENT --to parquet|tidy [options]',
    ],
    summary: marked('write people as files of another tool, or a run as tables, graphs or a trace'),
    details: [
      marked('Of a file, its people: tinytroupe, oasis, oasis-csv, sotopia, agent.md'),
      ['--out DIR', marked('a new folder (default: FILE-FORMAT)')],
      ['--seed N', marked("draw populations with this seed (default: the first scenario's)")],
      ['--private', marked('include secrets and private fields (omitted by default)')],
      '',
      marked('Of runs, or of all runs of an experiment, tidy tables with a data dictionary: parquet, tidy (CSV)'),
      ['--out DIR', marked('a new folder (default: SCENARIO-FORMAT or EXPERIMENT-FORMAT)')],
      [
        '--tables A,B',
        marked('only these tables: runs, expectations, rounds, measures, agents, agent_rounds, ties, acts, messages, answers, events'),
      ],
      ['--shared', marked('omit what the file calls private, and the table of events')],
      ['--kept DIR', marked('where the runs of the experiment are kept')],
      ['--seeds N|A..B', marked("the seeds of the experiment, in place of the file's")],
      '',
      marked('Of a run, one table as CSV: people, variables, measures, surveys, groups, edges, transcript-csv'),
      marked('Of a run, its networks: graphml, gexf, and as scripts of R with their data: statnet, rsiena'),
      marked('Of a run, its record: transcript (Markdown), otlp (OpenTelemetry trace)'),
      ['--network ID', marked('which network')],
      ['--round N', marked('ties at the end of round N; 0 is before the first')],
      ['--history', marked('in GraphML: all rounds, with ties that are gone (default: ties at the end)')],
      ['--least N', marked('ties of at least this strength (default: as the file says)')],
      ['--waves N,N', marked('rounds whose ends are the waves of rsiena (default: three, evenly spaced)')],
      ['--text', marked('in a trace: include prompts and answers (omitted by default)')],
      ['--shared', marked('omit what the file calls private, as in a report')],
      ['--out FILE', marked('a new file (default: SCENARIO-FORMAT)')],
      ['--json', marked('what was written as data')],
    ],
  },
};
