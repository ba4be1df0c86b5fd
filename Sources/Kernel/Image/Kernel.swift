// Kernel: start-up order, wiring, and the interface that a service imports.
//
// The only place where concrete types of the layers below meet.
