// Core: allocators, timers, run queue, log and panic, as plain data structures.
//
// Knows no device and no processor; what it needs of them is passed in.
