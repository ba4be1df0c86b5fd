internal import Machine

/// A process beside the machine: what it wrote, and how it ended.
struct ClientOutput {
  /// More than this of one stream is not kept.
  static let maximumByteCount = LogBound.byteCount

  private(set) var output: [UInt8] = []
  private(set) var error: [UInt8] = []
  /// Whether it wrote more results than are kept.
  private(set) var isCut = false
  /// How much it wrote of results, and what the file that keeps them says of the rest.
  private(set) var bound = LogBound()
  /// Nil while it runs.
  var status: ProcessStatus?

  var text: String { String(decoding: output, as: UTF8.self) }
  var errorText: String { String(decoding: error, as: UTF8.self) }

  mutating func take(_ bytes: [UInt8], from stream: ClientProcess.Stream) {
    switch stream {
    case .output:
      let room = Self.maximumByteCount - output.count
      if bytes.count > room { isCut = true }
      bound.take(bytes.count)
      output += bytes.prefix(room)
    case .error: error += bytes.prefix(Self.maximumByteCount - error.count)
    }
  }

  /// Notes that bytes came which nobody has kept.
  mutating func lose(_ count: Int, of stream: ClientProcess.Stream) {
    guard stream == .output else { return }
    bound.take(count)
    isCut = true
  }
}
