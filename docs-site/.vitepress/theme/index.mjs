import { h } from "vue";
import DefaultTheme from "vitepress/theme-without-fonts";
import UnreleasedNote from "./UnreleasedNote.vue";
import VersionSwitch from "./VersionSwitch.vue";
import "./style.css";

export default {
  extends: DefaultTheme,
  Layout: () => h(DefaultTheme.Layout, null, {
    "nav-bar-content-before": () => h(VersionSwitch),
    "nav-screen-content-before": () => h(VersionSwitch),
    "doc-before": () => h(UnreleasedNote),
  }),
};
