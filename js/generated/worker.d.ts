export const workerSource: string;
