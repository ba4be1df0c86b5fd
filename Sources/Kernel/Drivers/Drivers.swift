// Drivers: PCI, virtio, serial ports and timers, generic over register banks and memory.
//
// Knows no address, no interrupt controller and no run loop, so that fakes can stand in for
// devices. Whatever a device says is checked before it is used: a driver counts and refuses what a
// broken or hostile device could not have meant, and never traps because of it.
