/// A stack with its functions named.
public struct Backtrace: Equatable, Sendable {
  /// A call on the stack.
  public struct Call: Equatable, Sendable {
    /// Where the call stands.
    public let place: StackAddress
    /// The functions there, the innermost first; empty if the image has nothing at the address.
    public let frames: [SymbolFrame]
  }

  /// The calls, the innermost first.
  public let calls: [Call]
  /// Whether the stack goes on beyond the last call.
  public let isTruncated: Bool

  /// Names the functions of a stack.
  ///
  /// - Parameters:
  ///   - stack: The calls, the innermost first.
  ///   - isTruncated: Whether the stack goes on beyond the last call.
  ///   - symboliser: The image that ran.
  public init(_ stack: [StackAddress], isTruncated: Bool, by symboliser: Symboliser) {
    calls = stack.map { place in
      let frames = symboliser.frames(at: place.address, isReturnAddress: !place.isExact)
      return Call(place: place, frames: frames)
    }
    self.isTruncated = isTruncated
  }

  /// The functions, the innermost first, of all calls.
  public var frames: [SymbolFrame] { calls.flatMap(\.frames) }

  /// The innermost place in a source file below a folder, or anywhere if there is none below it.
  ///
  /// - Parameter folder: Path of the folder whose sources matter to the reader.
  /// - Returns: Nil if no frame has a place.
  public func location(below folder: String) -> SourceLocation? {
    let locations = frames.compactMap(\.location)
    return locations.first { $0.file.hasPrefix(folder + "/") } ?? locations.first
  }

  /// The stack as text, one string per line.
  ///
  ///     #0  divided(_:by:) at Sources/Table.swift:23:9 (inlined)
  ///           22 | func divided(_ value: Int, by divisor: Int) -> Int {
  ///         > 23 |   value / divisor
  ///              |         ^
  ///     #1  Service.table(_:) at Sources/Service.swift:66:33
  ///     #2  0x10f3
  ///     more calls follow
  ///
  /// - Parameters:
  ///   - folder: Paths below it are shortened.
  ///   - snippets: Which frames are shown with their source.
  /// - Returns: The lines, without their ends.
  public func text(shortening folder: String = "", snippets: Snippets = .first) -> [String] {
    var lines: [String] = []
    var number = 0
    var maySnip = snippets != .none
    for call in calls {
      if call.frames.isEmpty {
        lines.append(label(number) + "\(call.place.address)")
        number += 1
      }
      for frame in call.frames {
        lines.append(label(number) + line(of: frame, shortening: folder))
        number += 1
        guard maySnip, let snippet = frame.location.flatMap({ SourceSnippet(at: $0) }) else {
          continue
        }
        lines += snippet.text.map { "      \($0)" }
        maySnip = snippets == .all
      }
    }
    return isTruncated ? lines + ["more calls follow"] : lines
  }

  /// Which frames are shown with their source.
  public enum Snippets: Sendable {
    /// None.
    case none
    /// The innermost whose source can be read.
    case first
    /// All whose source can be read.
    case all
  }

  private func label(_ number: Int) -> String {
    "#\(number)" + String(repeating: " ", count: number < 10 ? 2 : 1)
  }

  private func line(of frame: SymbolFrame, shortening folder: String) -> String {
    var line = frame.function
    if let location = frame.location {
      let text = "\(location)"
      let isBelow = !folder.isEmpty && text.hasPrefix(folder + "/")
      line += " at " + (isBelow ? String(text.dropFirst(folder.count + 1)) : text)
    }
    return frame.isInlined ? line + " (inlined)" : line
  }
}
