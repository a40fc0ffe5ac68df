import { auditSeal, auditVerify, auditWitness } from './audit.ts';
import { backup, backupVerify, restore } from './backup.ts';
import type { Command } from './command.ts';
import { packCheck, packImport } from './pack.ts';
import { start } from './start.ts';
import { userAdd, userDisable, userEnable, userLink, userList, userResetSecondFactor } from './user.ts';

/** Every command by its one or two words, in the order of the help. */
export const commands: Readonly<Record<string, Command>> = {
  start,
  'pack check': packCheck,
  'pack import': packImport,
  'user add': userAdd,
  'user list': userList,
  'user link': userLink,
  'user disable': userDisable,
  'user enable': userEnable,
  'user reset-second-factor': userResetSecondFactor,
  backup,
  'backup verify': backupVerify,
  restore,
  'audit verify': auditVerify,
  'audit witness': auditWitness,
  'audit seal': auditSeal,
};
