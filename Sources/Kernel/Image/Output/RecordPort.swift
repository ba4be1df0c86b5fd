internal import CInstructions
internal import Telemetry

/// Where records leave the guest: the debug console port, which takes a byte at any moment.
struct RecordPort: ByteSink {
  mutating func write(_ byte: UInt8) { cpu_out8(0xe9, byte) }
}
