#!/usr/bin/env node
/** `society`: the same engine from a terminal. */
import { ask } from './ask.js';
import { check } from './check.js';
import { diff } from './diff.js';
import { experiment } from './experiment.js';
import { forecast } from './forecast.js';
import { codes } from './codes.js';
import { fork } from './fork.js';
import { fail, UsageError } from './output.js';
import { population } from './population.js';
import { prompt } from './prompt.js';
import { replay } from './replay.js';
import { report } from './report.js';
import { run } from './run.js';
import { show } from './show.js';
import { test } from './test.js';
import { testModel } from './testModel.js';

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
      --out DIR                  where runs are kept (default: .society/experiments/ID beside the file)
      --csv OUT                  a line for each run, measure and round;   --json   the comparisons as data
  society forecast FILE          calls, tokens and money that a run would take, as ranges; nothing is sent
      --scenario ID, --seed N, --rounds N, --mind ID   as for a run
      --json                     the same as data, round by round
  society check FILE… [--json]   problems as file:line:col; exit code 1 on errors
  society prompt FILE AGENT      what the agent is asked next, part by part
      --scenario ID              which one (default: the first it plays in)
      --after N                  after N rounds played by the built-in mind, at most 3
      --wording ID               which of the prompts' wordings
      --json                     the parts with their tokens and places
  society population FILE [ID]   who is in the populations: fields, where each comes from, how different they are
      --seed N                   drawn for this seed (default: the first scenario's)
      --people N                 how many are listed one by one (default: 10)
      --json                     everybody, every field and the report
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
  replay,
  report,
  run,
  check,
  forecast,
  prompt,
  population,
  test,
  'test-model': testModel,
  show,
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

main(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    process.exitCode = fail(error);
  },
);
