// Telemetry: the records that cross the border between guest and host.
//
// One definition, encoded in the guest and decoded on the host. Encoding never allocates, so that a
// panic can be reported when the heap is gone.
