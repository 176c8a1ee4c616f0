/** The theme of the editor as resolved colours, for the canvas. Everything else uses the style sheet. */
import { huesOf, type Hue, type ThemeKind } from './palette.js';

export interface Theme {
  readonly kind: ThemeKind;
  readonly background: string;
  readonly foreground: string;
  readonly muted: string;
  readonly focus: string;
  readonly font: string;
  readonly hues: readonly Hue[];
}

function readTheme(): Theme {
  const style = getComputedStyle(document.documentElement);
  const take = (name: string, fallback: string): string => style.getPropertyValue(name).trim() || fallback;
  const kind = themeKind(document.body.classList);
  const light = kind === 'light' || kind === 'hcLight';
  const foreground = take('--vscode-foreground', light ? '#3b3b3b' : '#cccccc');
  return {
    kind,
    background: take('--vscode-editor-background', light ? '#ffffff' : '#1f1f1f'),
    foreground,
    muted: kind === 'hcDark' || kind === 'hcLight' ? foreground : take('--vscode-descriptionForeground', foreground),
    focus: take('--vscode-focusBorder', light ? '#005fb8' : '#0078d4'),
    font: take('--vscode-font-family', 'system-ui, sans-serif'),
    hues: huesOf(kind),
  };
}

/** The kind of theme. The light high-contrast theme also has the class of the dark one, for old pages, so it is checked first. */
export function themeKind(classes: { contains(name: string): boolean }): ThemeKind {
  if (classes.contains('vscode-high-contrast-light')) return 'hcLight';
  if (classes.contains('vscode-high-contrast')) return 'hcDark';
  return classes.contains('vscode-light') ? 'light' : 'dark';
}

/** Sets the hues of avatars in the style sheet. Calls `onTheme` now and whenever the editor changes its theme. */
export function watchTheme(onTheme: (theme: Theme) => void): void {
  const apply = (): void => {
    const theme = readTheme();
    theme.hues.forEach((hue, i) => {
      document.body.style.setProperty(`--society-fill-${i}`, hue.fill);
      document.body.style.setProperty(`--society-ink-${i}`, hue.ink);
    });
    onTheme(theme);
  };
  apply();
  // The editor sets its colours on the root and the kind of theme on the body. Ours are on the body, so there is no loop.
  const observer = new MutationObserver(apply);
  observer.observe(document.body, { attributes: true, attributeFilter: ['class'] });
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ['style'] });
}
