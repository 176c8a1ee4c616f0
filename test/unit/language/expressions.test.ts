/** Expressions in their place: names by world, scenario, action and phase; completion, hover and signature help. */
import { strict as assert } from 'node:assert';
import { builtinMeasures } from '../../../src/language/names/worlds.js';
import { brief, diagnose, MAIN, serviceOver } from './support.js';

const COMMONS = `society: 1
personas:
  ada:
    name: Ada
    age: 41
  ben: { name: Ben }
populations:
  regulars:
    size: 4
    vars: { trust_in_press: 0..1 }
ties:
  friendship:
    among: all
codes:
  tells_rumour: { of: message, ask: Does it tell?, answer: yes_no, by: judge }
worlds:
  commons:
    params: { capacity: 100, growth: 2 }
    vars: { stock: =params.capacity, monitor: agent?, ended: [no, deal, walked], price: number? }
    agent_vars: { caught: { start: 0, reset: round }, total: 0, ballot: agent? }
    actions:
      harvest:
        does: Take some.
        args: { amount: 0..stock }
        share: { of: stock, ask: amount, rule: proportional }
        effect: |
          stock -= granted
          me.total += granted + args.amount
      accept: { does: Accept., when: price != null, effect: me.total = price }
      vote: { does: Vote., args: { who: agent }, effect: me.ballot = who }
    phases:
      harvest: { who: all, actions: [harvest, accept, vote] }
      announce: { tell: "$(cast.map(a => a.name + ' took ' + a.caught).join('; '))" }
      check: { stop: stock < params.capacity / 20 }
      close: { when: round == 9, then: "ended = 'deal'" }
      regrow: { who: { of: all, if: me == monitor }, then: "stock = min(params.capacity, params.growth * stock)" }
    measures: { stock: stock, equality: 1 - gini(all.total) }
scenarios:
  fish:
    cast: [ada, ben, regulars]
    world: { use: commons }
    groups:
      hubs: { of: regulars, if: agent.trust_in_press > 0.5 }
    surveys:
      belief:
        at: [start, end]
        ask:
          closing: { scale: 1..7, text: Will it close? }
          closest: { one_of: cast, text: Who is closest? }
    measures:
      believers: share(all.belief.closing.map(x => x >= 5))
      heard: share(all.seen.tells_rumour)
      bond: tie(ada, ben)
    expect:
      answered: { that: change(reciprocity) > 0 }
    until: equality < 0.1
`;

const changed = (from: string, to: string): string => {
  assert.ok(COMMONS.includes(from), from);
  return COMMONS.replace(from, to);
};
const found = async (from: string, to: string): Promise<string[]> => {
  const text = changed(from, to);
  return (await diagnose(text)).map((d) => `${brief(text, [d])[0]?.replace(/^\d+ expression-/, '')}: ${d.message}`);
};

async function at<T>(marked: string, ask: (service: ReturnType<typeof serviceOver>, offset: number) => Promise<T>): Promise<T> {
  const offset = marked.indexOf('¦');
  assert.ok(offset >= 0);
  const service = serviceOver();
  service.set(MAIN, marked.replace('¦', ''));
  return ask(service, offset);
}
const labels = async (from: string, to: string): Promise<string[]> =>
  (await at(changed(from, to), (service, offset) => service.completion(MAIN, offset))).map((item) => item.label);
const hover = async (from: string, to: string): Promise<string> =>
  (await at(changed(from, to), (service, offset) => service.hover(MAIN, offset)))?.markdown ?? '';

describe('expressions in their place', () => {
  it('have no problems in the world of the fishers', async () => assert.deepEqual(brief(COMMONS, await diagnose(COMMONS)), []));

  for (const [what, from, to, message] of [
    ['a misspelt variable', 'stop: stock <', 'stop: stok <', 'unknown-name stok: `stok` is unknown here. Did you mean `stock`?'],
    [
      'a number where a condition is expected',
      'stop: stock < params.capacity / 20',
      'stop: stock',
      'wrong-type stock: Yes or no is expected here, this is a number. Compare it, as in x > 0.',
    ],
    [
      'a condition where a measure is expected',
      'bond: tie(ada, ben)',
      'bond: tie(ada, ben) > 0',
      'wrong-type tie(ada, ben) > 0: A number is expected here, this is yes or no. Write … ? 1 : 0.',
    ],
    [
      '`me` where nobody acts',
      'stop: stock <',
      'stop: me.total <',
      'unknown-name me: There is no `me` here, because no agent acts. Name an agent, or use `all`.',
    ],
    [
      '`target` of an action about a message',
      'accept: { does: Accept., when: price != null, effect: me.total = price }',
      'accept: { does: Accept., on: message, when: price != null, effect: target.total = price }',
      'unknown-name target: There is no `target` here: this action is about a message. Its author is `message.author`.',
    ],
    [
      '`me` in what is announced to several at once',
      'until: equality < 0.1',
      'interventions: { rain: { at: 2, announce: Take cover $(me.name). } }',
      'unknown-name me: There is no `me` here: an `announce` is one message for all of `to`. With `send`, each agent gets its own message.',
    ],
    [
      'a rank by what nobody has',
      '{ of: regulars, if: agent.trust_in_press > 0.5 }',
      '{ of: regulars, pick: top 2 by popularity }',
      'unknown-field popularity: An agent has no `popularity`.',
    ],
    [
      'a rank by what is no number',
      '{ of: regulars, if: agent.trust_in_press > 0.5 }',
      '{ of: regulars, pick: bottom 2 by me.name }',
      'wrong-type me.name: A number is expected here, this is text.',
    ],
    [
      'an argument before it is chosen',
      'does: Take some.',
      'when: amount > 1',
      'unknown-name amount: `amount` is chosen with the action, so it exists only in the `effect` and `tell` of the action.',
    ],
    ['the bound of an argument', 'amount: 0..stock', 'amount: 0..stok', 'unknown-name stok: `stok` is unknown here. Did you mean `stock`?'],
    [
      'a parameter that is changed',
      'stock -= granted',
      'growth -= granted',
      'not-variable growth: `growth` is a parameter, which is constant in a run. To change it in a run, declare it under `vars`.',
    ],
    [
      'a person who is changed',
      'me.total += granted',
      'me.name += granted',
      'not-variable name: `name` is a fixed field of the person. Only variables that are declared under `agent_vars` can be changed.',
    ],
    [
      'a word that a variable cannot be',
      'until: equality < 0.1',
      "until: ended == 'wlked'",
      "never-equal 'wlked': This is never equal: the value can only be 'no', 'deal', 'walked'. Did you mean `'walked'`?",
    ],
    [
      'a price that may be missing',
      'when: price != null, ',
      '',
      'maybe-missing price: `price` may be missing. Test it first, with price != null.',
    ],
    [
      'an answer that is not asked',
      'all.belief.closing',
      'all.belief.closng',
      'unknown-field closng: A survey has no `closng`. Did you mean `closing`?',
    ],
    [
      'a scale taken for yes and no',
      'share(all.belief.closing.map(x => x >= 5))',
      'share(all.belief.closing)',
      'wrong-type all.belief.closing: A list of yes and no is expected here, this is a list of numbers. Compare each item first, as in list.map(x => x > 0).',
    ],
    [
      'a nobody printed in prose',
      "' took ' + a.caught",
      "' took ' + a.ballot",
      'maybe-missing a.ballot: `a.ballot` may be missing. Test it first, with a.ballot != null.',
    ],
    [
      'a study variable misspelt',
      'agent.trust_in_press',
      'agent.trust_in_pres',
      'unknown-field trust_in_pres: An agent has no `trust_in_pres`. Did you mean `trust_in_press`?',
    ],
  ] as const)
    it(`report ${what} once, at its place`, async () => {
      const problems = await found(from, to);
      assert.deepEqual(problems, [message]);
    });

  it('report loops in loops over many agents, and no loop over all of them', async () => {
    const sized = (size: number, bond: string): Promise<readonly { readonly message: string }[]> =>
      diagnose(changed('size: 4', `size: ${size}`).replace('tie(ada, ben)', bond));
    assert.deepEqual(await sized(90_000, 'share(all.map(a => a.total > 3))'), []);
    const pairs = 'share(all.map(a => all.some(b => b.total > a.total)))';
    assert.deepEqual(await sized(40, pairs), []);
    const problems = await sized(3_000, pairs);
    assert.equal(problems.length, 1);
    assert.match(problems[0]!.message, /^This can take [\d,]+ steps, but an expression stops after 700,400\./);
  });

  it('accept what a population draws as a variable of agents, declared or not', async () => {
    const drawn = (measure: string): string =>
      changed('vars: { trust_in_press: 0..1 }', 'vars: { trust_in_press: 0..1 }\n    sample: { luck: 0..1 }').replace(
        'tie(ada, ben)',
        measure,
      );
    assert.deepEqual(await diagnose(drawn('mean(regulars.luck)')), []);
    assert.match((await diagnose(drawn('mean(regulars.lukc)')))[0]!.message, /no `lukc`. Did you mean `luck`/);
    assert.match((await diagnose(drawn('count(regulars.map(a => a.luck == ada.name))')))[0]!.message, /never equal/);
  });

  it('allow a run with a warning', async () => {
    const [problem] = await diagnose(changed('when: price != null, ', ''));
    assert.equal(problem?.severity, 'warning');
  });
});

describe('completion in expressions', () => {
  it('offers the fields of an item of a list, after the parameter of an arrow function', async () => {
    const items = await labels('until: equality < 0.1', 'until: all.filter(a => a.¦');
    assert.ok(items.includes('total') && items.includes('trust_in_press') && items.includes('belief'));
    assert.ok(!items.includes('map') && !items.includes('stock'));
  });
  it('offers the fields of the result of a call', async () => {
    const items = await labels('until: equality < 0.1', 'until: neighbours(ada)[0].b¦');
    assert.ok(items.includes('ballot'));
  });
  it('offers only measures where a measure is expected', async () =>
    assert.deepEqual(
      new Set(await labels('until: equality < 0.1', 'until: change(¦')),
      new Set(['believers', 'bond', 'equality', 'heard', 'stock', ...builtinMeasures]),
    ));
  it('offers networks as the third argument of a tie', async () =>
    assert.deepEqual(await labels('until: equality < 0.1', 'until: tie(ada, ben, ¦'), ['friendship']));
  it('offers agents and no numbers where an agent is expected', async () => {
    const items = await labels('until: equality < 0.1', 'until: tie(¦');
    assert.ok(items.includes('ada') && items.includes('monitor'));
    assert.ok(!items.includes('stock') && !items.includes('mean') && !items.includes('round'));
  });
  it('offers the words that a variable can have', async () => {
    assert.deepEqual(await labels('until: equality < 0.1', "until: ended == '¦"), ['no', 'deal', 'walked']);
  });
  it('offers at the start of a statement what can be changed, and effects', async () => {
    const items = await labels('          stock -= granted\n', '          ¦\n');
    assert.ok(items.includes('stock') && items.includes('me') && items.includes('remember'));
    assert.ok(!items.includes('growth') && !items.includes('round') && !items.includes('mean'));
  });
  it('offers the amounts granted in an effect, and not in a condition', async () => {
    assert.ok((await labels('stock -= granted', 'stock -= ¦')).includes('granted'));
    assert.ok(!(await labels('stop: stock < params.capacity / 20', 'stop: ¦')).includes('granted'));
  });
  it('knows the type inside prose', async () => {
    const items = await labels("' took ' + a.caught", "' took ' + a.¦");
    assert.ok(items.includes('caught') && !items.includes('stock'), items.join(' '));
  });
});

describe('hover in expressions', () => {
  it('shows the type of a sub-expression', async () =>
    assert.equal(await hover('until: equality < 0.1', 'until: (equality ¦+ 1) < 0.1'), '*number*'));
  it('shows a variable with the place of its declaration', async () =>
    assert.equal(
      await hover('stop: stock <', 'stop: st¦ock <'),
      '**stock**: number\n\nA variable of the world.\n\nDeclared in `worlds.commons.vars.stock`.',
    ));
  it('shows the parameter of an arrow function', async () =>
    assert.equal(await hover('.map(x => x >= 5)', '.map(x => ¦x >= 5)'), '**x**: number'));
  it('shows a field of a list as a list', async () =>
    assert.match(await hover('share(all.seen.tells_rumour)', 'share(all.seen.tells_ru¦mour)'), /^\*\*tells_rumour\*\*: list of yes or no/));
  it('shows the optional parts of an effect', async () =>
    assert.match(await hover('me.ballot = who', 'me.bal¦lot = who'), /^\*\*ballot\*\*: agent, or nothing/));
  it('shows a function with an example', async () =>
    assert.match(await hover('1 - gini(', '1 - gi¦ni('), /^\*\*gini\(numbers\)\*\*: number[\s\S]*0\.75/));
});

describe('signature help', () => {
  const help = (from: string, to: string) => at(changed(from, to), (service, offset) => service.signature(MAIN, offset));
  const active = async (from: string, to: string): Promise<string | null> => {
    const shown = await help(from, to);
    const [start, end] = shown?.parameters[shown.active] ?? [0, 0];
    return shown && `${shown.label} ⟨${shown.label.slice(start, end)}⟩`;
  };
  it('shows the parameter that is being written', async () =>
    assert.equal(
      await active('until: equality < 0.1', 'until: tie(ada, ¦'),
      'tie(a: agent, b: agent, network?: network): number ⟨b: agent⟩',
    ));
  it('counts commas of the innermost call only', async () =>
    assert.equal(
      await active('until: equality < 0.1', 'until: clamp(tie(ada, ben), ¦'),
      'clamp(x: number, low: number, high: number): number ⟨low: number⟩',
    ));
  it('shows methods, effects and calls in prose', async () => {
    assert.match((await active('.map(x => x >= 5)', '.map(¦')) ?? '', /^map\(/);
    assert.match((await active('stock -= granted', "remember(me, ¦'x')")) ?? '', /⟨text: text⟩$/);
    assert.match((await active(".join('; ')", '.join(¦')) ?? '', /⟨between\?: text⟩$/);
  });
  it('shows nothing outside a call', async () => assert.equal(await help('until: equality < 0.1', 'until: ¦equality'), null));
});
