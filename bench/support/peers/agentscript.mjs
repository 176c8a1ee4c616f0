/**
 * The societies of the crowd benchmark in agentscript, in its own style, with ties in arrays of the turtles.
 * `node agentscript.mjs MODULE SOCIETY AGENTS ROUNDS` prints seconds of a core for a round, and means of the agents.
 */
import { pathToFileURL } from 'node:url';

const [module = '', society = '', agents = '', rounds = ''] = process.argv.slice(2);
const [N, R] = [Number(agents), Number(rounds)];

// The package draws patches when it is loaded.
globalThis.OffscreenCanvas ??= class {
  getContext() {
    return new Proxy({}, { get: () => () => ({ data: new Uint8ClampedArray(4) }), set: () => true });
  }
};
const { Model } = await import(pathToFileURL(module).href);

let seed = 1;
const random = () => {
  seed = (seed + 0x6d2b79f5) | 0;
  let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
  t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
  return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
};
const below = (n) => (random() * n) | 0;

class TieTalk extends Model {
  setup() {
    this.turtles.create(N, (turtle) => {
      turtle.opinion = random();
      turtle.utility = 0;
      turtle.ties = [];
    });
    this.turtles.ask((turtle) => {
      while (turtle.ties.length < 4) {
        const other = this.turtles[below(N)];
        if (other !== turtle && !turtle.ties.some((tie) => tie.to === other)) turtle.ties.push({ to: other, strength: 0.5 });
      }
    });
  }

  step() {
    this.turtles.ask((me) => {
      const { ties } = me;
      let tie;
      if (ties.length > 0 && random() < 0.8) tie = ties[below(ties.length)];
      else {
        let other = me;
        while (other === me) other = this.turtles[below(N)];
        tie = ties.find(({ to }) => to === other);
        if (!tie) {
          if (ties.length >= 16) ties.splice(ties.indexOf(ties.reduce((a, b) => (b.strength < a.strength ? b : a))), 1);
          tie = { to: other, strength: 0.1 };
          ties.push(tie);
        }
      }
      const other = tie.to;
      const d = other.opinion - me.opinion;
      const isNear = Math.abs(d) < 0.4;
      const worth = isNear ? 1 - Math.abs(d) : -0.2 * Math.abs(d);
      if (isNear) {
        me.opinion += 0.1 * d;
        other.opinion -= 0.1 * d;
      }
      me.utility += worth;
      other.utility += worth;
      tie.strength = Math.min(1, Math.max(0, tie.strength + 0.1 * worth));
      for (let i = 0; i < ties.length; ) {
        ties[i].strength *= 0.99;
        if (ties[i].strength < 0.01) {
          ties[i] = ties[ties.length - 1];
          ties.pop();
        } else i++;
      }
    });
  }
}

class Epidemic extends Model {
  setup() {
    this.turtles.create(N, (turtle) => {
      turtle.state = 'well';
      turtle.near = [];
    });
    this.turtles.ask((turtle) => {
      for (let lap = 1; lap <= 2; lap++) {
        const other = this.turtles[random() < 0.1 ? below(N) : (turtle.id + lap) % N];
        turtle.near.push(other);
        other.near.push(turtle);
      }
    });
    for (let i = 0; i < N / 1000; i++) this.turtles[below(N)].state = 'ill';
  }

  step() {
    this.turtles.ask((me) => {
      me.next = me.state;
      if (me.state === 'ill') me.next = 'over';
      else if (me.state === 'well' && me.near.some((other) => other.state === 'ill' && random() < 0.55)) me.next = 'ill';
    });
    this.turtles.ask((me) => {
      me.state = me.next;
    });
  }
}

const model = new (society === 'epidemic' ? Epidemic : TieTalk)({ minX: -8, maxX: 8, minY: -8, maxY: 8 });
model.setup();
const mean = (of) => {
  let total = 0;
  for (const turtle of model.turtles) total += of(turtle);
  return total / N;
};
// The measures of the society, which every simulation takes after each round.
const measures =
  society === 'epidemic'
    ? { ill: ({ state }) => Number(state === 'ill') }
    : { opinion: ({ opinion }) => opinion, utility: ({ utility }) => utility, ties: ({ ties }) => ties.length };
const course = [];
let begun = process.cpuUsage();
for (let round = 0; round < R; round++) {
  // The first round compiles.
  if (round === 1) begun = process.cpuUsage();
  model.step();
  model.tick();
  course.push(Object.values(measures).map(mean));
}
const { user, system } = process.cpuUsage(begun);
const means =
  society === 'epidemic'
    ? { touched: mean(({ state }) => Number(state !== 'well')) }
    : { utility: mean(({ utility }) => utility), ties: mean(({ ties }) => ties.length) };
process.stdout.write(JSON.stringify({ round: (user + system) / 1e6 / (R - 1), ...means }));
