import { OperatorError } from './operator-error.js';

/** Loads a package that an installation may lack. Throws an OperatorError that names it where it is not there. */
export async function optionalPackage<T>(name: string, wantedFor: string, load: () => Promise<T>): Promise<T> {
  try {
    return await load();
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code !== 'ERR_MODULE_NOT_FOUND' || !message.includes(name)) throw error;
    throw new OperatorError(
      `${wantedFor} needs the package ${name}, which is not installed; npm install ${name} adds it.`,
      {
        cause: error,
      },
    );
  }
}
