// Hardware: the vocabulary between drivers and machine: registers, ports, DMA memory, channels.
//
// Protocols and small values only. It knows no device and no processor, keeps no state and never
// allocates. Whoever has the real thing (the CPU module, the kernel, a fake in a test) conforms to
// these protocols; drivers are generic over them and get specialised, so a border costs nothing.
