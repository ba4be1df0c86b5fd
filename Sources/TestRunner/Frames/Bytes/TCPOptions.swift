/// The options of a TCP segment, as far as anybody asks for them.
///
/// Source: RFC 9293, section 3.2; RFC 7323; RFC 2018.
struct TCPOptions {
  private(set) var maximumSegmentSize: UInt16?
  private(set) var windowScale: UInt8?
  private(set) var permitsSACK = false
  private(set) var timestamps: (value: UInt32, echo: UInt32)?
  /// Blocks of bytes that have arrived: first number and number after the last.
  private(set) var blocks: [(left: UInt32, right: UInt32)] = []
  /// What is wrong with them, in words, and where; nil if nothing is.
  private(set) var fault: (text: String, place: ByteView)?
  /// One bit for each kind that was there; no kind beyond 63 is known.
  private var kinds: UInt64 = 0

  init(_ view: ByteView) {
    read(view)
  }

  private mutating func read(_ view: ByteView) {
    var index = 0
    while index < view.count {
      let kind = view[index]
      if kind == Kind.end {
        let rest = view.dropFirst(index)
        if rest.firstNonZero != nil { fault = ("bytes after the end of the options", rest) }
        return
      }
      if kind == Kind.none {
        index += 1
        continue
      }
      guard index + 1 < view.count else { return note("an option is cut", view.dropFirst(index)) }
      let count = Int(view[index + 1])
      guard count >= 2, index + count <= view.count else {
        return note("option \(kind) has the length \(count)", view.dropFirst(index))
      }
      take(kind, view.part(from: index, count: count))
      index += count
    }
  }

  private mutating func take(_ kind: UInt8, _ option: ByteView) {
    let bit = kind < 64 ? UInt64(1) << UInt64(kind) : 0
    if kinds & bit != 0 { note("option \(kind) stands there twice", option) }
    kinds |= bit
    switch (kind, option.count) {
    case (Kind.maximumSegmentSize, 4): maximumSegmentSize = option.word(at: 2)
    case (Kind.windowScale, 3):
      windowScale = option[2]
      if option[2] > 14 { note("a window scale of \(option[2])", option) }
    case (Kind.permitsSACK, 2): permitsSACK = true
    case (Kind.blocks, 10), (Kind.blocks, 18), (Kind.blocks, 26), (Kind.blocks, 34):
      for index in stride(from: 2, to: option.count, by: 8) {
        blocks.append((option.long(at: index), option.long(at: index + 4)))
      }
    case (Kind.timestamps, 10): timestamps = (option.long(at: 2), option.long(at: 6))
    case (2...5, _), (Kind.timestamps, _):
      note("option \(kind) has the length \(option.count)", option)
    default: note("option \(kind) is unknown", option)
    }
  }

  private mutating func note(_ text: String, _ place: ByteView) {
    if fault == nil { fault = (text, place) }
  }

  private enum Kind {
    static let end: UInt8 = 0
    static let none: UInt8 = 1
    static let maximumSegmentSize: UInt8 = 2
    static let windowScale: UInt8 = 3
    static let permitsSACK: UInt8 = 4
    static let blocks: UInt8 = 5
    static let timestamps: UInt8 = 8
  }
}
