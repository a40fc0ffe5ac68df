/** Front door of the organisation module on the server. */
export { claimAdministrator, foundAdministrator, foundHolder, type NewHolder } from './founding.ts';
export { readPostings, readPostingTitles } from './postings.ts';
