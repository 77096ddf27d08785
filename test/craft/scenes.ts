/** Pieces of which most scenarios are made. */

/** The three segments of a handshake. */
export const HANDSHAKE: readonly string[] = ['> S', '< SA', '> A'];

/** A whole request and a whole response. */
export const REQUEST = '> PA "GET / HTTP/1.1\r\nHost: a\r\n\r\n"';
export const RESPONSE = '< PA "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi"';

/** A response of which two octets are still to come. */
export const HALF_RESPONSE = '< PA "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nhi"';
