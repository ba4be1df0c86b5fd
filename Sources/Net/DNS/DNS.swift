// DNS: messages and an authoritative server as functions of bytes.
//
// Knows no socket and no clock. The query path does not allocate.
