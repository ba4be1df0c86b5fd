// Wire: packet views and header values of the Internet protocols.
//
// Knows nothing of time, state or devices, and never allocates. A view proves that every length its
// accessors rely on was checked; a header value proves that the packet makes sense.
//
// What every datagram passes is marked as always inlined: one check of a length then serves all
// accesses after it, which saves a fifth of the instructions.
