import { finding, read, write } from '@qianmo/platform/contract';
import { exactNumber, optionalText, plainDate, safeParagraphs, safeText, uuid } from '@qianmo/values/wire';
import { z } from 'zod';
import {
  asked,
  atItsHome,
  evidence,
  evidenceList,
  made,
  packVersion,
  placeCode,
  programmeId,
  unknownProgramme,
} from './basic.ts';

const criterion = z.strictObject({ no: z.number().int().min(1).max(99), text: safeText(300), points: exactNumber });

export const openCall = write({
  name: 'programme.openCall',
  home: 'path',
  permission: 'programme.selection.run',
  summary: 'Opens a call for demonstration counties: period, places to give, criteria, number of experts',
  input: z.strictObject({
    programme: programmeId,
    title: safeText(200),
    opensOn: plainDate,
    closesOn: plainDate,
    places: z.number().int().min(1).max(200),
    /** Never fewer than three (竞争性选择). */
    minimumExperts: z.number().int().min(3).max(50),
    criteria: z.array(criterion).min(1).max(50),
    /** Where the criteria were made public, and the paper. */
    publishedAt: safeText(200),
    evidence: evidenceList,
  }),
  result: made,
  rejections: [...atItsHome, 'day-order', 'criterion-repeated', 'evidence-unknown'],
});

export const applyToCall = write({
  name: 'programme.applyToCall',
  home: 'path',
  permission: 'programme.selection.apply',
  summary: 'A county applies to a call of a tier above, with its application files; kept in the county',
  input: z.strictObject({
    callHome: placeCode,
    call: uuid,
    statement: safeParagraphs(4_000),
    files: evidenceList,
  }),
  result: made,
  rejections: ['call-unknown', 'call-not-open', 'county-only', 'applied-already', 'evidence-unknown'],
});

export const declareConflict = write({
  name: 'programme.declareConflict',
  home: 'path',
  permission: 'programme.selection.review',
  summary: 'An expert declares, before scoring, whether a conflict of interest with the county exists',
  input: z.strictObject({
    call: uuid,
    county: placeCode,
    declaration: z.enum(['none', 'conflict']),
    ground: optionalText(500).optional(),
  }),
  result: made,
  rejections: [
    'call-unknown',
    'application-unknown',
    'review-closed',
    'call-still-open',
    'declared-already',
    'ground-missing',
  ],
});

export const scoreApplication = write({
  name: 'programme.score',
  home: 'path',
  permission: 'programme.selection.review',
  summary: 'An expert hands in the score of an application; nobody else sees it until the review is closed',
  input: z.strictObject({
    call: uuid,
    county: placeCode,
    /** Points for each criterion of the call. */
    points: z
      .array(z.strictObject({ no: z.number().int(), points: exactNumber }))
      .min(1)
      .max(50),
    remark: optionalText(1_000).optional(),
  }),
  result: made,
  rejections: [
    'call-unknown',
    'application-unknown',
    'review-closed',
    'call-still-open',
    'declaration-missing',
    'conflict-declared',
    'scored-already',
    'criterion-mismatch',
    'points-out-of-range',
  ],
});

export const closeReview = write({
  name: 'programme.closeReview',
  home: 'path',
  permission: 'programme.selection.run',
  summary: 'Closes the expert review once every county has its experts and scores; scores become visible',
  input: z.strictObject({ programme: programmeId, call: uuid }),
  result: made,
  rejections: [
    ...atItsHome,
    'call-unknown',
    'review-closed',
    'call-still-open',
    'review-incomplete',
    'no-applications',
  ],
});

export const publishList = write({
  name: 'programme.publishList',
  home: 'path',
  permission: 'programme.selection.run',
  summary: 'Publishes the process, the preliminary list or the final list of a call',
  input: z.strictObject({
    programme: programmeId,
    call: uuid,
    kind: z.enum(['process', 'preliminary', 'final']),
    publishedOn: plainDate,
    publishedAt: safeText(200),
    text: safeParagraphs(4_000),
    /** Chosen counties, best first; empty for the process. */
    counties: z.array(placeCode).max(200).default([]),
    /** Needed where the list differs from the ranking, or a tie had to be decided. */
    reason: optionalText(1_000).optional(),
    evidence: evidenceList,
  }),
  result: made,
  rejections: [
    ...atItsHome,
    'call-unknown',
    'review-open',
    'preliminary-missing',
    'process-missing',
    'published-already',
    'counties-unexpected',
    'too-many-counties',
    'county-not-ranked',
    'reason-missing',
    'published-in-future',
    'evidence-unknown',
  ],
});

const publication = z.strictObject({
  id: z.string(),
  kind: z.enum(['criteria', 'process', 'preliminary', 'final']),
  publishedOn: plainDate,
  publishedAt: z.string(),
  text: z.string(),
  counties: z.array(z.string()),
  reason: z.string().nullable(),
  evidence: z.array(evidence),
});
const application = z.strictObject({
  id: z.string(),
  county: z.string(),
  name: z.string(),
  appliedOn: plainDate,
  statement: z.string(),
  files: z.array(evidence),
  /** Own declaration and score for an expert; everybody's once the review is closed. */
  reviews: z.array(
    z.strictObject({
      expert: z.string(),
      own: z.boolean(),
      declaration: z.enum(['none', 'conflict']),
      ground: z.string().nullable(),
      score: z.string().nullable(),
      remark: z.string().nullable(),
    }),
  ),
  scoresIn: z.number().int(),
  mean: z.string().nullable(),
  rank: z.number().int().nullable(),
  outcome: z.enum(['selected', 'tied', 'not_selected', 'incomplete']).nullable(),
});

export const listSelection = read({
  name: 'programme.listSelection',
  home: 'path',
  permission: 'programme.selection.read',
  summary: 'Calls of a programme with applications, reviews as far as they may be seen, ranking and publications',
  input: z.strictObject(asked),
  result: z.strictObject({
    asOf: plainDate,
    version: packVersion,
    items: z.array(
      z.strictObject({
        id: z.string(),
        home: z.string(),
        title: z.string(),
        opensOn: plainDate,
        closesOn: plainDate,
        places: z.number().int(),
        minimumExperts: z.number().int(),
        criteria: z.array(criterion),
        state: z.enum(['upcoming', 'open', 'review', 'closed', 'preliminary', 'final']),
        reviewClosedOn: plainDate.nullable(),
        applications: z.array(application),
        publications: z.array(publication),
        findings: z.array(finding),
      }),
    ),
  }),
  rejections: [...unknownProgramme],
});

export const selectionOperations = [
  openCall,
  applyToCall,
  declareConflict,
  scoreApplication,
  closeReview,
  publishList,
  listSelection,
];
