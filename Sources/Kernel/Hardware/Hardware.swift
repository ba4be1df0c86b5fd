// Hardware: the vocabulary between drivers and machine: registers, ports, DMA memory, channels.
//
// Protocols and small values only. It knows no device.
