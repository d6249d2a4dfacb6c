export const channels: string;
export const channelsCompat: string;
export const arena: string;
export const ferryLink: string;
export const ferry: readonly string[];
