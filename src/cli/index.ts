#!/usr/bin/env node
/** `society`: the same engine from a terminal. */
import { ask } from './ask.js';
import { check } from './check.js';
import { diff } from './diff.js';
import { experiment } from './experiment.js';
import { forecast } from './forecast.js';
import { codes } from './codes.js';
import { freeze } from './freeze.js';
import { methods } from './methods.js';
import { fork } from './fork.js';
import { importFiles } from './import.js';
import { exportFile } from './export.js';
import { fail, UsageError } from './output.js';
import { people } from './people.js';
import { pack } from './pack.js';
import { population } from './population.js';
import { prompt } from './prompt.js';
import { replay } from './replay.js';
import { report } from './report.js';
import { run } from './run.js';
import { show } from './show.js';
import { test } from './test.js';
import { testModel } from './testModel.js';
import { queue, worker } from './worker.js';

const HELP = `society: run and check societies of agents

  society run FILE [options]     run a scenario and keep it as a folder
      --scenario ID              which one (default: the first)
      --seed N                   seed of the run
      --rounds N                 N rounds, whatever the file says
      --mind ID                  one mind for everybody: builtin, random, or a model of the file
      --wording ID               which of the prompts' wordings is spoken
      --null KIND                a run to compare with: random, isolated, memoryless, uncoached; several by commas
      --out DIR                  the run's folder (default: .society/runs/… beside the file)
      --reuse RUN                take answers of another run where the same was asked
      --calls N, --tokens N, --money "N USD"
                                 what language models may take at most, in place of the file's budget; the run pauses there
                                 (exit code 3)
      --after-budget builtin     do not pause there: the built-in mind answers what is left, and each answer says so
      --ahead auto|on|off        ask language models before the turn comes, where the question is known: those whose calls are
                                 free (auto, the default), all, or none; the run stays the same
      --quiet                    print no transcript
  society run --resume RUN       go on with a run that was stopped, cut off or pauses at its budget; nothing is asked twice
      --calls, --tokens, --money, --after-budget, --ahead, --quiet   as above
  society replay RUN             make a run again without any mind, and compare it byte by byte
  society pack RUN [--out FILE]  a run folder as one file, .socrun, which replay, report, show and diff take in place of a folder
  society fork RUN --at SEQ|round:N
                                 go on from the end of a step, or of a round, as a run of its own; answers to what is asked in
                                 the same words are used again
      --set [AGENT.]NAME=VALUE   a variable of the world, or of an agent
      --tie [NETWORK:]A>B=0.9    the strength of a tie
      --remember AGENT=TEXT      one memory more; AGENT.N=TEXT another text of the N-th
      --forget AGENT.N           one less
      --answer AGENT=JSON        taken in place of the agent's next answer
      --file FILE                the file as it is now
      --out DIR, --calls, --tokens, --money   as for a run
  society diff RUN RUN           where two runs part, and what came of it: acts, words, ties, variables, measures, cost
      --md, --json               as Markdown, or as data
      --most N                   rows of each list at most (default: 40)
  society report RUN             a run as one HTML file, with its network, talk and measures, that any browser opens offline
      --out FILE                 where it is written (default: SCENARIO-report.html)
  society test FILE…             plays what scenarios expect of their results (under expect:), with each of the seeds that are asked
                                 for, and says what holds; exit code 1 where something does not, or
                                 where a file has errors
      --junit OUT                also as JUnit XML
      --scenario ID, --rounds N, --mind ID   as for a run;   --json   the same as data
  society experiment FILE [ID]   plays the arms of an experiment with the same seeds, and compares them; what was played is kept,
                                 and only what changed is played again
      --seeds N                  in place of the seeds of the file
      --workers N                threads that play (default: as many as there are cores); 0 plays in this process
      --out DIR                  where runs are kept (default: .society/experiments/ID beside the file)
      --csv OUT                  a line for each run, measure and round;   --json   the comparisons as data
      --sensitivity OUT          what each factor of a morris or saltelli sample does to each measure, as CSV
      --forecast                 what language models would be asked for what is left to play; nothing is sent
      --yes                      ask them without asking you first;   --at-once N   in N runs at once (default: 4)
      --calls, --tokens, --money what they may take in all runs together, in place of the file's budget (exit code 3 there)
      --shard I/N                only the I-th of N parts, from 1, as a task of a batch scheduler does
      --queue URL                workers play, on this machine and others, that listen at a Redis (redis://HOST:PORT)
  society experiment merge DIR… what parts have played, together in the first folder, or in --out DIR
  society worker --redis URL     plays runs that experiments with --queue hand out, until Ctrl+C
      --at-once N                so many at once (default: as many as there are cores)
      --lease S                  seconds without a sign of it after which others play what it was at (default: 15)
  society queue --redis URL      how many runs wait and are played, and which failed; --retry tries these again; --json
  society freeze FILE [SCENARIO] what scenarios expect, written down with hashes and the date before it is played, into
                                 FILE.frozen.json; what is frozen later, or changed since, is said to be post hoc
  society methods RUN…           how runs were done, written up from what is recorded: ODD, models, prompts, seeds, exclusions,
  society methods FILE [ID]      answers, cost, expectations, works; or how an experiment was
      --latex                    as LaTeX, with its bibliography, in place of Markdown
      --out FILE                 where it is written; without it, to the terminal
      --frozen FILE              frozen expectations, where they do not lie beside the society
      --seeds N                  in place of the seeds of the file, as the experiment was played
      --kept DIR                 where the experiment keeps its runs (default: .society/experiments/ID beside the file)
  society forecast FILE          calls, tokens and money that a run would take, as ranges; nothing is sent
      --scenario ID, --seed N, --rounds N, --mind ID   as for a run
      --json                     the same as data, round by round
  society check FILE… [--json]   problems as file:line:col; exit code 1 on errors; a folder is all the files below it
  society prompt FILE AGENT      what the agent is asked next, part by part
      --scenario ID              which one (default: the first it plays in)
      --after N                  after N rounds played by the built-in mind, at most 3
      --wording ID               which of the prompts' wordings
      --json                     the parts with their tokens and places
  society population FILE [ID]   who is in the populations: fields, where each comes from, how different they are
      --seed N                   drawn for this seed (default: the first scenario's)
      --people N                 how many are listed one by one (default: 10)
      --json                     everybody, every field and the report
  society import FILE…           people and ties out of files of other tools, as one society with a report of what was mapped,
                                 guessed and kept aside: TinyTroupe, OASIS, Sotopia, AgentVerse, GovSim, RecAgent, PersonaHub,
                                 CSV, TSV, JSON, JSON Lines, GraphML, GEXF, node-link JSON, edge lists
      --out FILE                 where it is written; without it, to the terminal
      --as FORMAT                what the files are, where they do not look like it
      --map COLUMN=FIELD         a column's field: one of a persona, vars.NAME, id or extra; as often as needed
      --keep-names, --pseudonyms keep all names, or replace all; without either those of people who could exist are replaced
      --preview                  the report alone
  society export FILE --to FORMAT
                                 its people as files of another tool: tinytroupe, oasis, oasis-csv, sotopia, agent.md
      --out DIR                  a new folder (default: FILE-FORMAT)
      --seed N                   members of populations as this seed draws them (default: the first scenario's)
      --private                  with secrets and what the file calls private, which are left out else
  society export RUN --to FORMAT its networks over rounds (gexf, graphml, edges), talk (transcript, transcript-csv), answers to surveys
                                 (surveys), groups and decisions as oTree has them (groups), or measures, for other programs; or the
                                 run as an OpenTelemetry trace (otlp), for Langfuse, Jaeger, Grafana Tempo and the like
      --network ID               which network
      --round N                  its ties at the end of round N alone; 0 is before the first
      --least N                  ties from this strength on (default: as the file says)
      --text                     in a trace: with prompts and answers, which are left out else
      --shared                   without what the file calls private, as in a report
      --out FILE                 a new file (default: SCENARIO-FORMAT)
  society people RUN…            what agents came to at the end of runs, beside what people did
      --of EXPRESSION            a value of each agent, as in "all.map(a => a.trust)"
      --csv FILE --column NAME   the same of each person;   --json   as data
  society ask RUN AGENT QUESTION an agent of a run is interviewed; no word of it is kept
      --round N                  as things stood at the end of round N (default: at the end)
      --samples N                asked N times
  society codes RUN [FILE]       what a person is to code, as CSV; with FILE, filled in, how far the coders agree
  society test-model FILE [ID]   whether the models of a file answer, how fast, and how well they keep to a form
  society show RUN               summary and measures of a run folder
  society --help
`;

const commands: { readonly [name: string]: (args: readonly string[]) => Promise<number> } = {
  ask,
  codes,
  diff,
  experiment,
  fork,
  freeze,
  methods,
  export: exportFile,
  import: importFiles,
  pack,
  replay,
  report,
  run,
  check,
  forecast,
  prompt,
  people,
  population,
  test,
  'test-model': testModel,
  show,
  queue,
  worker,
};

async function main(args: readonly string[]): Promise<number> {
  const [name, ...rest] = args;
  if (name === undefined || name === 'help' || args.some((arg) => arg === '--help' || arg === '-h')) {
    process.stdout.write(HELP);
    return name === undefined ? 2 : 0;
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) throw new UsageError(`There is no command \`${name}\`.`);
  return command(rest);
}

// Whoever reads, such as `head`, may have seen enough.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') process.exit(0);
  throw error;
});

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = fail(error);
  },
);
