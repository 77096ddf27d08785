/**
 * The responses that HTTP.sys makes itself, without asking a worker process.
 *
 * Since Windows 2008 they are one page with four places; IIS 6 sent a bare heading. Texts marked `isProbable` were not
 * seen in a source, only their length agrees. The length alone proves nothing: 326 octets are a 503 and a 400.
 * Sources: published header dumps of 400 and 404; KB 820129 (the Server header can be switched off); ASP.NET Core's
 * HostFilteringMiddleware, which copies the page for an invalid host name.
 */
/** One response of HTTP.sys. */
export interface HttpSysResponse {
  readonly status: number;
  readonly heading: string;
  readonly sentence: string;
  /** Octets of the whole page. */
  readonly contentLength: number;
  readonly isProbable: boolean;
}

/** The page as HTTP.sys writes it, lines ended by CR LF. */
export function httpSysPage(response: Pick<HttpSysResponse, 'status' | 'heading' | 'sentence'>): string {
  const title = response.heading.replace(/ - .*$/, '');
  return [
    '<!DOCTYPE HTML PUBLIC "-//W3C//DTD HTML 4.01//EN""http://www.w3.org/TR/html4/strict.dtd">',
    `<HTML><HEAD><TITLE>${title}</TITLE>`,
    '<META HTTP-EQUIV="Content-Type" Content="text/html; charset=us-ascii"></HEAD>',
    `<BODY><h2>${response.heading}</h2>`,
    `<hr><p>HTTP Error ${response.status}. ${response.sentence}</p>`,
    '</BODY></HTML>',
    '',
  ].join('\r\n');
}

/** The 503 for a pool that does not serve. */
export const SERVICE_UNAVAILABLE: HttpSysResponse = {
  status: 503,
  heading: 'Service Unavailable',
  sentence: 'The service is unavailable.',
  contentLength: 326,
  isProbable: false,
};

/** Page of that 503 since Windows 2008. */
export const SERVICE_UNAVAILABLE_PAGE = httpSysPage(SERVICE_UNAVAILABLE);

/** Page of that 503 in IIS 6, inferred from the 400 of the same generation. */
export const SERVICE_UNAVAILABLE_PAGE_IIS6 = '<h1>Service Unavailable</h1>';

/** All responses of the template. */
export const HTTPSYS_RESPONSES: readonly HttpSysResponse[] = [
  SERVICE_UNAVAILABLE,
  seen(400, 'Bad Request - Invalid Verb', 'The request verb is invalid.', 326),
  seen(400, 'Bad Request - Invalid Hostname', 'The request hostname is invalid.', 334),
  probable(400, 'Bad Request - Invalid URL', 'The request URL is invalid.', 324),
  probable(400, 'Bad Request - Request Too Long', 'The size of the request headers is too long.', 346),
  probable(400, 'Bad Request - Invalid Header', 'The request has an invalid header name.', 339),
  probable(400, 'Bad Request', 'The request is badly formed.', 311),
  seen(404, 'Not Found', 'The requested resource is not found.', 315),
  probable(411, 'Length Required', 'The request must be chunked or have a content length.', 344),
  probable(505, 'Version Not Supported', 'The HTTP Version is not supported.', 337),
];

function seen(status: number, heading: string, sentence: string, contentLength: number): HttpSysResponse {
  return { status, heading, sentence, contentLength, isProbable: false };
}

function probable(status: number, heading: string, sentence: string, contentLength: number): HttpSysResponse {
  return { status, heading, sentence, contentLength, isProbable: true };
}
