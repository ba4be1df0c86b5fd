// SNTP: asking a server for the time, as functions of bytes and time.
//
// Knows no socket and no wall clock: a reading says what time it was when the answer arrived, by
// the server's clock; whoever asked sets a clock by it.
//
// Read first: RFC 4330, section 5; RFC 5905, sections 6 to 8.
