// Sampler: what the kernel's profiler does when its timer runs out, as functions of memory.
//
//   StackWalk       return addresses by frame pointers, within the bounds of a stack
//   SampleRing      where samples are written, over the oldest ones
//   SampleClock     intervals between samples, at random around their mean
//   SampleTaker     one sample: of the processor, or of what a part of the kernel tells
//   AllocationBudget  when a block is sampled, whatever interrupts begin anew
//
// Nothing here allocates, locks or knows a device; all of it may run in a handler of a non-maskable
// interrupt. The host reads what is written without the guest's help: Telemetry/Samples.
