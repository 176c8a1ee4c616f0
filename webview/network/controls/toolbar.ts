/** The buttons above the network: options, lasso, zoom, view, and saving. */
import { el, show } from '../../ui/dom.js';
import { icon, type IconName } from '../../ui/icons.js';
import { iconButton, nameButton, select, setExpanded, setPressed } from '../../ui/toolkit.js';
import { words } from '../../ui/strings.js';
import { FACES, type View } from '../graph/viewKinds.js';

const SAVE_KINDS = ['png', 'svg', 'graphml', 'gexf', 'csv'] as const;
export type SaveKind = (typeof SAVE_KINDS)[number];

interface ToolbarEvents {
  readonly options: (open: boolean) => void;
  /** Whether a drag on the ground draws a line around agents. */
  readonly draw: (on: boolean) => void;
  /** Zooms in by a factor; null fits everything. */
  readonly zoom: (factor: number | null) => void;
  readonly face: (face: View) => void;
  readonly save: (kind: SaveKind) => void;
}

export interface Toolbar {
  readonly node: HTMLElement;
  face(face: View): void;
  drawing(on: boolean): void;
  /** Offers groups if the society is large, and the other views if some of its agents are always known to the panel. */
  large(is: boolean, singles: number): void;
  /** Without ties, the agents are a list, so there are no buttons for colours, lasso, zoom and saving. */
  tied(is: boolean): void;
}

const ZOOM = 1.35;
const ICONS: Readonly<Record<View, IconName>> = { groups: 'groups', picture: 'graph', list: 'list', matrix: 'matrix' };

export function createToolbar(events: ToolbarEvents): Toolbar {
  let isOpen = false;
  let isDrawing = false;
  const adjust = iconButton('adjust', words.options, () => {
    isOpen = !isOpen;
    setExpanded(adjust, isOpen);
    events.options(isOpen);
  });
  setExpanded(adjust, false);
  const lasso = iconButton('lasso', words.lasso, () => events.draw(!isDrawing));
  setPressed(lasso, false);
  const zooms = [
    iconButton('plus', words.zoomIn, () => events.zoom(ZOOM)),
    iconButton('minus', words.zoomOut, () => events.zoom(1 / ZOOM)),
    iconButton('fit', words.zoomFit, () => events.zoom(null)),
  ];
  const faces = (['groups', ...FACES] as const).map(
    (face) => [face, iconButton(ICONS[face], words.faces[face], () => events.face(face))] as const,
  );
  const group = el('span', { class: 'faces', attrs: { role: 'group', 'aria-label': words.face } }, ...faces.map(([, node]) => node));
  const save = saver(events);
  let isTied = true;
  return {
    node: el('span', { class: 'tools' }, adjust, lasso, ...zooms, group, save),
    tied(is) {
      isTied = is;
      for (const node of [adjust, save, ...faces.flatMap(([face, one]) => (face === 'matrix' ? [one] : []))]) show(node, is);
      if (!is) for (const node of [lasso, ...zooms]) show(node, false);
      nameButton(faces[1]![1], is ? words.faces.picture : words.showCourse);
    },
    face(now) {
      for (const [face, node] of faces) setPressed(node, face === now);
      show(lasso, isTied && now === 'picture');
      for (const node of zooms) show(node, isTied && now !== 'list' && now !== 'groups');
      for (const node of [adjust, save]) show(node, isTied && now !== 'groups');
    },
    large(is, singles) {
      for (const [face, node] of faces) show(node, face === 'groups' ? is : !is || singles > 0);
      show(group, !is || singles > 0);
    },
    drawing(on) {
      isDrawing = on;
      setPressed(lasso, on);
    },
  };
}

/** The list of formats for saving. */
function saver(events: ToolbarEvents): HTMLElement {
  const choices = [{ value: '', label: words.saveAs }, ...SAVE_KINDS.map((kind) => ({ value: kind, label: words.saveKinds[kind] }))];
  const menu = select(words.saveAs, (value) => {
    const kind = SAVE_KINDS.find((one) => one === value);
    if (kind) events.save(kind);
    menu.set(choices, '');
  });
  menu.set(choices, '');
  // Without room for text, only the icon is visible.
  return el('span', { class: 'saver' }, menu.node, icon('save'));
}
