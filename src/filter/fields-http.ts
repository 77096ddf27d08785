/**
 * Fields of HTTP: a flow has the values of all its exchanges.
 */
import type { Field } from './field.js';
import { exchangeCount, exchangeNumbers, exchangeTexts, flag, statuses } from './readers.js';

const US = 1000;

/** Fields that read exchanges. */
export const HTTP_FIELDS: readonly Field[] = [
  {
    name: 'http',
    aliases: [],
    type: 'boolean',
    doc: 'HTTP was found in the flow.',
    example: 'http && rst',
    reader: flag((flow) => flow.isHttp),
  },
  {
    name: 'tls',
    aliases: [],
    type: 'boolean',
    doc: 'The flow began with TLS, so that the HTTP inside cannot be seen.',
    example: '!tls',
    reader: flag((flow) => flow.isTls),
  },
  {
    name: 'status',
    aliases: ['http.response.code'],
    type: 'number',
    doc: 'Status of a response, interim ones (1xx) too.',
    example: 'status>=500',
    reader: statuses(),
    alone: 'exists',
  },
  {
    name: 'method',
    aliases: ['http.request.method'],
    type: 'text',
    doc: 'Method of a request.',
    example: 'method==POST',
    reader: exchangeTexts('Method'),
  },
  {
    name: 'host',
    aliases: ['http.host'],
    type: 'text',
    doc: 'Host header of a request.',
    example: 'host~"example"',
    reader: exchangeTexts('Host'),
  },
  {
    name: 'path',
    aliases: ['http.request.uri'],
    type: 'text',
    doc: 'Target of a request as it was sent, query included.',
    example: 'path~"/shop/"',
    reader: exchangeTexts('Target'),
  },
  {
    name: 'agent',
    aliases: ['http.user_agent'],
    type: 'text',
    doc: 'User-Agent header of a request.',
    example: 'agent~"monitor"',
    reader: exchangeTexts('UserAgent'),
  },
  {
    name: 'http.server',
    aliases: [],
    type: 'text',
    doc: 'Server header of a response.',
    example: 'http.server~"HTTPAPI"',
    reader: exchangeTexts('Server'),
  },
  {
    name: 'content',
    aliases: ['http.content_type'],
    type: 'text',
    doc: 'Content-Type header of a response.',
    example: 'content~"json"',
    reader: exchangeTexts('ContentType'),
  },
  {
    name: 'reason',
    aliases: ['http.response.phrase'],
    type: 'text',
    doc: 'Reason phrase of a response.',
    example: 'reason~"unavailable"',
    reader: exchangeTexts('Reason'),
  },
  {
    name: 'body',
    aliases: [],
    type: 'text',
    doc: 'The first 512 octets of the body of a response with status 400 or more.',
    example: 'body~"Service Unavailable"',
    reader: exchangeTexts('Body'),
  },
  {
    name: 'requests',
    aliases: [],
    type: 'number',
    doc: 'Requests in the flow.',
    example: 'requests>1',
    reader: exchangeCount(({ requestFrame }) => requestFrame !== 0),
  },
  {
    name: 'responses',
    aliases: [],
    type: 'number',
    doc: 'Final responses in the flow.',
    example: 'requests && responses==0',
    reader: exchangeCount(({ responseFrame }) => responseFrame !== 0),
  },
  {
    name: 'ttfb',
    aliases: [],
    type: 'duration',
    doc: 'From the end of a request to the first octet of its response.',
    example: 'ttfb>100ms',
    reader: exchangeNumbers(({ thinkTimeUs }) => (thinkTimeUs ?? Number.NaN) * US),
  },
];
