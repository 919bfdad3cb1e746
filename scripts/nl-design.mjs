// Puts the style sheets of the NL Design System's Utrecht components that TOM uses into one file of the program:
//   node scripts/nl-design.mjs           writes templates/assets/nl-design.css
//   node scripts/nl-design.mjs --check   fails if that file is another one
// The packages stand in tests/browser/package.json with their versions; what they look like is in templates/assets/theme.css.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** With a class of their own. */
const COMPONENTS = [
  "button", "textbox", "textarea", "select", "checkbox", "radio-button", "form-field", "form-label", "form-field-description",
  "form-field-error-message", "form-fieldset", "alert", "data-badge", "data-list", "link", "breadcrumb-nav", "nav-bar",
  "page-header", "page-footer", "skip-link",
];
/** For plain HTML: every heading, paragraph, link, list and table. */
const ELEMENTS = ["heading-1", "heading-2", "heading-3", "paragraph", "link", "unordered-list", "table"];

const root = fileURLToPath(new URL("..", import.meta.url));
const packages = `${root}tests/browser/node_modules/@utrecht`;
const target = `${root}templates/assets/nl-design.css`;

/** The sheet without its comments and its map: the licence stands once, on top. */
function sheet(component, path) {
  const text = readFileSync(`${packages}/${component}-css/dist/${path}`, "utf8");
  const bare = text.replace(/\/\*[\s\S]*?\*\/|@charset [^;]*;/g, "").replace(/\s*\n\s*/g, "\n").replace(/: /g, ":").trim();
  return `/* ${component} */\n${bare}`;
}

export const bundle = [
  "/* NL Design System, components of gemeente Utrecht. EUPL-1.2. Copyright (c) 2020-2024 Frameless B.V., 2021-2024 Gemeente Utrecht.",
  "   Made by scripts/nl-design.mjs: change nothing here. */",
  ...ELEMENTS.map((name) => sheet(name, "html/index.css")),
  ...COMPONENTS.map((name) => sheet(name, "index.min.css")),
  "",
].join("\n");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (!process.argv.includes("--check")) writeFileSync(target, bundle);
  else if (readFileSync(target, "utf8") !== bundle) {
    console.error("templates/assets/nl-design.css is not what the packages hold: run node scripts/nl-design.mjs");
    process.exit(1);
  }
}
