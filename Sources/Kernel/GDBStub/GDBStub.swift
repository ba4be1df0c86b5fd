// GDBStub: the remote serial protocol of gdb, as a function of bytes and of what the processor
// says.
//
// It knows no device, no clock and no kernel: the line, the memory and the machine are behind
// protocols, so that everything is tested on the host. Nothing allocates, as the stub works in the
// handler of whatever stopped the guest; its buffers are bytes that are given to it.
//
// Source: Debugging with GDB, appendix E, "GDB Remote Serial Protocol"; read "Overview", "Packets"
// and "General Query Packets" first.
