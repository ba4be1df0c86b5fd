// DNS: messages and an authoritative server as functions of bytes.
//
// Knows no socket and no clock. Zones are Swift data (`Zone`), checked and laid out once when the
// server starts (`ZoneDatabase`); after that `AuthoritativeServer.answer` turns the bytes of a
// query into those of a response, without allocating and whatever the bytes are.
