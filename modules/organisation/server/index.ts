/** Front door of the organisation module on the server. */
export { claimAdministrator, foundAdministrator, foundHolder, type NewHolder } from './store/founding.ts';
export { readPostings, readPostingTitles } from './store/postings.ts';
export { heldPosts, listActiveHomes } from './store-held-posts.ts';
