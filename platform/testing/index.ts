/** A real cluster for server tests, for the type generator and for the bench. */
export {
  buildTemplate,
  type Cluster,
  cloneTemplate,
  dropClone,
  startCluster,
  TEMPLATE,
  TEST_PASSWORD,
  withOwner,
} from './cluster.ts';
export { connectionOf } from './trial-worker.ts';
