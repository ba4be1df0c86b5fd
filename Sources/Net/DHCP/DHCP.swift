// DHCP: how hosts get their addresses, as functions of bytes and time.
//
// A message format, a client and a server. Knows no socket and no clock: messages and the present
// come in, messages and the next deadline go out, and no message, of any length, traps.
//
// Read first: RFC 2131, sections 3, 4.3 and 4.4; RFC 2132 for the options.
