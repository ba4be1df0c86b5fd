/// What a build printed: how far it is while it runs, and what was wrong when it has failed.
struct BuildLog {
  /// Everything, in order, without line ends.
  private(set) var lines: [String] = []
  private var partial: [UInt8] = []

  /// Takes output, cut anywhere.
  ///
  /// - Returns: The lines that tell how far the build is.
  mutating func take(_ bytes: some Sequence<UInt8>) -> [String] {
    var progress: [String] = []
    for byte in bytes {
      guard byte == 10 else {
        partial.append(byte)
        continue
      }
      let line = String(decoding: partial, as: UTF8.self)
      partial.removeAll(keepingCapacity: true)
      lines.append(line)
      if Self.isProgress(line) { progress.append(line) }
    }
    return progress
  }

  /// The last whole line; a successful build ends with the path of what it made.
  var lastLine: String? { lines.last { !$0.isEmpty } }

  /// The compiler's and linker's errors, each with what explains it; everything if none is marked.
  var errors: [String] {
    var found: [String] = []
    var isInside = false
    for line in lines where !Self.isProgress(line) {
      if Self.isDiagnostic(line) { isInside = Self.isError(line) }
      if Self.isNoise(line) { isInside = false }
      if isInside, !(Self.isDiagnostic(line) && found.contains(line)) { found.append(line) }
    }
    // A build that failed without a marked error failed in a way that only its whole text tells.
    return found.isEmpty ? lines.filter { !Self.isProgress($0) } : found
  }

  /// The first error alone, without its place in the margin.
  var firstError: String? { lines.first(where: Self.isError) }

  private static func isProgress(_ line: String) -> Bool {
    guard line.hasPrefix("["), let end = line.firstIndex(of: "]") else {
      return line.hasPrefix("Building for ") || line.hasPrefix("Build complete!")
        || line.hasPrefix("Planning build")
    }
    return line[..<end].dropFirst().allSatisfy { $0.isNumber || $0 == "/" }
  }

  private static func isDiagnostic(_ line: String) -> Bool {
    isError(line) || line.contains(": warning: ") || line.contains(": note: ")
  }

  private static func isError(_ line: String) -> Bool {
    // Lines of the compiler's drawings repeat the word behind a bar.
    if line.hasPrefix(" ") { return false }
    return line.contains(": error: ") || line.hasPrefix("error: ")
      || line.contains("undefined reference") || line.contains("ld.lld: error")
  }

  /// A line that says only that some command failed, which the errors themselves say better.
  private static func isNoise(_ line: String) -> Bool {
    line.hasPrefix("error: emit-module command failed")
      || line.hasPrefix("error: link command failed") || line.hasPrefix("error: fatalError")
  }
}
