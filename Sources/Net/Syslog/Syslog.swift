// Syslog: messages to a collector of logs, as they are sent in datagrams.
//
// Values and their bytes; it knows neither socket nor clock.
//
// Read first: RFC 5424, section 6; RFC 5426, section 3.
