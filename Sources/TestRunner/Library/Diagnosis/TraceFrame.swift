/// One function in a backtrace, as a person reads it.
struct TraceFrame: Equatable {
  /// Demangled, or the address in hexadecimal if no symbol is known.
  var function: String
  /// Absolute path of the source; nil if it is unknown.
  var file: String?
  /// From 1; 0 if it is unknown.
  var line = 0
  /// From 1; 0 if it is unknown.
  var column = 0
  /// Whether the compiler put the function into the one that follows.
  var isInlined = false
}

/// Text of a backtrace, with the source around the line that most likely is at fault.
struct TraceText {
  /// Folder whose files go by their path below it.
  var packageRoot: String
  /// Folder of the service, in which a fault is most interesting.
  var serviceFolder: String
  /// Gives the text of a source; nil if it cannot be read.
  var read: (String) -> String?

  /// The lines of a backtrace, innermost function first.
  func lines(_ frames: [TraceFrame]) -> [String] {
    let focus = focus(frames)
    var number = 0
    return frames.enumerated().flatMap { index, frame in
      let label = frame.isInlined ? "   " : Self.label(number)
      if !frame.isInlined { number += 1 }
      let inlined = frame.isInlined ? " (inlined)" : ""
      let head = "\(label) \(frame.function)\(inlined)\(place(frame))"
      guard index == focus, let file = frame.file, let text = read(file) else { return [head] }
      let snippet = SourceSnippet.lines(of: text, line: frame.line, column: frame.column)
      return [head] + snippet.map { "      \($0)" }
    }
  }

  /// The frame whose source is shown: the innermost in the service, or else the innermost known.
  private func focus(_ frames: [TraceFrame]) -> Int? {
    let known = frames.indices.filter { frames[$0].line > 0 }
    let own = known.first { frames[$0].file?.hasPrefix(serviceFolder + "/") == true }
    return own ?? known.first
  }

  private func place(_ frame: TraceFrame) -> String {
    guard let file = frame.file else { return "" }
    let root = packageRoot + "/"
    let name = file.hasPrefix(root) ? String(file.dropFirst(root.count)) : file
    return frame.line > 0 ? "  \(name):\(frame.line)" : "  \(name)"
  }

  private static func label(_ number: Int) -> String {
    let text = "#\(number)"
    return text + String(repeating: " ", count: max(0, 3 - text.count))
  }
}
