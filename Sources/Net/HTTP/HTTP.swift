// HTTP/1.1: messages as functions of bytes, and a server and a client over streams of them.
//
// Knows no socket, no device and no clock: connections are a `ByteStream`, and what a service hands
// in tells the date. Parsers take whatever bytes have come and give the same result however these
// were cut; nothing that a peer sends makes them trap. They are strict where leniency would let two
// programs see different messages in the same bytes (RFC 9112, section 11.2).
//
// Parsing, JSON and WebSocket frames can be used without the server; the server is linked only by a
// service that names it.
