// Letters: fetched with the visitor's cookies, read with Poppler's tools.

import { execFile } from 'node:child_process';
import assert from 'node:assert/strict';

/** Fetches a document. Answers its name, type and bytes, and for a PDF its text and whether it is tagged. */
export async function download(request, url) {
  const answer = await request.get(url);
  assert.equal(answer.status(), 200, `${url}: ${answer.status()}`);
  const headers = answer.headers();
  const name = /filename="?([^";]+)/.exec(headers['content-disposition'] ?? '')?.[1];
  const bytes = await answer.body();
  const document = { url, name, type: headers['content-type'] ?? '', bytes };
  return bytes.subarray(0, 5).toString() === '%PDF-' ? { ...document, ...(await readPdf(bytes)) } : document;
}

/** The text of a PDF (as laid out, as one flowing line, and without white space for what is broken over lines), its title, its pages and whether it is tagged. */
export async function readPdf(bytes) {
  const layout = await pipe('pdftotext', ['-layout', '-enc', 'UTF-8', '-', '-'], bytes);
  const info = await pipe('pdfinfo', ['-'], bytes);
  const field = (key) => new RegExp(`^${key}:\\s*(.*)$`, 'm').exec(info)?.[1].trim();
  return {
    layout,
    text: layout.replaceAll(/\s+/g, ' ').trim(),
    joined: layout.replaceAll(/\s+/g, ''),
    title: field('Title'),
    pages: Number(field('Pages')),
    tagged: field('Tagged') === 'yes',
  };
}

function pipe(program, args, input) {
  return new Promise((resolve, reject) => {
    const child = execFile(program, args, { maxBuffer: 1 << 24 }, (error, out) => (error ? reject(error) : resolve(out)));
    child.stdin.end(input);
  });
}
