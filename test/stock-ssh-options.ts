/** How tests call stock ssh. */

/**
 * Options that keep out what whoever runs the tests has: configuration, known hosts, an agent and keys. ssh looks for keys in the
 * home that the password file names, whatever HOME says; a key that a test gives it by `-i` is used all the same.
 */
export const LONELY_SSH: readonly string[] = [
  '-F',
  'none',
  ...[
    'StrictHostKeyChecking=no',
    'UserKnownHostsFile=/dev/null',
    'IdentityAgent=none',
    'IdentitiesOnly=yes',
    'IdentityFile=none',
  ].flatMap((option) => ['-o', option]),
];
