/** Checks calibrations: each path exists and takes the values of its prior, and the targets and the number of runs suffice. */
import { definitionsOf, entriesIn } from '../common/checkHelpers.js';
import type { FileModel } from '../../incremental/file.js';
import { settingSchema, settingsIn } from '../../names/experiments.js';
import { priorEnds, priorFault, priorOf } from '../../names/priors.js';
import { scenarioLine } from '../../names/worlds.js';
import type { Program } from '../../program/program.js';
import { branches } from '../../schema/schema.js';
import { type Entry, type ScalarNode, textOf, toData, type TreeNode, valueAt } from '../../syntax/node.js';
import { errorAt, type Problem, replaceFix } from '../../text/problem.js';
import { isUnsound, numberAt, settingProblems, type SettingPlace } from './experiments.js';
import { t } from '../../../core/util/l10n.js';

export function checkCalibrations(program: Program, file: FileModel): Problem[] {
  return definitionsOf(program, file, 'calibration').flatMap(({ entry, path }) => {
    const id = textOf(valueAt(entry.value, 'scenario'));
    const scenario = id === null ? [] : scenarioLine(program, file, id);
    if (scenario.length === 0 || isUnsound(file, entry) || scenario.some((one) => isUnsound(one.file, one.entry))) return [];
    const place: SettingPlace = { program, file, scenario, path };
    return [
      ...settingsIn(entry.value).flatMap((setting) => parameterProblems(place, setting.entry)),
      ...missingProblems(entry),
      ...entriesIn(entry.value, 'targets').flatMap(targetProblems),
      ...runsProblems(entry.value),
    ];
  });
}

/** The prior can be drawn from, and the scenario can have what it gives. */
function parameterProblems(place: SettingPlace, entry: Entry): Problem[] {
  const { value, key } = entry;
  const prior = priorOf(toData(value));
  if (!prior) return [];
  const fault = priorFault(prior);
  if (fault !== null) return [errorAt('prior', fault, value.at)];
  const schema = settingSchema(key.split('.'));
  const takesReal = !schema || branches(schema).some(({ type }) => type !== 'integer' && type !== 'array' && type !== 'object');
  if (!takesReal && value.kind === 'scalar' && prior.kind !== 'integer' && prior.kind !== 'choice') {
    const [low = 1, high = 20] = priorEnds(prior).map((end) => Math.max(0, Math.round(Number(end))));
    const whole = `${low}..${Math.max(high, low + 1)}`;
    return [
      errorAt('prior', t('`{0}` is a whole number. Write a prior of whole numbers, such as `{1}`.', key, whole), value.at, [
        replaceFix(t('Change to {0}', whole), value.at, whole),
      ]),
    ];
  }
  const values =
    value.kind === 'list' ? value.items : priorEnds(prior).map((end) => numberAt(value as ScalarNode, Number(end)) as TreeNode);
  return settingProblems(place, { entry, values });
}

function missingProblems({ value, keyAt }: Entry): Problem[] {
  const targets = entriesIn(value, 'targets');
  const isFree = targets.every(({ value: target }) => {
    const held = valueAt(target, 'hold_out');
    return held?.kind === 'scalar' && held.value === true;
  });
  return [
    ...(entriesIn(value, 'parameters').length > 0
      ? []
      : [errorAt('calibration-empty', t('There is no parameter to fit. Write one under `parameters:`.'), keyAt)]),
    ...(isFree
      ? [
          errorAt(
            'calibration-empty',
            targets.length === 0
              ? t('There is no target. Write one under `targets:`.')
              : t('Every target is held out, so there is nothing to fit to. Remove `hold_out` from one of them.'),
            keyAt,
          ),
        ]
      : []),
  ];
}

/** A target has one source of its values. */
function targetProblems({ value, keyAt }: Entry): Problem[] {
  const [is, table, at] = ['is', 'table', 'at'].map((key) => valueAt(value, key));
  if (is && table) return [errorAt('target-value', t('A target has one value under `is`, or a series under `table`, not both.'), table.at)];
  if (!is && !table)
    return [
      errorAt('target-value', t('This target has no value. Write the value in the data under `is`, or name a file under `table`.'), keyAt),
    ];
  return table && at ? [errorAt('target-value', t('The table has the rounds of this target. Remove `at`.'), at.at)] : [];
}

/** Defaults of the schema. */
const [PARTICLES, RUNS, CHECK] = [200, 2000, 100];

function runsProblems(node: TreeNode): Problem[] {
  const numberOf = (key: string, usual: number): number => {
    const written = valueAt(node, key);
    return written?.kind === 'scalar' && typeof written.value === 'number' ? written.value : usual;
  };
  const [particles, runs, check] = [numberOf('particles', PARTICLES), numberOf('runs', RUNS), numberOf('check', CHECK)];
  // The first generation is as far from the targets as the priors are, so that at least one more is needed.
  const least = 2 * particles + check;
  const at = valueAt(node, 'runs') ?? valueAt(node, 'particles') ?? valueAt(node, 'check');
  if (runs >= least || !at) return [];
  const message = t(
    '{0} runs are too few for {1} particles and a check with {2} runs. Write `runs: {3}` or more.',
    runs,
    particles,
    check,
    least,
  );
  const written = valueAt(node, 'runs');
  return [errorAt('calibration-runs', message, at.at, written ? [replaceFix(t('Change to {0}', least), written.at, String(least))] : [])];
}
