/** Front door: what a programme can be asked and told. */

import { budgetOperations } from './contract/budget.ts';
import { filingOperations } from './contract/filing.ts';
import { ledgerOperations } from './contract/ledger.ts';
import { parameterOperations } from './contract/parameter.ts';
import { phaseOperations } from './contract/phase.ts';
import { profileOperations } from './contract/profile.ts';
import { programmeOperations } from './contract/programme.ts';
import { questionOperations } from './contract/question.ts';
import { selectionOperations } from './contract/selection.ts';
import { statementOperations } from './contract/statement.ts';
import { targetOperations } from './contract/target.ts';
import { versionOperations } from './contract/version.ts';

export type { Evidence } from './contract/basic.ts';
export {
  approveBudget,
  checkBudget,
  getBudget,
  listFundSources,
  registerFundSource,
  saveBudget,
} from './contract/budget.ts';
export { listFilings, receiveFiling, recordFiling } from './contract/filing.ts';
export {
  completeTask,
  listTasks,
  previewSchedule,
  saveTask,
  scheduleTasks,
  withdrawTask,
} from './contract/ledger.ts';
export { listCadences, listParameters, listSchemes } from './contract/parameter.ts';
export { completePhase, listPhases } from './contract/phase.ts';
export {
  listProfile,
  listVillages,
  recordProfileFact,
  setVillageClass,
  useFactAsBase,
} from './contract/profile.ts';
export { listProgrammes, programmeOverview } from './contract/programme.ts';
export { decideQuestion, listQuestions } from './contract/question.ts';
export {
  applyToCall,
  closeReview,
  declareConflict,
  listSelection,
  openCall,
  publishList,
  scoreApplication,
} from './contract/selection.ts';
export { fileStatement, issueStatement, listStatements, signStatement } from './contract/statement.ts';
export {
  correctTargetValue,
  getTarget,
  listBenchmarks,
  listTargets,
  recordBenchmark,
  recordTargetValue,
  setBase,
} from './contract/target.ts';
export { checkPack, compareVersions, importPack, listVersions } from './contract/version.ts';

export const operations = [
  ...programmeOperations,
  ...versionOperations,
  ...targetOperations,
  ...parameterOperations,
  ...budgetOperations,
  ...phaseOperations,
  ...questionOperations,
  ...ledgerOperations,
  ...statementOperations,
  ...filingOperations,
  ...selectionOperations,
  ...profileOperations,
];
