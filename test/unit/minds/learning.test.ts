/** Learning in context of the built-in mind: what past rewards and advice change, worked by hand, and seen in what it does. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, it } from 'mocha';
import { parse } from 'yaml';
import type { ActAnswer } from '../../../src/engine/model/question.js';
import type { PastReward, Situation } from '../../../src/engine/model/situationTypes.js';
import { builtinMind } from '../../../src/minds/builtin/index.js';
import { heeded, learned, trusted } from '../../../src/minds/builtin/perceive/learning.js';
import { profiler } from '../../../src/minds/builtin/perceive/profile.js';
import { answered, book, phrases, question, seen, self, situation } from './builtinSupport.js';

const rewards = (parse(readFileSync('library/rewards.society', 'utf8')) as { rewards: { [id: string]: { advice: string } } }).rewards;
const DRIVES: { readonly [policy: string]: keyof ReturnType<typeof heeded> } = {
  social_interaction: 'social',
  information_seeking: 'information',
  self_presentation: 'presentation',
  coordination: 'coordination',
  emotional_support: 'support',
};

const profile = profiler(book)(
  self({ drives: { social_interaction: 0.8, information_seeking: 0.4 }, personality: { agreeableness: 0.7 } }),
  1,
);
const past = (kind: string, ...values: number[]): PastReward => ({ reward: kind, kind, does: kind, values });
const afterwards = (...told: PastReward[]) => learned(profile, situation({ rewards: told }));

describe('the effect of past rewards', () => {
  it('is more attention where more is missing than elsewhere', () => {
    // Lacks 0.8 and 0.2, mean 0.5: 0.8 · 1.3 and 0.4 · 0.7. Drives that nothing is told of stay.
    const { social, information, support } = afterwards(past('social_interaction', 0.1, 0.3), past('information_seeking', 0.8));
    assert.ok(Math.abs(social - 1.04) < 1e-12 && Math.abs(information - 0.28) < 1e-12);
    assert.equal(support, profile.support);
  });

  it('is nothing for equal rewards, one reward, none, and those without a policy', () => {
    const drives = (p: typeof profile) => [p.social, p.information, p.presentation, p.coordination, p.support];
    for (const told of [
      [past('social_interaction', 0.5), past('information_seeking', 0.5)],
      [past('social_interaction', 0)],
      [past('custom', 0)],
    ])
      assert.deepEqual(drives(afterwards(...told)), drives(profile));
    assert.equal(afterwards(), profile);
  });
});

describe('the effect of advice', () => {
  it('follows the library’s advice: most of it serves the reward it is for', () => {
    for (const [policy, { advice }] of Object.entries(rewards)) {
      const shares = Object.entries(heeded(book, advice));
      assert.ok(Math.abs(shares.reduce((sum, [, share]) => sum + share, 0) - 1) < 1e-12);
      assert.equal([...shares].sort((a, b) => b[1] - a[1])[0]![0], DRIVES[policy], policy);
    }
  });

  it('follows lines of the phrase book’s own coach in each case', () => {
    for (const [policy, drive] of Object.entries(DRIVES))
      for (const line of phrases.en!.moments![`coach_${policy}`]!) assert.equal(heeded(book, line)[drive], 1, line);
  });

  it('is weighted by agreeableness; unknown words have none', () => {
    const heeds = (): ReturnType<typeof heeded> => ({ social: 0.75, information: 0.25, presentation: 0, coordination: 0, support: 0 });
    const told = (advice: string | null): Situation => situation({ advice });
    // (0.5 + 0.7) · 0.75.
    assert.ok(Math.abs(trusted(heeds, profile, told('Write.')).social - 0.9) < 1e-12);
    assert.equal(trusted(heeds, profile, told(null)).social, 0);
    assert.deepEqual(Object.values(heeded(book, 'Xyzzy.')), [0, 0, 0, 0, 0]);
  });
});

describe('acts after advice and low rewards', () => {
  const mind = builtinMind(book);
  const acts = (more: Partial<Situation>): readonly ActAnswer[] => {
    const heard = [seen('m1', { text: 'Nobody tells you how long a sourdough takes.' })];
    const now = situation({ self: self({ drives: { social_interaction: 0.8, information_seeking: 0.8 } }), seen: heard, ...more });
    return Array.from({ length: 400 }, (_, i) => answered(mind, question(now, 1, i)));
  };
  const share = (of: readonly ActAnswer[], is: (act: ActAnswer) => boolean): number => of.filter(is).length / of.length;
  const answers = ({ action }: ActAnswer): boolean => action === 'comment';
  const asks = ({ action, text }: ActAnswer): boolean => action === 'post' && text.includes('?');

  it('include more of those that advice is about, and fewer others', () => {
    const without = acts({});
    const turned = acts({ advice: rewards.social_interaction!.advice });
    const asking = acts({ advice: rewards.information_seeking!.advice });
    assert.ok(share(turned, answers) > share(without, answers) + 0.1);
    assert.ok(share(asking, asks) > share(without, asks) + 0.1);
    assert.ok(share(asking, answers) < share(without, answers));
  });

  it('include more of those with low rewards', () => {
    const low = (kind: string, other: string): readonly ActAnswer[] => acts({ rewards: [past(kind, 0, 0, 0), past(other, 1, 1, 1)] });
    const company = low('social_interaction', 'information_seeking');
    const news = low('information_seeking', 'social_interaction');
    assert.ok(share(company, answers) > share(news, answers) + 0.1);
    assert.ok(share(news, asks) > share(company, asks) + 0.1);
  });
});
