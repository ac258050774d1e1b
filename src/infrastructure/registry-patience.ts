/** How long a connection, a statement or a lock of the registry's database is waited for, in milliseconds. */
export const registryPatienceMs = 5_000;
