/** A scene as a vector picture for other programs (SVG 1.1). Text only; no access to the page. */
import type { Grouping } from '../../ui/palette.js';
import { headPath, newBow } from '../graph/geometry.js';
import type { Ties } from '../graph/graph.js';
import { INITIALS_FROM, LABEL_HEIGHT, nodeRadius, type Scene } from '../painting/scene.js';
import { baseOf, fillOf, headLength, inkOfTie, layTie, pointOf, widthOf } from '../painting/tieShape.js';
import { xmlText } from '../../../src/core/formats/xml.js';

const n = (value: number): string => String(Math.round(value * 100) / 100);

/** The picture with its source, as title and description, and as text below the picture. */
export function svgOf(scene: Scene, legend: Grouping['legend'], title: string, provenance: string): string {
  const foot = footOf(scene.width, legend, provenance);
  const height = scene.height + foot.height;
  const { theme } = scene;
  const agents = [...scene.x.keys()].filter((agent) => scene.radii[agent]);
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${n(scene.width)}" height="${n(height)}" viewBox="0 0 ${n(scene.width)} ${n(height)}" role="img" font-family="${xmlText(theme.font)}">
<title>${xmlText(title)}</title>
<desc>${xmlText(provenance)}</desc>
<rect width="100%" height="100%" fill="${xmlText(theme.background)}"/>
<g fill="none">
${[...ghostPaths(scene), ...tiePaths(scene)].join('\n')}
</g>
<g text-anchor="middle" font-weight="600">
${agents.map((agent) => node(scene, agent)).join('\n')}
</g>
<g text-anchor="middle" font-size="12" fill="${xmlText(theme.foreground)}" stroke="${xmlText(theme.background)}" stroke-width="3.5" stroke-linejoin="round" paint-order="stroke">
${scene.labels
  .map(
    (label) =>
      `<text x="${n(label.x + label.width / 2)}" y="${n(label.y + LABEL_HEIGHT * 0.78)}">${xmlText(scene.names[label.agent] ?? '')}</text>`,
  )
  .join('\n')}
</g>
<g font-size="${LETTERS}" fill="${xmlText(theme.muted)}" transform="translate(0 ${n(scene.height)})">
${footTexts(scene, foot).join('\n')}
</g>
</svg>
`;
}

const footTexts = ({ theme }: Scene, { marks, lines }: Foot): readonly string[] => [
  ...marks.flatMap(({ x, y, hue, text }) => [
    `<circle cx="${n(x + DOT.x)}" cy="${n(y + DOT.y)}" r="${DOT.r}" fill="${theme.hues[hue]?.fill ?? theme.foreground}"/>`,
    `<text x="${n(x)}" y="${n(y)}">${xmlText(text)}</text>`,
  ]),
  ...lines.map(({ x, y, text }) => `<text x="${n(x)}" y="${n(y)}">${xmlText(text)}</text>`),
];

/** The opacity of elements outside the focus. */
const AWAY = 0.2;

const bow = newBow();

function tiePaths(scene: Scene): readonly string[] {
  return each(scene.ties).flatMap((i) => {
    const [from, to, strength] = [scene.ties.from[i] ?? 0, scene.ties.to[i] ?? 0, scene.ties.strength[i] ?? 0];
    const head = headLength(scene, strength);
    if (!layTie(bow, scene, scene.ties, i, head)) return [];
    const ink = inkOfTie(scene, strength) * (!scene.focus || scene.focus.lit(from, to) ? 1 : AWAY);
    const opacity = `opacity="${n(ink)}"`;
    const line = `<path d="${curve()}" stroke="${fillOf(scene, from)}" stroke-width="${n(widthOf(scene, strength))}" ${opacity}/>`;
    const base =
      scene.given[i] === 1
        ? [
            `<circle cx="${n(bow[0] ?? 0)}" cy="${n(bow[1] ?? 0)}" r="${n(baseOf(scene, strength))}" fill="${fillOf(scene, from)}" ${opacity}/>`,
          ]
        : [];
    return [line, ...base, ...(head > 0 ? [`<path d="${headOf(head)}" fill="${fillOf(scene, to)}" ${opacity}/>`] : [])];
  });
}

const ghostPaths = (scene: Scene): readonly string[] =>
  each(scene.ghosts).flatMap((i) =>
    layTie(bow, scene, scene.ghosts, i, 0)
      ? [`<path d="${curve()}" stroke="${xmlText(scene.theme.muted)}" stroke-width="1" stroke-dasharray="3 4" opacity="0.5"/>`]
      : [],
  );

const each = ({ count }: Ties): readonly number[] => Array.from({ length: count }, (_, i) => i);

const curve = (): string => {
  const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0] = bow;
  return `M${n(a)} ${n(b)}Q${n(c)} ${n(d)} ${n(e)} ${n(f)}`;
};

function headOf(length: number): string {
  const parts: string[] = [];
  const path = {
    moveTo: (x: number, y: number) => void parts.push(`M${n(x)} ${n(y)}`),
    lineTo: (x: number, y: number) => void parts.push(`L${n(x)} ${n(y)}`),
    closePath: () => void parts.push('Z'),
  };
  headPath(path, bow, length);
  return parts.join('');
}

function node(scene: Scene, agent: number): string {
  const [x, y] = pointOf(scene, agent);
  const r = nodeRadius(scene, agent);
  const ink = scene.theme.hues[scene.hue[agent] ?? 0]?.ink ?? scene.theme.background;
  const opacity = !scene.focus || scene.focus.near.has(agent) || agent === scene.selected ? '' : ` opacity="${AWAY + 0.1}"`;
  const disc = `<circle cx="${n(x)}" cy="${n(y)}" r="${n(r)}" fill="${fillOf(scene, agent)}" stroke="${xmlText(scene.theme.background)}" stroke-width="1.5"/>`;
  const size = Math.round(r * 0.76);
  const letters =
    r < INITIALS_FROM
      ? ''
      : `<text x="${n(x)}" y="${n(y + size * 0.36)}" font-size="${size}" fill="${xmlText(ink)}">${xmlText(scene.initials[agent] ?? '')}</text>`;
  return `<g${opacity}><title>${xmlText(scene.names[agent] ?? '')}</title>${disc}${letters}</g>`;
}

// The text below a saved picture: the meaning of its colours, and its source. Positions only.

interface Line {
  readonly x: number;
  /** The baseline of the text, from the top of the foot. */
  readonly y: number;
  readonly text: string;
}

export interface Foot {
  readonly height: number;
  /** The meaning of a hue. The dot is before the text, at `DOT`. */
  readonly marks: readonly (Line & { readonly hue: number })[];
  readonly lines: readonly Line[];
}

/** The font size, and the centre of a dot relative to the start of its text. */
export const LETTERS = 11;
export const DOT = { x: -8, y: -4, r: 4 } as const;

const HEIGHT = 15;
const MARGIN = 10;
/** The average width of a character as a share of the font size, and the gap between two marks. */
const SIGN = 0.56;
const APART = 26;

export function footOf(width: number, legend: Grouping['legend'], text: string): Foot {
  const marks: (Foot['marks'][number] & object)[] = [];
  const start = MARGIN + DOT.r - DOT.x;
  let [x, y] = [start, 0.8 * HEIGHT];
  for (const { hue, label } of legend) {
    const long = label.length * LETTERS * SIGN;
    if (x + long > width - MARGIN && marks.length > 0) [x, y] = [start, y + HEIGHT];
    marks.push({ x, y, hue, text: label });
    x += long + APART;
  }
  const top = marks.length > 0 ? y + 0.4 * HEIGHT : 0;
  const lines = broken(text, width - 2 * MARGIN).map((line, i) => ({ x: MARGIN, y: top + (i + 0.8) * HEIGHT, text: line }));
  return { height: top + lines.length * HEIGHT + MARGIN, marks, lines };
}

/** Breaks a text into lines that are not longer than a width. */
function broken(text: string, width: number): readonly string[] {
  const most = Math.max(12, Math.floor(width / (LETTERS * SIGN)));
  const all: string[] = [];
  for (const word of text.split(/\s+/u).filter((one) => one !== '')) {
    const last = all.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= most) all[all.length - 1] = `${last} ${word}`;
    else all.push(word);
  }
  return all;
}
