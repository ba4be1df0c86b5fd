internal import Telemetry

extension OpenSpan {
  /// Reads a table of them from a copy of guest memory.
  ///
  /// - Parameter bytes: The table; what is cut off is left out.
  /// - Returns: Those that have begun, by their beginning.
  static func table(_ bytes: [UInt8]) -> [OpenSpan] {
    let found =
      (0..<min(capacity, bytes.count / byteCount)).compactMap { index in
        let words = (0..<4).map { word in
          (0..<8).reversed().reduce(UInt64(0)) {
            $0 << 8 | UInt64(bytes[index * byteCount + word * 8 + $1])
          }
        }
        let span = OpenSpan(
          start: words[0], nameAddress: words[1], nameByteCount: words[2], label: words[3])
        return span.start == 0 ? nil : span
      } as [OpenSpan]
    return found.sorted { $0.start < $1.start }
  }

  /// The stretch as a sample that ends with the recording, and says so.
  ///
  /// - Parameters:
  ///   - name: What the stretch is called.
  ///   - tick: When the recording ends, in ticks.
  ///   - time: How ticks become time.
  /// - Returns: The sample.
  func sample(named name: String, at tick: UInt64, _ time: GuestTime) -> Sample {
    let end = max(tick, start)
    var sample = Sample(
      time: time.nanoseconds(at: end), weight: time.nanoseconds(in: end - start), kind: .span,
      label: label, addresses: [])
    sample.name = "\(name) (open)"
    return sample
  }
}
