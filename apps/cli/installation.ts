import { attachInstallation, type Installation, machineClock } from '@qianmo/platform/server';
import { note } from './screen.ts';

/** Runs a short command on an installation: beside its running server, or opening and closing it for the command. */
export async function withInstallation<T>(folder: string, run: (installation: Installation) => Promise<T>): Promise<T> {
  const { DATABASE_URL: databaseUrl, QIANMO_ROLE_PASSWORD: rolePassword } = process.env;
  const installation = await attachInstallation(folder, {
    say: note,
    now: machineClock().instant(),
    ...(databaseUrl ? { databaseUrl } : {}),
    ...(rolePassword ? { rolePassword } : {}),
  });
  try {
    return await run(installation);
  } finally {
    await installation.stop();
  }
}
