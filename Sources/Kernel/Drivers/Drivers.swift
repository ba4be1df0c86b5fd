// Drivers: PCI, virtio, serial ports and timers, generic over register banks and memory.
//
// Knows no address, no interrupt controller and no run loop, so that fakes can stand in for
// devices.
