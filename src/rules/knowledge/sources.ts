/**
 * The documents that rules, remedies and knowledge cite, each described once.
 */
import type { Source } from '../rule.js';

/** Documents by a short name. */
export const SOURCES = {
  alteonBlog: {
    title: 'Dophi, "Load Balancing HTTP service on Microsoft IIS 7.0" (December 2008, updated 2009-02-18)',
    url: 'https://dophi.blogspot.com/2008/12/load-balancing-http-service-on.html',
  },
  iisPoolResponses: {
    title:
      'Microsoft TechNet cc757659, "IIS Responses to Load-Balanced Application Pool Behaviors", Table 7.1',
    url: 'https://learn.microsoft.com/previous-versions/windows/it-pro/windows-server-2003/cc757659(v=ws.10)',
  },
  alteonManual: { title: 'Radware Alteon application guide RDWR-ALOS-V2900_AG1302, pages 485 and 502' },
  windowsServiceCaptures: {
    title: 'OISF suricata-verify, captures smb-filename and smb2-delete: two Windows services on port 445',
    url: 'https://github.com/OISF/suricata-verify',
  },
  linuxMeasurement: {
    title: 'Measured on the TCP stack of Linux 6.18 for this project (captures/README.md)',
  },
  rfcIcmp: {
    title: 'RFC 1122 section 3.2.2.1 and RFC 4443 section 3.1, ICMP Destination Unreachable',
    url: 'https://www.rfc-editor.org/rfc/rfc1122',
  },
  httpErrorLog: { title: 'Microsoft KB 820729, error logging in the HTTP Server API' },
  httpErrorTable: { title: 'Microsoft TechNet cc781893, Table 11.11 (HTTP API error log reasons)' },
  http503Verbosity: {
    title: 'Microsoft, HTTP_503_RESPONSE_VERBOSITY enumeration',
    url: 'https://learn.microsoft.com/windows/win32/api/http/ne-http-http_503_response_verbosity',
  },
  iisFailureElement: {
    title: 'Microsoft IIS configuration reference, <failure> element of an application pool',
    url: 'https://learn.microsoft.com/iis/configuration/system.applicationhost/applicationpools/add/failure',
  },
  iis7Tip6: { title: 'VijaySK, "IIS 7 Tip #6" (loadBalancerCapabilities with adsutil.vbs)' },
  httpSysRegistry: { title: 'Microsoft KB 820129, HTTP.sys registry settings (DisableServerHeader)' },
  haproxyReset: {
    title: 'HAProxy issue 560, resets at the end of health checks',
    url: 'https://github.com/haproxy/haproxy/issues/560',
  },
  keepalivedReset: {
    title: 'keepalived issue 2560, TCP_CHECK closes with a reset',
    url: 'https://github.com/acassen/keepalived/issues/2560',
  },
  f5HalfOpen: { title: 'F5 DevCentral, "Monitoring TCP Applications #01" (tcp and tcp_half_open monitors)' },
  backlog: {
    title: 'Microsoft CSS SQL Networking Tools wiki, "Server has a Connection Backlog"',
    url: 'https://github.com/microsoft/CSS_SQL_Networking_Tools/wiki',
  },
  dotnetIdle: {
    title: 'dotnet/runtime issue 52267, idle connections closed by IIS after two minutes',
    url: 'https://github.com/dotnet/runtime/issues/52267',
  },
  albIdle: {
    title: 'AWS, attributes of an Application Load Balancer (idle timeout)',
    url: 'https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html',
  },
  iisSubStatus: { title: 'Microsoft KB 943891, HTTP status codes of IIS' },
  hostFiltering: {
    title: 'ASP.NET Core, HostFilteringMiddleware.cs (a copy of a page of HTTP.sys)',
    url: 'https://github.com/dotnet/aspnetcore',
  },
  rfcReset: {
    title: 'RFC 9293 section 3.5.2, reset generation',
    url: 'https://www.rfc-editor.org/rfc/rfc9293#section-3.5.2',
  },
  rfcHandshake: {
    title: 'RFC 9293 section 3.5, establishing a connection',
    url: 'https://www.rfc-editor.org/rfc/rfc9293#section-3.5',
  },
  rfcRetransmission: {
    title: 'RFC 6298 section 2, the first retransmission comes after a second',
    url: 'https://www.rfc-editor.org/rfc/rfc6298#section-2',
  },
  tcpdumpManual: {
    title: 'Manual page tcpdump(1): whole packets (-s), the buffer (-B), and the count of dropped packets',
    url: 'https://www.tcpdump.org/manpages/tcpdump.1.html',
  },
  wiresharkTcpAnalysis: {
    title: "Wireshark User's Guide, TCP Analysis (ACKed unseen segment, previous segment not captured)",
    url: 'https://www.wireshark.org/docs/wsug_html_chunked/ChAdvTCPAnalysis.html',
  },
} as const satisfies Record<string, Source>;
