// Telemetry: the records that cross the border between guest and host.
//
// One definition, encoded in the guest and decoded on the host. Nothing here allocates or asks
// anything of its surroundings, so that a panic can be reported when the heap is gone. The module
// knows no device: the guest hands it a sink for bytes, the host feeds it what arrived.
//
//   Stream       bytes out (`ByteSink`), bytes in (`ByteReader`), checksum, short texts
//   Frame        how a record travels: `RecordEncoder`, `RecordDecoder`
//   Records      what is said: one type per kind, and `Event`, which is any of them
//   Log          lines of the log: how they lie in memory and travel
//   Panic        what a guest says when it ends badly, as a record and as text for people
//   Statistics   counters, as a record and as a block of guest memory that the host reads itself
//   Samples      what a profiler reads from the memory of a guest: samples, the block that says
//                where they lie, and the commands that a running sampler follows
