/** Measures over the rounds of a run, as small curves in a column next to a saved picture. Text only; no page. */
import { xmlText } from '../../src/core/formats/xml.js';
import { decimal } from '../../webview/ui/format.js';
import { snippet } from '../../webview/state/names.js';
import type { Theme } from '../../webview/ui/theme.js';

interface Course {
  readonly name: string;
  /** One a round; null where it is not defined. */
  readonly values: readonly (number | null)[];
}

/** Width of the column; height of one course with its name. */
const COLUMN = 180;
const ROW = 84;
/** Maximum length of a name, so that its value fits next to it. */
const LONGEST = 19;
const CURVE = { width: 148, height: 40, top: 22 } as const;

/** A picture of that size with the column at its right. */
export function besideCourses(svg: string, { width, height }: Size, courses: readonly Course[], theme: Theme): string {
  const inner = svg.replace(/^<\?xml[^>]*\?>\s*/, '');
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${width + COLUMN}" height="${height}" viewBox="0 0 ${width + COLUMN} ${height}" font-family="${xmlText(theme.font)}">
<rect width="100%" height="100%" fill="${xmlText(theme.background)}"/>
${inner}<g font-size="12" fill="${xmlText(theme.foreground)}">
${courses.map((course, i) => courseSvg(course, { x: width + 8, y: 16 + i * ROW }, theme)).join('\n')}
</g>
</svg>
`;
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function courseSvg({ name, values }: Course, at: { readonly x: number; readonly y: number }, theme: Theme): string {
  const points = pointsOf(values);
  const ink = theme.hues[0]?.fill ?? theme.foreground;
  const end = points.findLast((point) => point !== null) ?? null;
  const base = CURVE.top + CURVE.height;
  return `<g transform="translate(${at.x} ${at.y})"><text y="12">${xmlText(snippet(name, LONGEST))}</text><text x="${CURVE.width}" y="12" text-anchor="end" font-weight="600">${xmlText(decimal(values.at(-1)))}</text>
<path d="M0 ${base}H${CURVE.width}" stroke="${xmlText(theme.muted)}" stroke-width="0.6" opacity="0.6"/><path d="${pathOf(points)}" fill="none" stroke="${ink}" stroke-width="1.8" stroke-linejoin="round"/>${
    end ? `<circle cx="${end[0]}" cy="${end[1]}" r="2.6" fill="${ink}"/>` : ''
  }</g>`;
}

type Point = readonly [x: number, y: number] | null;

/** The scale holds 0 and every value. */
function pointsOf(values: readonly (number | null)[]): readonly Point[] {
  const known = values.filter((value): value is number => value !== null && Number.isFinite(value));
  const [least, most] = [Math.min(0, ...known), Math.max(0, ...known)];
  const round = (value: number): number => Math.round(value * 10) / 10;
  return values.map((value, i) => {
    if (value === null || !Number.isFinite(value)) return null;
    const part = most === least ? 0 : (value - least) / (most - least);
    const x = values.length === 1 ? CURVE.width : (i / (values.length - 1)) * CURVE.width;
    return [round(x), round(CURVE.top + (1 - part) * CURVE.height)];
  });
}

/** With a gap where there is no value. */
const pathOf = (points: readonly Point[]): string =>
  points.map((point, i) => (point ? `${points[i - 1] ? 'L' : 'M'}${point[0]} ${point[1]}` : '')).join('');
