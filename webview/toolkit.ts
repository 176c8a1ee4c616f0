/**
 * The only file that knows @vscode/webview-ui-toolkit. The toolkit is archived upstream: what the panel takes from it
 * is named here, so that another set of controls can take its place behind the same functions.
 */
import { provideVSCodeDesignSystem, vsCodeButton, vsCodeCheckbox, vsCodeProgressRing } from '@vscode/webview-ui-toolkit';
import { icon, type IconName } from './icons.js';

/** Makes the controls known to the page; call once, before any is made. */
export function registerControls(): void {
  provideVSCodeDesignSystem().register(vsCodeButton(), vsCodeCheckbox(), vsCodeProgressRing());
}

export function button(label: string, appearance: 'primary' | 'secondary', onClick: () => void): HTMLElement {
  const node = document.createElement('vscode-button');
  node.setAttribute('appearance', appearance);
  node.textContent = label;
  node.addEventListener('click', onClick);
  return node;
}

export function iconButton(name: IconName, label: string, onClick: () => void): HTMLElement {
  const node = document.createElement('vscode-button');
  node.setAttribute('appearance', 'icon');
  node.append(icon(name));
  node.addEventListener('click', onClick);
  nameButton(node, label);
  return node;
}

/** Renames an icon button for eyes and ears. */
export function nameButton(node: HTMLElement, label: string): void {
  node.setAttribute('aria-label', label);
  node.title = label;
}

export interface Checkbox {
  readonly node: HTMLElement;
  set(checked: boolean): void;
}

export function checkbox(label: string, title: string, onChange: (checked: boolean) => void): Checkbox {
  const node: HTMLElement & { checked?: boolean } = document.createElement('vscode-checkbox');
  node.textContent = label;
  node.title = title;
  node.addEventListener('change', () => onChange(node.checked === true));
  return {
    node,
    set: (checked) => {
      if (node.checked !== checked) node.checked = checked;
    },
  };
}

export function progressRing(): HTMLElement {
  const node = document.createElement('vscode-progress-ring');
  node.setAttribute('aria-hidden', 'true');
  return node;
}
