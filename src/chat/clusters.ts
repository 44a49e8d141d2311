/**
 * How much may be joined into what a reader sees as one character. A terminal that does not join it draws the parts side by
 * side, over what stands right of it: so no more than scripts and emoji need. What is too much is dropped, nothing is put in.
 */

/** Marks on one base; more is a tower, not a script. */
const MARKS = 3;
/**
 * Scripts that need more: Burmese မြို့ has 4, pointed Hebrew and Tibetan up to 6. Their own marks: `scx` would let dots pile up on
 * Latin.
 */
const STACKED_MARKS = 6;
const STACKED = /[\p{sc=Mymr}\p{sc=Tibt}\p{sc=Hebr}]/u;
/** Leading consonants, vowels and trailing consonants of one syllable of Hangul; those of today have one of each. */
const LEADS = 3;
const VOWELS = 2;
const TRAILS = 2;
/** Emoji joined by ZWJ; a family, the longest of Unicode's sequences, has four. */
const JOINED = 6;

const JOINERS = /[\u200c\u200d]/u;
/** They are no marks and take columns of their own, so one is enough: THAI and LAO SARA AM, halfwidth voicing, a skin tone. */
const SPACING = /[\u0e33\u0eb3\uff9e\uff9f\p{EMod}]/u;

/** What may join the character before it (UAX #29: Extend, SpacingMark), two and more of it in a row. */
const EXTENDING = /[\p{M}\p{EMod}\u0e33\u0eb3\uff9e\uff9f\u200c\u200d]{2,}/gu;
/** Hangul_Syllable_Type L, V and T: GB6 to GB8 join any number of them. */
const MANY_LEADS = new RegExp(`([\\u1100-\\u115f\\ua960-\\ua97c]{${LEADS}})[\\u1100-\\u115f\\ua960-\\ua97c]+`, 'gu');
const MANY_VOWELS = new RegExp(`([\\u1160-\\u11a7\\ud7b0-\\ud7c6]{${VOWELS}})[\\u1160-\\u11a7\\ud7b0-\\ud7c6]+`, 'gu');
const MANY_TRAILS = new RegExp(`([\\u11a8-\\u11ff\\ud7cb-\\ud7fb]{${TRAILS}})[\\u11a8-\\u11ff\\ud7cb-\\ud7fb]+`, 'gu');
/** GB11. */
const MANY_JOINED = new RegExp(`(?:\\p{ExtPict}[\\p{M}\\p{EMod}\\u200c\\uff9e\\uff9f]*\\u200d){${JOINED},}`, 'gu');

/** Whether anything here could be too much: nearly every text is done with this. */
const SUSPECT =
  /[\p{M}\p{EMod}\u0e33\u0eb3\uff9e\uff9f\u200c\u200d]{2}|\u200d|[\u1100-\u11ff\ua960-\ua97c\ud7b0-\ud7fb]{3}/u;

/** The text without what a cluster has too much of. */
export function capClusters(text: string): string {
  if (!SUSPECT.test(text)) return text;
  return text
    .replace(EXTENDING, capExtending)
    .replace(MANY_LEADS, '$1')
    .replace(MANY_VOWELS, '$1')
    .replace(MANY_TRAILS, '$1')
    .replace(MANY_JOINED, capJoined);
}

function capExtending(run: string): string {
  let marks = 0;
  let isSpaced = false;
  let kept = '';
  for (const each of run) {
    if (SPACING.test(each)) {
      if (isSpaced) continue;
      isSpaced = true;
    } else if (!JOINERS.test(each)) {
      if (marks >= (STACKED.test(each) ? STACKED_MARKS : MARKS)) continue;
      marks += 1;
    }
    kept += each;
  }
  return kept;
}

function capJoined(chain: string): string {
  let joins = 0;
  return chain.replaceAll('\u200d', (joiner) => {
    joins += 1;
    return joins < JOINED ? joiner : '';
  });
}
