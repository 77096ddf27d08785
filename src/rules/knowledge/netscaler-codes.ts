/**
 * Values that a NetScaler (Citrix ADC) writes into the unscaled window field of a reset to say why it was sent.
 *
 * Ordinary windows may have the same values: only together with a hop limit above 128, which no Windows or Unix-like
 * server begins with, do they say that a device in between sent the reset. Source: Citrix CTX200852.
 */
const CODES: ReadonlySet<number> = new Set([
  8196, 8201, 8202, 8204, 8205, 8206, 8207, 8208, 8209, 8211, 8212, 8214, 9100, 9201, 9202, 9203, 9205, 9206,
  9209, 9212, 9217, 9222, 9300, 9301, 9302, 9303, 9304, 9305, 9307, 9308, 9309, 9310, 9400, 9401, 9600, 9601,
  9700, 9701, 9702, 9800, 9810, 9811, 9812, 9814, 9816, 9818, 9821, 9830, 9833, 9838, 9845, 9855, 9862, 9863,
  9872, 9875, 9952, 9953, 10029, 10030,
]);

const LARGEST_SERVER_HOP_LIMIT = 128;

/** Whether window and hop limit of a reset are those of a NetScaler. */
export function isNetscalerReset(window: number, hopLimit: number): boolean {
  return hopLimit > LARGEST_SERVER_HOP_LIMIT && CODES.has(window);
}
