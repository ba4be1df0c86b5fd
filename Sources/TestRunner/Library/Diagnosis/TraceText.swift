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

  /// A reason made more precise by what the compiler calls the check that failed, and by its place.
  ///
  /// The compiler gives each check that it adds a function of its own, inlined and without code,
  /// whose name is the message.
  static func reason(_ reason: String, _ frames: [TraceFrame]) -> String {
    let prefix = "Swift runtime failure: "
    let failure = frames.first.flatMap { frame in
      frame.function.hasPrefix(prefix) ? String(frame.function.dropFirst(prefix.count)) : nil
    }
    let precise = failure.map { reason.replacing("a check failed", with: $0) } ?? reason
    let isOwn = { (frame: TraceFrame) in !frame.isInlined && frame.line > 0 }
    guard let place = frames.first(where: isOwn) else { return precise }
    return "\(precise), in \(place.function)"
  }

  /// The frame whose source is shown: the innermost in the service, or else the innermost known.
  private func focus(_ frames: [TraceFrame]) -> Int? {
    let known = frames.indices.filter { frames[$0].line > 0 }
    let own = known.first { index in
      frames[index].file.map(Self.original)?.hasPrefix(serviceFolder + "/") == true
    }
    return own ?? known.first
  }

  private func place(_ frame: TraceFrame) -> String {
    guard let file = frame.file.map(Self.original) else { return "" }
    let root = packageRoot + "/"
    let name = file.hasPrefix(root) ? String(file.dropFirst(root.count)) : file
    return frame.line > 0 ? "  \(name):\(frame.line)" : "  \(name)"
  }

  /// The path of a source by which its author knows it, not by the link that the build followed.
  private static func original(_ path: String) -> String {
    path.contains("/.swiftlet/services/") ? Folder.absolute(path) ?? path : path
  }

  private static func label(_ number: Int) -> String {
    let text = "#\(number)"
    return text + String(repeating: " ", count: max(0, 3 - text.count))
  }
}
