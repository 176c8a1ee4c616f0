/** The other items of ODD: design concepts, initialization, input data, and the submodels with their formulas and values. */
import { agentCounts, type ScenarioModel } from '../../engine/index.js';
import type { Scenario } from '../../language/generated/society.js';
import { builtinMind } from './builtinMindModel.js';
import {
  type Block,
  code,
  codes,
  commas,
  count,
  figure,
  heading,
  type Inline,
  type Line,
  list,
  paragraph,
  table,
  verbatim,
  who,
} from './document.js';
import type { Described } from './study.js';

export function concepts({ model }: Described): readonly Block[] {
  const { measures, rewards, coach, memory, networks, surveys, codes: coded, phases, groups, places } = model;
  const feeds = [
    ...new Set(phases.round.filter(({ kind }) => kind === 'act').map(({ feed }) => `${feed.rank}, ${count(feed.size, 'message')}`)),
  ];
  const adapts = [
    ...(memory.kind === 'none' ? [] : ['what they remember']),
    ...(networks.some(({ rule }) => rule) ? ['ties'] : []),
    ...(rewards.length > 0 ? ['rewards of earlier rounds'] : []),
    ...(coach ? ['advice of a coach'] : []),
  ];
  const named = (title: string, ...text: readonly Inline[]): Line => [`${title}. `, ...text];
  return [
    heading(2, 'Design concepts'),
    ...list([
      named('Emergence', 'Outcomes of acts that are examined: ', ...codes(measures.map(({ id }) => id)), '.'),
      named(
        'Adaptation',
        adapts.length > 0 ? `Agents decide with access to ${adapts.join(', ')}.` : 'Agents decide only on what they see.',
      ),
      ...(rewards.length > 0 ? [named('Objectives', ...codes(rewards.map(({ id }) => id)), '.')] : []),
      named('Sensing', `Agents see what is addressed to them, and public messages by their feed (${feeds.join('; ') || 'none'}).`),
      named('Interaction', 'By acts and messages, each with a fixed audience.'),
      named(
        'Stochasticity',
        'All randomness comes from streams of random numbers that are derived from the seed of a run, one for each purpose. With the same seed and answers a run is the same, event for event. Answers of language models are not under the control of the seed; they are recorded.',
      ),
      ...(groups.length + places.length > 0 ? [named('Collectives', ...codes([...groups, ...places].map(({ id }) => id)), '.')] : []),
      named(
        'Observation',
        `Measures are taken at the end of each round; ${count(surveys.length, 'survey')} and ${count(coded.length, 'content code')} are taken in addition. Agents do not see the results, unless a survey is not private.`,
      ),
    ]),
  ];
}

export function initialisation({ model, resolved }: Described): readonly Block[] {
  const { society } = resolved;
  const from = new Map<string, number>();
  for (const [{ from: id }, count] of agentCounts(model.agents)) from.set(id, (from.get(id) ?? 0) + count);
  const cast = [...from].map(([id, n]): readonly Line[] => {
    const population = society.populations?.[id];
    const occupation = privateOf(model, id).has('occupation') ? PRIVATE : (society.personas?.[id]?.occupation ?? '');
    return [code(id), population ? 'population' : 'persona', String(n), occupation];
  });
  return [
    heading(2, 'Initialisation'),
    ...table(['Id', 'Is a', 'Agents', 'Occupation'], cast),
    ...[...from.keys()].flatMap((id) => population(id, society.populations?.[id], privateOf(model, id))),
    ...model.networks.flatMap((network) => givenTies(network, model, resolved)),
    ...interventions(model, resolved),
  ];
}

type Population = NonNullable<Described['resolved']['society']['populations']>[string];

/** Replaces values that the file marks as private: a methods text is made for publication. */
const PRIVATE = 'private';

/** Keys of a persona or population that are private. */
const privateOf = ({ agents }: ScenarioModel, id: string): ReadonlySet<string> => new Set(agents.at(agents.firstOf(id))?.private);

function population(id: string, of: Population | undefined, kept: ReadonlySet<string>): readonly Block[] {
  if (!of) return [];
  const { sample = {}, from } = of;
  const drawn = Object.entries(sample).map(([field, how]): readonly Line[] => [
    code(field),
    kept.has(field) || kept.has(field.split('.')[0]!) ? PRIVATE : code(written(how)),
  ]);
  return [
    paragraph('Members of ', code(id), ' are drawn by the seed, each field as follows.'),
    ...(from
      ? [
          paragraph(
            'Rows are from ',
            code(from.csv ?? from.jsonl ?? ''),
            from.rows === undefined ? '.' : `, taken in the way “${from.rows}”.`,
          ),
        ]
      : []),
    ...table(['Field', 'Drawn from'], drawn),
  ];
}

const written = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

function givenTies(
  network: ScenarioModel['networks'][number],
  { world, seed }: ScenarioModel,
  { society }: Described['resolved'],
): readonly Block[] {
  const of = society.ties?.[network.name] ?? society.worlds?.[world.id]?.ties?.[network.name];
  const graph = of?.graph === undefined ? [] : [' Graph: ', code(written(of.graph)), '.'];
  const n = network.given.to.length;
  return [
    paragraph(
      code(network.name),
      n === 0 ? ' begins without ties.' : ` begins with ${count(n, 'directed tie')}, as drawn with seed ${seed}.`,
      ...graph,
    ),
  ];
}

function interventions({ interventions: all, scenario }: ScenarioModel, { society }: Described['resolved']): readonly Block[] {
  const of = society.scenarios?.[scenario]?.interventions ?? {};
  const rows = all.map((one): readonly Line[] => [code(one.id), due(of[one.id] ?? {}), who(one.to.source), does(one)]);
  return rows.length === 0 ? [] : [paragraph('Interventions from outside:'), ...table(['Intervention', 'Due', 'To', 'Does'], rows)];
}

function does({ remember, announce, send, effect, join, leave, mind, mute, intercept }: ScenarioModel['interventions'][number]): Line {
  const said = (
    [
      ['announces', announce],
      ['sends', send],
      ['puts into memory', remember],
    ] as const
  ).flatMap(([words, text]) => (text ? [`${words} “${text.source.trim()}”`] : []));
  const parts: readonly Inline[] = [
    ...said,
    ...(effect ? [code(effect.source.trim().replace(/\s*\n\s*/g, '; '))] : []),
    ...(join.length > 0 ? [`${join.join(', ')} come`] : []),
    ...(leave ? ['some leave'] : []),
    ...(mind === null ? [] : [`answers come from ${mind}`]),
    ...(mute === null ? [] : [mute ? 'mutes' : 'unmutes']),
    ...(intercept ? [intercept.change ? 'changes messages' : 'holds messages back'] : []),
  ];
  return commas(parts);
}

type Due = Pick<NonNullable<Scenario['interventions']>[string], 'at' | 'when' | 'once'>;

function due({ at, when, once }: Due): Line {
  const condition: readonly Inline[] =
    when === undefined ? [] : typeof when === 'object' ? ['where a judge says so'] : ['where ', code(String(when))];
  const parts: readonly Inline[] = [
    ...(at === undefined ? [] : ['at ', code(written(at))]),
    ...(at !== undefined && when !== undefined ? ', ' : ''),
    ...condition,
  ];
  return once ? [...parts, ', once'] : parts;
}

export function inputData({ sources }: Described): readonly Block[] {
  return [
    heading(2, 'Input data'),
    paragraph('All texts and data that runs are made from, by their SHA-256. Run folders keep the texts themselves.'),
    ...table(
      ['File', 'SHA-256'],
      sources.map(({ uri, sha256 }) => [code(uri), code(sha256)]),
    ),
  ];
}

export function submodels({ model, resolved }: Described): readonly Block[] {
  const { params, world } = model;
  const values = Object.entries(params).map(([name, value]): readonly Line[] => [code(name), code(written(value))]);
  return [
    heading(2, 'Submodels'),
    heading(3, `World ${world.id}`),
    ...(values.length > 0 ? [paragraph('Parameters:'), ...table(['Parameter', 'Value'], values)] : []),
    ...actions(model),
    ...rules(model),
    ...tieRules(model),
    ...memory(model),
    ...rewards(model),
    ...measures(model),
    ...surveys(model, resolved),
    ...builtinMind(model),
  ];
}

function actions({ phases }: ScenarioModel): readonly Block[] {
  const all = new Map(
    phases.round
      .flatMap(({ actions: own, riders }) => [...own, ...riders.map(({ action }) => action)])
      .map((action) => [action.id, action]),
  );
  return [...all.values()].flatMap(({ id, kind, does, when, effect, args, share }): readonly Block[] => [
    paragraph(
      'Action ',
      code(id),
      ` (${kind}): ${does.source.trim()}`,
      ...(args.length > 0 ? [' Arguments: ', ...codes(args.map((arg) => arg.id)), '.'] : []),
      ...(when ? [' Only where ', code(when.source), '.'] : []),
      ...(share ? [` Claims on `, code(share.of.source), ` are divided (${share.rule}).`] : []),
      ...(effect ? [' Effect:'] : []),
    ),
    ...(effect ? [verbatim(effect.source)] : []),
  ]);
}

const rules = ({ phases }: ScenarioModel): readonly Block[] =>
  [...phases.start, ...phases.round, ...phases.end].flatMap(({ id, effect }) =>
    effect ? [paragraph('At the end of phase ', code(id), ':'), verbatim(effect.source)] : [],
  );

function tieRules({ networks }: ScenarioModel): readonly Block[] {
  return networks.flatMap(({ name, rule }) =>
    rule === null
      ? []
      : [
          paragraph(
            'Ties of ',
            code(name),
            ` change by evidence e of a round (${rule.by}): with contact A grows by min(Δ, (1 − A) max(0, e − ξ)), without it falls to κA; `,
            `ξ = ${figure(rule.threshold)}, Δ = ${figure(rule.growth)}, κ = ${figure(rule.keep)}. `,
            ...(rule.by === 'rule' ? [`Weights of evidence: ${weights(rule.weights)}. `] : []),
            { cite: ['schneider2025'] },
          ),
        ],
  );
}

const weights = (of: object): string =>
  Object.entries(of)
    .map(([name, value]) => `${name} ${figure(value as number)}`)
    .join(', ');

function memory({ memory: spec }: ScenarioModel): readonly Block[] {
  const { kind, recall, halfLife, unit, since, most, reflect, embeddings } = spec;
  if (kind === 'none') return [paragraph('Agents have no memory.')];
  const how = embeddings ? `by embeddings of ${embeddings.model}` : 'by words in common';
  return [
    paragraph(
      `Memory is of the kind ${kind}: ${recall} memories are recalled for a question, of at most ${most} that are kept. `,
      `Weights: ${weights(spec.weights)}; recency halves every ${figure(halfLife)} (unit: ${unit}) since a memory was last ${since}; relevance ${how}. `,
      ...(reflect ? [`Agents reflect when importance adds up to ${reflect.after}. `] : []),
      { cite: ['park2023'] },
    ),
  ];
}

const rewards = ({ rewards: all, coach }: ScenarioModel): readonly Block[] => [
  ...(all.length > 0
    ? [
        paragraph('Rewards, each from 0 to 1:'),
        ...table(
          ['Reward', 'Kind', 'Rounds before that count', 'Formula'],
          all.map(({ id, kind, window, value }) => [code(id), kind, String(window), value ? code(value.source) : '']),
        ),
      ]
    : []),
  ...(coach
    ? [paragraph(`A coach (${coach.kind}) sees ${coach.sees.join(', ')} and advises each `, coach.scope, ': ', who(coach.to.source), '.')]
    : []),
];

function measures({ measures: all }: ScenarioModel): readonly Block[] {
  const own = all.flatMap(({ id, formula }) => (formula && formula.source !== id ? [[code(id), code(formula.source)] as const] : []));
  const standard = all.filter(({ id, formula }) => formula === null || formula.source === id).map(({ id }) => id);
  return [
    ...(own.length > 0 ? [paragraph('Measures of the file:'), ...table(['Measure', 'Formula'], own)] : []),
    ...(standard.length > 0 ? [paragraph('Standard measures, as the documentation defines them: ', ...codes(standard), '.')] : []),
  ];
}

const surveys = ({ surveys: all, codes: coded }: ScenarioModel, { society }: Described['resolved']): readonly Block[] => [
  ...all.flatMap(({ id, items, to, private: kept }) => [
    paragraph('Survey ', code(id), `${kept ? ', private' : ''}, of `, who(to.source), ':'),
    ...list(items.map((item): Line => [code(item.id), `: ${item.text.source}`])),
  ]),
  ...(coded.length > 0 ? [paragraph('Content codes:')] : []),
  ...list(
    coded.map(({ id, ask, by, agree }): Line => {
      const { pattern } = society.codes?.[id] ?? {};
      const twice = agree ? `; up to ${agree.sample} also by ${agree.with}` : '';
      return [code(id), ` (${by}${twice}): ${ask} `, ...(pattern === undefined ? [] : [code(pattern)])];
    }),
  ),
];
