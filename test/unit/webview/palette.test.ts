import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { PanelAgent } from '../../../src/protocol/course.js';
import { ALL_HUES, groupAgents, HUES, huesOf, initials, type ThemeKind } from '../../../webview/ui/palette.js';
import { themeKind } from '../../../webview/ui/theme.js';

const agent = (id: number, ...interests: string[]): PanelAgent => ({
  id: `p${id}`,
  name: `P ${id}`,
  about: '',
  interests,
  facts: [],
  node: null,
});
const crowd = (...interests: string[][]): PanelAgent[] => interests.map((list, i) => agent(i, ...list));
const BACKGROUNDS: Readonly<Record<ThemeKind, readonly string[]>> = {
  light: ['#ffffff', '#f8f8f8'],
  dark: ['#1f1f1f', '#181818', '#272822'],
  hcDark: ['#000000'],
  hcLight: ['#ffffff'],
};

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [high = 0, low = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x);
  return (high + 0.05) / (low + 0.05);
}

describe('colours of agents', () => {
  for (const kind of ['light', 'dark', 'hcDark', 'hcLight'] as const) {
    it(`are distinct from the background and have readable initials (${kind})`, () => {
      const least = kind.startsWith('hc') ? 7 : 4.5;
      assert.equal(huesOf(kind).length, ALL_HUES);
      for (const { fill, ink } of huesOf(kind)) {
        assert.ok(contrast(fill, ink) >= least, `${fill} under ${ink}: ${contrast(fill, ink)}`);
        for (const background of BACKGROUNDS[kind]) assert.ok(contrast(fill, background) >= 3, `${fill} on ${background}`);
      }
    });
  }

  it('are one for each agent in a small society', () => {
    assert.deepEqual(groupAgents(crowd(['a'], ['a'], ['a'])), { hue: [0, 1, 2], legend: [] });
  });

  it('show the most frequent interests, written as the first agent wrote them', () => {
    const many = crowd(
      ['Chess', 'tea'],
      [' chess '],
      ['tea'],
      ['tea', 'CHESS'],
      ['tea'],
      ['tea'],
      ['golf'],
      ['chess'],
      ['chess'],
      ['chess'],
    );
    assert.deepEqual(groupAgents(many), {
      hue: [0, 0, 1, 0, 1, 1, HUES, 0, 0, 0],
      legend: [
        { hue: 0, label: 'Chess' },
        { hue: 1, label: 'tea' },
        { hue: HUES, label: 'other interests' },
      ],
    });
  });

  it('do not depend on names of properties of objects', () => {
    const odd = Array.from({ length: 10 }, (_, i) => agent(i, 'constructor', '__proto__'));
    assert.deepEqual(groupAgents(odd).legend, [{ hue: 0, label: 'constructor' }]);
  });

  it('have initials in any script', () => {
    assert.deepEqual(['Ada Okafor', 'ben', 'Jean-Luc Picard', '山田 太郎', '🧑‍🌾🥕', '<img src=x>', '  ', ''].map(initials), [
      'AO',
      'B',
      'JP',
      '山太',
      '🧑‍🌾',
      'IS',
      '?',
      '?',
    ]);
  });

  it('follow the theme, also where one theme has the class of another', () => {
    const kinds = ['vscode-light', 'vscode-dark', 'vscode-high-contrast', 'vscode-high-contrast vscode-high-contrast-light'].map((names) =>
      themeKind({ contains: (name) => names.split(' ').includes(name) }),
    );
    assert.deepEqual(kinds, ['light', 'dark', 'hcDark', 'hcLight']);
  });
});
