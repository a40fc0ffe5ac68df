import { pinyin } from 'pinyin-pro';
import { joinSyllables, type Spelling } from './syllables.ts';

/**
 * Readings of places that the general dictionary gets wrong. Longest match first; the key is looked for at the start
 * of a name. Source: 地名 readings in 现代汉语词典 (place-name senses).
 */
const placeReadings: ReadonlyMap<string, readonly string[]> = new Map([
  ['喀什', ['ka', 'shi']],
  ['浚县', ['xun', 'xian']],
  ['莘庄', ['xin', 'zhuang']],
  ['歙县', ['she', 'xian']],
  ['尉犁', ['yu', 'li']],
  ['洪洞', ['hong', 'tong']],
  ['繁峙', ['fan', 'shi']],
  ['单县', ['shan', 'xian']],
  ['大城县', ['dai', 'cheng', 'xian']],
  ['泌阳', ['bi', 'yang']],
  ['六合区', ['lu', 'he', 'qu']],
  ['黄陂', ['huang', 'pi']],
  ['犍为', ['qian', 'wei']],
  ['荥阳', ['xing', 'yang']],
  ['长子县', ['zhang', 'zi', 'xian']],
  ['乐清', ['yue', 'qing']],
  ['乐亭', ['lao', 'ting']],
  ['蔚县', ['yu', 'xian']],
  ['任县', ['ren', 'xian']],
  ['牟平', ['mu', 'ping']],
  ['枞阳', ['zong', 'yang']],
  ['什邡', ['shi', 'fang']],
  ['甪直', ['lu', 'zhi']],
  ['天台', ['tian', 'tai']],
  ['铅山', ['yan', 'shan']],
  ['涡阳', ['guo', 'yang']],
  ['临朐', ['lin', 'qu']],
  ['无棣', ['wu', 'di']],
  ['勐', ['meng']],
]);

const longestKey = Math.max(...[...placeReadings.keys()].map((key) => key.length));
const plain = /^[a-z0-9]$/;

/** Syllables of a name, one entry per character (code point); characters without a reading give ''. */
export function listSyllables(name: string): string[] {
  const characters = [...name];
  const read = pinyin(name, { toneType: 'none', type: 'array', v: true, nonZh: 'spaced' });
  const syllables = characters.map((character, index) => {
    const syllable = (read[index] ?? '').toLowerCase();
    return /^[a-z]+$/.test(syllable) && syllable !== character.toLowerCase() ? syllable : spellPlain(character);
  });
  for (let length = Math.min(longestKey, name.length); length > 0; length -= 1) {
    const reading = placeReadings.get(name.slice(0, length));
    if (reading !== undefined) return [...reading, ...syllables.slice(reading.length)];
  }
  return syllables;
}

function spellPlain(character: string): string {
  const lower = character.toLowerCase();
  return plain.test(lower) ? lower : '';
}

/** Spelling of one name that is not in the shipped register (a new unit, an alias). */
export function spellName(name: string): Spelling {
  return joinSyllables(listSyllables(name));
}
