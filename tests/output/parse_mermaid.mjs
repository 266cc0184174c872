// Parses Mermaid files with mermaid's own parser: node parse_mermaid.mjs FOLDER FILE...
// FOLDER holds node_modules with mermaid and jsdom (npm install mermaid jsdom).
// SPDX-License-Identifier: MIT
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [folder, ...files] = process.argv.slice(2);
const { JSDOM } = createRequire(folder + '/package.json')('jsdom');
const page = new JSDOM('<!DOCTYPE html><body></body>');
globalThis.window = page.window;
globalThis.document = page.window.document;
const mermaid = (await import(pathToFileURL(folder + '/node_modules/mermaid/dist/mermaid.core.mjs'))).default;
for (const file of files) await mermaid.parse(readFileSync(file, 'utf8'));
