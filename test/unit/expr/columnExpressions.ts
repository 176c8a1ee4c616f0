/** Random expressions for `columnWorld.ts`: of each kind, with arrow functions, draws, ties, and some parts that fault. */
import type { Rng } from '../../../src/core/random/rng.js';

export type Kind = 'number' | 'flag' | 'text' | 'agent';

/** Agents and items of lists that a place can name. */
export type Names = readonly (readonly [name: string, kind: Kind])[];

const PAIR: Names = [
  ['me', 'agent'],
  ['you', 'agent'],
];

export class Writer {
  #names = 0;

  constructor(
    readonly random: Rng,
    readonly draws: boolean,
  ) {}

  expression(kind: Kind, depth: number, names: Names): string {
    const local = names.filter((one) => one[1] === kind);
    if (local.length > 0 && this.#below(5) === 0) return this.#one(local)[0];
    const smaller = (of: Kind): string => this.expression(of, depth - 1, names);
    if (depth > 0 && this.#below(10) === 0) return `(${smaller('flag')} ? ${smaller(kind)} : ${smaller(kind)})`;
    if (depth > 0 && this.#below(12) === 0) return this.#itemOf(kind, depth, names);
    switch (kind) {
      case 'number':
        return this.#number(depth, names, smaller);
      case 'flag':
        return this.#flag(depth, names, smaller);
      case 'text':
        return this.#text(names, depth);
      case 'agent':
        return this.#agent(depth, names);
    }
  }

  /** A condition that searches a list of all agents, also within a search. */
  search(depth = 2, names: Names = PAIR): string {
    const item = `s${this.#names++}`;
    const within: Names = [...names, [item, 'agent']];
    const test = depth > 0 && this.#below(3) === 0 ? this.search(depth - 1, within) : this.expression('flag', 1, within);
    const list = this.#one(['all', 'all', `all.filter(${item} => ${this.expression('flag', 0, within)})`]);
    const found = `${list}.${this.#one(['some', 'every'])}(${item} => ${test})`;
    const has = this.#one([found, found, `!${found}`, `${list}.includes(${this.#one(['me', 'you', 'me.q'])})`]);
    return this.#below(3) === 0 ? `${has} ${this.#one(['&&', '||'])} ${this.expression('flag', 1, names)}` : has;
  }

  statement(depth: number, names: Names = PAIR): string {
    if (this.#below(8) === 0) {
      const ends = (): string => (this.#below(2) === 0 ? this.expression('agent', 1, names) : this.agents(1, names));
      const rest = this.#one(['', ', far', ', near']);
      if (this.#below(2) === 0) return `unbond(${ends()}, ${ends()}${rest})`;
      return `bond(${ends()}, ${ends()}${rest === '' ? '' : `${rest}${this.#one(['', `, ${this.expression('number', 1, names)}`])}`})`;
    }
    const agents = names.flatMap(([name, kind]) => (kind === 'agent' ? [name] : []));
    const owner = this.#one(['me', 'me', this.#one(agents), this.#one(agents), 'me.p', 'ada']);
    const [name, kind] = this.#one([
      ...(['x', 'y'] as const).map((one) => [one, 'number'] as const),
      ...(['s', 't'] as const).map((one) => [one, 'text'] as const),
      ...(['f', 'g'] as const).map((one) => [one, 'flag'] as const),
      ...(['p', 'q'] as const).map((one) => [one, 'agent'] as const),
    ]);
    const operator = kind === 'number' ? this.#one(['=', '=', '+=', '-=', '*=', '/=']) : '=';
    return `${owner}.${name} ${operator} ${this.expression(kind, depth, names)}`;
  }

  #number(depth: number, names: Names, smaller: (kind: Kind) => string): string {
    if (depth <= 0)
      return this.#one([
        '0',
        '1',
        '2.5',
        'k',
        'params.p',
        'round',
        this.#field(names, 'x'),
        this.#field(names, 'y'),
        this.#field(names, 'x'),
      ]);
    const numbers = (): string => this.numbers(depth - 1, names);
    return this.#one([
      () => `${smaller('number')} ${this.#one(['+', '-', '*', '/', '%'])} ${smaller('number')}`,
      () => `(${smaller('number')} ${this.#one(['+', '-', '*'])} ${smaller('number')})`,
      () => `-(${smaller('number')})`,
      () => `${this.#one(['abs', 'floor', 'sqrt', 'round', 'log'])}(${smaller('number')})`,
      () => `${this.#one(['min', 'max', 'pow'])}(${smaller('number')}, ${smaller('number')})`,
      () => `clamp(${smaller('number')}, 0, ${smaller('number')})`,
      () => `${this.#one(['sum', 'mean', 'min', 'max', 'median', 'sd', 'gini', 'entropy', 'count'])}(${numbers()})`,
      () => `${this.#one(['share', 'count', 'entropy'])}(${this.flags(depth - 1, names)})`,
      () => `count(${this.agents(depth - 1, names)})`,
      () => `${this.agents(depth - 1, names)}.length`,
      () => `degree(${this.expression('agent', depth - 1, names)}${this.#one(['', ', far'])})`,
      () => `tie(${smaller('agent')}, ${smaller('agent')}${this.#one(['', ', far'])})`,
      () => `entropy(${this.texts(depth - 1, names)})`,
      () => this.#field(names, 'x'),
      () => `${this.expression('agent', depth - 1, names)}.${this.#one(['x', 'y'])}`,
    ])();
  }

  #flag(depth: number, names: Names, smaller: (kind: Kind) => string): string {
    const word = (): string =>
      `${this.#field(names, this.#one(['s', 't']))} ${this.#one(['==', '!='])} '${this.#one(['ill', 'well', 'never'])}'`;
    if (depth <= 0) return this.#one([word(), word(), 'true', this.#field(names, 'f'), this.#field(names, 'g')]);
    return this.#one([
      word,
      () => `${word()} && ${smaller('flag')}`,
      () => `(${word()} || ${smaller('flag')})`,
      () => `(${smaller('flag')} ${this.#one(['&&', '||'])} ${smaller('flag')})`,
      () => `!(${smaller('flag')})`,
      () => `${smaller('number')} ${this.#one(['<', '<=', '>', '>=', '==', '!='])} ${smaller('number')}`,
      () => `${smaller('text')} ${this.#one(['==', '!=', '<', '>='])} ${smaller('text')}`,
      () => `${smaller('agent')} ${this.#one(['==', '!='])} ${smaller('agent')}`,
      () => `${smaller(this.#one(['number', 'text', 'agent', 'flag']))} ${this.#one(['==', '!='])} null`,
      () => `${this.agents(depth - 1, names)}.${this.#one(['some', 'every'])}(${this.#arrow('agent', 'flag', depth, names)})`,
      () => `${this.numbers(depth - 1, names)}.${this.#one(['some', 'every'])}(${this.#arrow('number', 'flag', depth, names)})`,
      () => `${this.agents(depth - 1, names)}.includes(${smaller('agent')})`,
      () => `${this.numbers(depth - 1, names)}.includes(${smaller('number')})`,
      () => `${this.texts(depth - 1, names)}.includes(${smaller('text')})`,
      () => (this.draws ? `chance(${this.#one(['params.p', '0.5', 'params.bad', smaller('number')])})` : word()),
    ])();
  }

  #text(names: Names, depth: number): string {
    if (depth > 0 && this.#below(6) === 0) return `most(${this.texts(depth - 1, names)})`;
    return this.#one([this.#field(names, 's'), this.#field(names, 't'), "'ill'", 'word']);
  }

  #agent(depth: number, names: Names): string {
    const known = names.filter((one) => one[1] === 'agent').map(([name]) => name);
    const plain = this.#one(known.length > 0 ? [...known, ...known, 'ada'] : ['ada']);
    if (depth <= 0) return plain;
    return this.#one([() => plain, () => plain, () => `${plain}.p`, () => `${plain}.q`, () => this.#itemOf('agent', depth, names)])();
  }

  /** An item of a list: by its place, drawn, or the first of a ranking. */
  #itemOf(kind: Kind, depth: number, names: Names): string {
    const list = (): string => this.#listOf(kind, depth - 1, names);
    const ways = [() => `${list()}[${this.#one(['0', '1', 'k'])}]`, () => `most(${list()})`];
    if (kind === 'agent') {
      ways.push(() => `${this.#one(['top', 'bottom'])}(${list()}, 1, ${this.#arrow('agent', 'number', depth, names)})[0]`);
      if (this.draws) ways.push(() => `pick(${list()}, ${this.#arrow('agent', 'number', depth, names)})`);
    }
    if (this.draws) ways.push(() => `pick(${list()})`);
    return this.#one(ways)();
  }

  #listOf(kind: Kind, depth: number, names: Names): string {
    if (kind === 'number') return this.numbers(depth, names);
    if (kind === 'flag') return this.flags(depth, names);
    return kind === 'text' ? this.texts(depth, names) : this.agents(depth, names);
  }

  agents(depth: number, names: Names): string {
    const plain = (): string =>
      this.#one([
        ...['all', 'hubs', `neighbours(${this.#agent(0, names)})`, `neighbours(${this.#agent(depth, names)}, far)`],
        `tied(${this.#agent(depth, names)}${this.#one(['', ', far'])})`,
      ]);
    if (depth <= 0) return plain();
    return this.#one([
      plain,
      plain,
      () => `${this.agents(depth - 1, names)}.filter(${this.#arrow('agent', 'flag', depth, names)})`,
      () => `${this.agents(depth - 1, names)}.map(${this.#arrow('agent', 'agent', depth, names)})`,
      () => `${this.agents(depth - 1, names)}.${this.#one(['p', 'q'])}`,
      () =>
        `${this.#one(['top', 'bottom'])}(${this.agents(depth - 1, names)}, ${this.#one(['2', '0', '9'])}, ${this.#arrow('agent', 'number', depth, names)})`,
      () => `[${this.#agent(depth, names)}, ${this.#agent(0, names)}]`,
    ])();
  }

  numbers(depth: number, names: Names): string {
    return this.#one([
      () => `${this.agents(depth - 1, names)}.${this.#one(['x', 'y'])}`,
      () => `${this.agents(depth - 1, names)}.map(${this.#arrow('agent', 'number', depth, names)})`,
      () => (depth > 0 ? `${this.numbers(depth - 1, names)}.filter(${this.#arrow('number', 'flag', depth, names)})` : 'params.list'),
      () => (depth > 0 ? `${this.numbers(depth - 1, names)}.map(${this.#arrow('number', 'number', depth, names)})` : 'params.list'),
      () => (depth > 0 ? `top(${this.numbers(depth - 1, names)}, 2)` : 'params.list'),
      () => `[${this.expression('number', 0, names)}, ${this.expression('number', depth - 1, names)}]`,
    ])();
  }

  flags(depth: number, names: Names): string {
    return this.#one([
      () => `${this.agents(depth - 1, names)}.${this.#one(['f', 'g'])}`,
      () => `${this.agents(depth - 1, names)}.map(${this.#arrow('agent', 'flag', depth, names)})`,
      () => `${this.numbers(depth - 1, names)}.map(${this.#arrow('number', 'flag', depth, names)})`,
      () => 'params.yes',
    ])();
  }

  texts(depth: number, names: Names): string {
    return this.#one([
      () => `${this.agents(depth - 1, names)}.${this.#one(['s', 't'])}`,
      () => `${this.agents(depth - 1, names)}.map(a => a.${this.#one(['s', 't'])})`,
      () => (depth > 0 ? `${this.texts(depth - 1, names)}.filter(${this.#arrow('text', 'flag', depth, names)})` : 'params.words'),
      () => `${this.agents(depth - 1, names)}.map(${this.#arrow('agent', 'text', depth, names)})`,
    ])();
  }

  #arrow(from: Kind, to: Kind, depth: number, names: Names): string {
    const name = this.#below(6) === 0 ? 'me' : `v${this.#names++}`;
    return `${name} => ${this.expression(to, depth - 1, [...names, [name, from]])}`;
  }

  #field(names: Names, field: string): string {
    return `${this.#agent(0, names)}.${field}`;
  }

  #below(n: number): number {
    return Math.floor(this.random() * n);
  }

  #one<T>(items: readonly T[]): T {
    return items[this.#below(items.length)]!;
  }
}
