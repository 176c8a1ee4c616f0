/** The theme of the site: VitePress's own with the fonts of the system, and the element that embeds a run. */
import DefaultTheme from 'vitepress/theme-without-fonts';
import { onMounted } from 'vue';
import { correctSearchRoles } from './searchRoles.mjs';
import { SocietyRun } from './societyRun.mjs';

/** @type {import('vitepress').Theme} */
export const theme = {
  extends: DefaultTheme,
  setup: () => onMounted(correctSearchRoles),
  enhanceApp: ({ app }) => void app.component('SocietyRun', SocietyRun),
};
