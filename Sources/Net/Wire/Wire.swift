// Wire: packet views and header values of the Internet protocols.
//
// Knows nothing of time, state or devices, and never allocates. A view proves that every length its
// accessors rely on was checked; a header value proves that the packet makes sense.
