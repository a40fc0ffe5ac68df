import type { Report } from './check.ts';
import { parameterKeys } from './parameters.ts';
import { type Path, pathText } from './problem.ts';

type Seen = Map<string, string>;

/** Every id, code and key stands once in its pack. */
export function checkIds({ pack, at }: Report): void {
  const once = (seen: Seen, path: Path, id: string): void => {
    const first = seen.get(id);
    if (first !== undefined) at(path, 'id-repeated', { id, first });
    else seen.set(id, pathText(path));
  };
  const ids: Seen = new Map();
  walk(pack, [], (path, record) => {
    // Levels and tiers have short words of their own (county, I, II); offices are counted apart.
    const local = path[0] === 'levels' || path[0] === 'units' || (path[2] === 'tiers' && path.length === 4);
    if (typeof record.id === 'string' && !local) once(ids, [...path, 'id'], record.id);
  });
  const lists: [string, readonly string[], string][] = [
    ['units', pack.units.map((unit) => unit.id), 'id'],
    ['parameters', pack.parameters.map((p) => `${p.key}/${p.subject ?? ''}`), 'key'],
    ['baseline', pack.baseline.map((fact) => fact.key), 'key'],
    ['benchmarks', pack.benchmarks.map((b) => b.key), 'key'],
    ['questions', pack.questions.map((q) => String(q.no)), 'no'],
    ['members', pack.members.map((m) => `${m.place}/${m.from}`), 'place'],
    ['specialUnits', pack.specialUnits.map((u) => u.code), 'code'],
    ['nodes', pack.nodes.map((n) => n.kind), 'kind'],
  ];
  for (const [section, keys, field] of lists) {
    const seen: Seen = new Map();
    for (const [i, key] of keys.entries()) once(seen, [section, i, field], key);
  }
}

/** Calls `visit` for every object of the tree with its path. */
export function walk(value: unknown, path: Path, visit: (path: Path, record: Record<string, unknown>) => void): void {
  if (Array.isArray(value)) for (const [i, item] of value.entries()) walk(item, [...path, i], visit);
  else if (typeof value === 'object' && value !== null) {
    visit(path, value as Record<string, unknown>);
    for (const [key, item] of Object.entries(value)) walk(item, [...path, key], visit);
  }
}

/** Codes of the register exist; codes of ours are declared here and hang below a known place (PROG-02). */
export function checkPlaces({ pack, at }: Report, knownPlace: (code: string) => boolean): void {
  const own = new Set(pack.specialUnits.map((unit) => unit.code));
  const members = new Set(pack.members.map((member) => member.place));
  const known = (path: Path, code: string): void => {
    if (!own.has(code) && !(/^\d+$/.test(code) && knownPlace(code))) at(path, 'place-unknown', { place: code });
  };
  known(['home'], pack.home);
  for (const [i, member] of pack.members.entries()) known(['members', i, 'place'], member.place);
  for (const [i, unit] of pack.specialUnits.entries()) {
    if (/^\d+$/.test(unit.code) && !knownPlace(unit.code))
      at(['specialUnits', i, 'code'], 'place-unknown', { place: unit.code });
    known(['specialUnits', i, 'parent'], unit.parent);
    if (unit.seat) known(['specialUnits', i, 'seat'], unit.seat);
  }
  if (pack.eTown) {
    if (!own.has(pack.eTown.unit)) at(['eTown', 'unit'], 'place-unknown', { place: pack.eTown.unit });
    known(['eTown', 'township'], pack.eTown.township);
  }
  const memberLists: [Path, readonly string[]][] = [
    ...pack.belts.map((belt, i): [Path, string[]] => [['belts', i, 'members'], belt.members]),
    ...pack.sources.map((source, i): [Path, string[]] => [['sources', i, 'counties'], source.counties]),
  ];
  for (const [path, codes] of memberLists) {
    for (const [c, code] of codes.entries())
      if (!members.has(code)) at([...path, c], 'member-unknown', { place: code });
  }
}

/** Fields that name offices, wherever they stand. */
const unitFields = new Set(['responsible', 'lead', 'with', 'by', 'to', 'from', 'members', 'actors', 'owner', 'unit']);
const unitSections = new Set([
  'targets',
  'sources',
  'schemes',
  'procurement',
  'acceptance',
  'cadences',
  'filings',
  'leadingGroups',
  'adHocGroups',
  'responsibilities',
  'conflicts',
]);

/** Who owes something must be a declared office (PROG-06, GOV-08). */
export function checkUnits({ pack, at }: Report): void {
  const units = new Set(pack.units.map((unit) => unit.id));
  const known = (path: Path, id: unknown): void => {
    if (typeof id === 'string' && !units.has(id)) at(path, 'unit-unknown', { unit: id });
  };
  walk(pack, [], (path, record) => {
    if (!unitSections.has(String(path[0]))) return;
    for (const [field, value] of Object.entries(record)) {
      // A target's unit is a measure, a source's `to`-like fields do not exist.
      if (!unitFields.has(field) || (field === 'unit' && path[0] === 'targets')) continue;
      if (Array.isArray(value)) for (const [i, id] of value.entries()) known([...path, field, i], id);
      else known([...path, field], value);
    }
  });
}

/** Links between the pack's own parts: questions, parameters, targets, lines, notices, tranches, penalties, benchmarks. */
export function checkLinks(report: Report): void {
  const { pack, at } = report;
  const lines = new Set(pack.budget?.groups.flatMap((group) => group.lines.map((line) => line.id)));
  const targets = new Set(pack.targets.map((target) => target.id));
  const keys = new Set(pack.parameters.map((parameter) => parameter.key));
  const among = (
    path: Path,
    ids: readonly string[] | undefined,
    known: ReadonlySet<string>,
    code: string,
    name: string,
  ): void => {
    for (const [i, id] of (ids ?? []).entries()) if (!known.has(id)) at([...path, i], code, { [name]: id });
  };
  for (const [i, parameter] of pack.parameters.entries()) {
    if (!(parameter.key in parameterKeys))
      at(['parameters', i, 'key'], 'parameter-unknown', { parameter: parameter.key });
  }
  for (const [i, question] of pack.questions.entries()) {
    among(['questions', i, 'parameters'], question.parameters, keys, 'parameter-missing', 'parameter');
    among(['questions', i, 'targets'], question.targets, targets, 'target-unknown', 'target');
    among(['questions', i, 'lines'], question.lines, lines, 'line-unknown', 'line');
  }
  for (const [i, duty] of pack.responsibilities.entries()) {
    among(['responsibilities', i, 'targets'], duty.targets, targets, 'target-unknown', 'target');
    among(['responsibilities', i, 'lines'], duty.lines, lines, 'line-unknown', 'line');
  }
  for (const [i, course] of pack.training.entries())
    if (course.line !== null && !lines.has(course.line))
      at(['training', i, 'line'], 'line-unknown', { line: course.line });
  for (const [g, group] of (pack.budget?.groups ?? []).entries()) {
    for (const [l, line] of group.lines.entries()) {
      if (!pack.sources.some((source) => source.id === line.source))
        at(['budget', 'groups', g, 'lines', l, 'source'], 'source-unknown', { source: line.source });
    }
  }
  checkQuestionRefs(report);
}

function checkQuestionRefs({ pack, at }: Report): void {
  const numbers = new Set(pack.questions.map((question) => question.no));
  walk(pack, [], (path, record) => {
    if (path.length === 0) return;
    const refs = Array.isArray(record.questions) ? record.questions : [];
    for (const [i, no] of refs.entries())
      if (!numbers.has(no)) at([...path, 'questions', i], 'question-unknown', { question: no });
  });
  for (const [i, conflict] of pack.conflicts.entries()) {
    if (conflict.question !== null && !numbers.has(conflict.question))
      at(['conflicts', i, 'question'], 'question-unknown', { question: conflict.question });
  }
}
