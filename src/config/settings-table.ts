/**
 * The README's table of settings, made from the schema so that it cannot lie. Run as a program (`npm run docs`), it
 * writes the table into README.md.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { settings } from './schema.ts';

const begin = '<!-- settings:begin -->';
const end = '<!-- settings:end -->';

/** The table in Markdown, without a line end after it. */
function settingsTable(): string {
  const code = (value: string) => (value === '' ? '' : `\`${value}\``);
  const rows = settings.map(({ name, doc, format, env, arg, default: initial }) =>
    [code(name), code(format.show(initial)), code(env), code(`--${arg}`), doc].join(' | '),
  );
  return ['Setting | Default | Environment | Argument | Meaning', '--- | --- | --- | --- | ---', ...rows]
    .map((row) => `| ${row} |`)
    .join('\n');
}

/** `readme` with the table between its two markers. @throws if a marker is missing */
export function withSettingsTable(readme: string): string {
  const from = readme.indexOf(begin);
  const to = readme.indexOf(end);
  if (from < 0 || to < from) throw new Error(`README.md needs ${begin} and, after it, ${end}`);
  return `${readme.slice(0, from + begin.length)}\n${settingsTable()}\n${readme.slice(to)}`;
}

if (import.meta.url === pathToFileURL(resolve(process.argv[1] ?? '')).href) {
  writeFileSync('README.md', withSettingsTable(readFileSync('README.md', 'utf8')));
}
