// The look, without a browser: the sheets of the design system are those of its packages, all sheets together are light, and every pair
// of colours that meet on a page has the contrast that WCAG 2.2 asks (1.4.3, 1.4.11), by light and in the dark.

import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { bundle } from '../../scripts/nl-design.mjs';

const ASSETS = path.join(import.meta.dirname, '../../templates/assets');
const MOST_COMPRESSED = 30 * 1024;
const sheet = (name) => fs.readFileSync(path.join(ASSETS, name), 'utf8');

const TEXT = 4.5;
const PART = 3;
/** What stands on what, and the least contrast between them. */
const PAIRS = [
  ...['ink', 'ink-soft', 'link', 'link-hover', 'good', 'attention', 'wrong'].flatMap((of) => [[of, 'paper', TEXT], [of, 'ground', TEXT]]),
  ['ink', 'brand-tint', TEXT], ['ink-soft', 'brand-tint', TEXT], ['link', 'brand-tint', TEXT],
  ['on-brand', 'brand', TEXT], ['on-brand', 'brand-deep', TEXT], ['on-brand-soft', 'brand', TEXT],
  ...['good', 'attention', 'wrong'].flatMap((of) => [[of, `${of}-tint`, TEXT], ['ink', `${of}-tint`, TEXT]]),
  ['line-strong', 'paper', PART], ['line-strong', 'ground', PART], ['mark', 'paper', PART], ['accent', 'brand', PART], ['focus', 'paper', PART],
  ['focus', 'ground', PART],
];

function luminance(hex) {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
}

function colours(css) {
  return Object.fromEntries([...css.matchAll(/--([a-z-]+): (#[0-9a-f]{6})/g)].map(([, name, hex]) => [name, hex]));
}

test('the sheets of the design system are those of its packages', () => {
  assert.equal(sheet('nl-design.css'), bundle, 'run node scripts/nl-design.mjs');
});

test('the theme names nothing that the design system does not know', () => {
  const known = new Set([...bundle.matchAll(/--utrecht-[a-z0-9-]+/g)].map(([name]) => name));
  const named = [...sheet('theme.css').matchAll(/^ {2}(--utrecht-[a-z0-9-]+):/gm)].map(([, name]) => name);
  assert.ok(named.length > 100);
  assert.deepEqual(named.filter((name) => !known.has(name)), []);
});

test('all sheets together are light', () => {
  const all = fs.readdirSync(ASSETS).filter((name) => name.endsWith('.css')).map(sheet);
  const compressed = gzipSync(all.join('')).length;
  assert.ok(compressed < MOST_COMPRESSED, `${compressed} bytes`);
});

test('every pair of colours has its contrast, by light and in the dark', () => {
  const [light, dark] = sheet('tokens.css').split('@media (prefers-color-scheme: dark)').map(colours);
  for (const [mode, theme] of [['light', light], ['dark', { ...light, ...dark }]]) {
    for (const [front, back, least] of PAIRS) {
      const found = contrast(theme[front], theme[back]);
      assert.ok(found >= least, `${front} on ${back} (${mode}): ${found.toFixed(2)}, and ${least} is asked`);
    }
  }
});
