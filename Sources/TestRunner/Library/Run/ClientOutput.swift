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

  /// Why the way in which a client ended belies what it printed; nil if it does not.
  ///
  /// - Parameters:
  ///   - name: The client.
  ///   - status: The exit status that goes with what it printed.
  /// - Returns: A fragment without a capital.
  func fault(of name: String, expecting status: Int32 = 0) -> String? {
    guard let found = self.status else { return "\(name) did not end within the limit" }
    if found == .exited(status) { return nil }
    return "\(name) ended with \(found), whatever it printed"
  }

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
