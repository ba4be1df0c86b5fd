// Machine: a virtual machine under QEMU: its command line, network, sockets and run folder.
//
// Knows no test and no verdict.
