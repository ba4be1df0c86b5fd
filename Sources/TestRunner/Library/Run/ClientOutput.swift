internal import Machine

/// A process beside the machine: what it wrote, and how it ended.
struct ClientOutput {
  /// More than this of one stream is not kept.
  static let maximumByteCount = 8 << 20

  private(set) var output: [UInt8] = []
  private(set) var error: [UInt8] = []
  /// Nil while it runs.
  var status: ProcessStatus?

  var text: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: error, as: UTF8.self) }

  mutating func take(_ bytes: [UInt8], from stream: ClientProcess.Stream) {
    switch stream {
    case .output: output += bytes.prefix(Self.maximumByteCount - output.count)
    case .error: error += bytes.prefix(Self.maximumByteCount - error.count)
    }
  }
}
