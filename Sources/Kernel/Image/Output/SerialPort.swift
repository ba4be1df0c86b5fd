internal import CPU
struct SerialPort { func write(_ b: UInt8) -> Bool { IOPorts().write8(b, to: 0x3f8); return true } }
