export const compat: string;
export const gomem: string;
