/**
 * The command line, generated from the schema: every setting is an option that takes text; formats read it later, the
 * same way as for the environment.
 */
import { Command, CommanderError } from 'commander';
import { ConfigError, didYouMean, quote } from './error.ts';
import { settings } from './schema.ts';

/** What stood on the command line. */
export interface Arguments {
  /** The text given for an option, by its name without dashes. */
  readonly values: ReadonlyMap<string, string>;
  /** The text that `--help` or `--version` asks for instead of a start. */
  readonly answer: string | undefined;
}

function describe(values: Map<string, string>): Command {
  const command = new Command('partyline')
    .description('A chat server that people reach with ssh.')
    .allowExcessArguments(false)
    .helpOption('-h, --help', 'Show this and stop')
    .exitOverride();
  const option = (arg: string, operand: string, doc: string) => {
    command.option(`--${arg} <${operand}>`, doc);
    command.on(`option:${arg}`, (value: string) => values.set(arg, value));
  };
  option('config', 'file', 'File of settings (default: config.json, if there is one)');
  for (const setting of settings) {
    const initial = setting.format.show(setting.default);
    option(setting.arg, 'value', setting.doc + (initial === '' ? '' : ` (default: ${initial})`));
  }
  return command;
}

const names = ['--config', '--help', '--version', ...settings.map((setting) => `--${setting.arg}`)];

/** Commander's complaint as a sentence of ours. */
function translate(error: CommanderError, argv: readonly string[]): ConfigError {
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  switch (error.code) {
    case 'commander.unknownOption':
      return new ConfigError(`Unknown argument ${quote(named)}.${didYouMean(named, names)} --help lists them all.`);
    case 'commander.optionMissingArgument':
      return new ConfigError(`The argument ${named.split(' ')[0]} needs a value after it.`);
    default: {
      const stray = argv.find((word, at) => !word.startsWith('-') && !names.includes(argv[at - 1] ?? ''));
      return new ConfigError(`Unexpected argument ${quote(stray)}: settings are given like --port 2222.`);
    }
  }
}

/**
 * Reads the command line without looking at the values.
 * @param argv what follows the program's name
 * @param version answered to `--version`
 * @throws ConfigError for an unknown argument, a missing value or a stray word
 */
export function readArguments(argv: readonly string[], version = ''): Arguments {
  const values = new Map<string, string>();
  let answer: string | undefined;
  const command = describe(values)
    .version(version, '-V, --version', 'Show the version and stop')
    .configureOutput({
      writeOut: (text) => {
        answer = text;
      },
      writeErr: () => undefined,
    });
  try {
    command.parse(argv, { from: 'user' });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (answer === undefined) throw translate(error, argv);
  }
  return { values, answer };
}
