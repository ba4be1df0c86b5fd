/// A stack with its functions named.
public struct Backtrace: Equatable, Sendable {
  /// A call on the stack.
  public struct Call: Equatable, Sendable {
    /// Where the call stands.
    public let place: StackAddress
    /// The functions there, the innermost first; empty if the image has nothing at the address.
    public let frames: [SymbolFrame]

    /// Makes a call.
    public init(place: StackAddress, frames: [SymbolFrame]) {
      self.place = place
      self.frames = frames
    }
  }

  /// The calls, the innermost first.
  public let calls: [Call]
  /// Whether the stack goes on beyond the last call.
  public let isTruncated: Bool

  /// Takes calls whose functions are known.
  ///
  /// - Parameters:
  ///   - calls: The calls, the innermost first.
  ///   - isTruncated: Whether the stack goes on beyond the last call.
  public init(_ calls: [Call], isTruncated: Bool) {
    self.calls = calls
    self.isTruncated = isTruncated
  }

  /// Names the functions of a stack.
  ///
  /// - Parameters:
  ///   - stack: The calls, the innermost first.
  ///   - isTruncated: Whether the stack goes on beyond the last call.
  ///   - symboliser: The image that ran.
  public init(_ stack: [StackAddress], isTruncated: Bool, by symboliser: Symboliser) {
    let calls = stack.map { place in
      let frames = symboliser.frames(at: place.address, isReturnAddress: !place.isExact)
      return Call(place: place, frames: frames)
    }
    self.init(calls, isTruncated: isTruncated)
  }

  /// The functions, the innermost first, of all calls.
  public var frames: [SymbolFrame] { calls.flatMap(\.frames) }

  /// The same stack with other paths of sources.
  ///
  /// - Parameter rename: Gives the path by which the reader knows a file.
  /// - Returns: The stack.
  public func renamingSources(_ rename: (String) -> String) -> Backtrace {
    let renamed = calls.map { call in
      Call(place: call.place, frames: call.frames.map { $0.renamingSource(rename) })
    }
    return Backtrace(renamed, isTruncated: isTruncated)
  }

  /// The stack as text, one string per line.
  ///
  /// Each call has its number; functions that are inlined into one stand above it, without.
  ///
  ///         divided(_:by:) (inlined)  Sources/Table.swift:23:9
  ///           22 │ func divided(_ value: Int, by divisor: Int) -> Int {
  ///         > 23 │   value / divisor
  ///              │         ^
  ///     #0  Service.table(_:)  Sources/Service.swift:66:33
  ///     #1  0x10f3
  ///     … the stack goes on
  ///
  /// - Parameters:
  ///   - folder: Paths below it are shortened.
  ///   - snippets: Which frames are shown with their source.
  /// - Returns: The lines, without their ends.
  public func text(shortening folder: String = "", snippets: Snippets = .first) -> [String] {
    let sources = sources(snippets)
    var lines: [String] = []
    var index = 0
    for (number, call) in calls.enumerated() {
      if call.frames.isEmpty { lines.append(label(number) + "\(call.place.address)") }
      for frame in call.frames {
        let label = frame.isInlined ? "    " : label(number)
        lines.append(label + line(of: frame, shortening: folder))
        lines += sources[index].map { $0.text.map { "      \($0)" } } ?? []
        index += 1
      }
    }
    return isTruncated ? lines + ["… the stack goes on"] : lines
  }

  /// Which frames are shown with their source.
  public enum Snippets: Sendable {
    /// None.
    case none
    /// The innermost whose source can be read.
    case first
    /// The innermost whose source can be read and lies below a folder, or else anywhere.
    case firstBelow(String)
    /// All whose source can be read.
    case all
  }

  /// The sources to show, by the index of their frame.
  private func sources(_ snippets: Snippets) -> [Int: SourceSnippet] {
    let frames = frames
    let places = frames.indices.lazy.compactMap { index in
      frames[index].location.map { (index: index, location: $0) }
    }
    let read = { (index: Int, location: SourceLocation) in
      SourceSnippet(at: location).map { (index, $0) }
    }
    let shown: [(Int, SourceSnippet)]
    switch snippets {
    case .none: shown = []
    case .first: shown = Array(places.compactMap(read).prefix(1))
    case .firstBelow(let folder):
      let own = places.filter { $0.location.file.hasPrefix(folder + "/") }.compactMap(read).first
      shown = [own ?? places.compactMap(read).first].compactMap { $0 }
    case .all: shown = Array(places.compactMap(read))
    }
    return Dictionary(uniqueKeysWithValues: shown)
  }

  private func label(_ number: Int) -> String {
    "#\(number)" + String(repeating: " ", count: number < 10 ? 2 : 1)
  }

  private func line(of frame: SymbolFrame, shortening folder: String) -> String {
    let head = frame.isInlined ? frame.function + " (inlined)" : frame.function
    guard let place = frame.location.map({ "\($0)" }) else { return head }
    let isBelow = !folder.isEmpty && place.hasPrefix(folder + "/")
    return head + "  " + (isBelow ? String(place.dropFirst(folder.count + 1)) : place)
  }
}
