internal import Machine

/// A process beside the machine: what it wrote, and how it ended.
struct ClientOutput {
  /// More than this of one stream is not kept.
  static let maximumByteCount = 8 << 20

  private(set) var output: [UInt8] = []
  private(set) var error: [UInt8] = []
  /// Whether it wrote more results than are kept.
  private(set) var isCut = false
  /// Nil while it runs.
  var status: ProcessStatus?

  var text: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: error, as: UTF8.self) }

  mutating func take(_ bytes: [UInt8], from stream: ClientProcess.Stream) {
    switch stream {
    case .output:
      let room = Self.maximumByteCount - output.count
      if bytes.count > room { isCut = true }
      output += bytes.prefix(room)
    case .error: error += bytes.prefix(Self.maximumByteCount - error.count)
    }
  }
}
