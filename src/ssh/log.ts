/** Where the door writes what a sysop may want to know; given by the app. No secret is ever a field. */
export interface Logger {
  info(fields: Readonly<Record<string, unknown>>, message: string): void;
  warn(fields: Readonly<Record<string, unknown>>, message: string): void;
}
