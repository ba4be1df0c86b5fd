internal import Symbols

/// Text of a backtrace, with the source around the line that most likely is at fault.
struct TraceText {
  /// Folder whose files go by their path below it.
  var packageRoot: String
  /// Folder of the service, in which a fault is most interesting.
  var serviceFolder: String

  /// The lines of a backtrace, innermost function first.
  func lines(_ backtrace: Backtrace) -> [String] {
    backtrace.renamingSources(Self.original)
      .text(shortening: packageRoot, snippets: .firstBelow(serviceFolder))
  }

  /// A reason made more precise by what the compiler calls the check that failed, and by its place:
  /// the innermost function of the service, or else the innermost of all.
  ///
  /// The compiler gives each check that it adds a function of its own, inlined and without code,
  /// whose name is the message.
  func reason(_ reason: String, _ frames: [SymbolFrame]) -> String {
    let prefix = "Swift runtime failure: "
    let failure = frames.first.flatMap { frame in
      frame.function.hasPrefix(prefix) ? String(frame.function.dropFirst(prefix.count)) : nil
    }
    let precise = failure.map { reason.replacing("a check failed", with: $0) } ?? reason
    let isOfService = { (frame: SymbolFrame) in
      guard let file = frame.location?.file, !frame.function.hasPrefix(prefix) else { return false }
      return Self.original(file).hasPrefix(serviceFolder + "/")
    }
    let isCalled = { (frame: SymbolFrame) in !frame.isInlined && frame.location != nil }
    guard let place = frames.first(where: isOfService) ?? frames.first(where: isCalled) else {
      return precise
    }
    return "\(precise), in \(place.function)"
  }

  /// The path of a source by which its author knows it, not by the link that the build followed.
  private static func original(_ path: String) -> String {
    path.contains("/.swiftlet/services/") ? Folder.absolute(path) ?? path : path
  }
}
