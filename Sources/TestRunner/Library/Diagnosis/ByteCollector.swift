internal import Telemetry

/// A sink that keeps what it is given, for texts of the guest.
struct ByteCollector: ByteSink {
  private(set) var bytes: [UInt8] = []

  /// The bytes as text; those that are none become replacement characters.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  mutating func write(_ byte: UInt8) { bytes.append(byte) }
}
