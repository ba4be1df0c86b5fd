/// A TCP segment whose header fits into its packet.
struct TCPView {
  let bytes: ByteView

  /// Takes a segment; nil if its header is not all there.
  init?(_ view: ByteView) {
    guard view.count >= 20 else { return nil }
    let header = Int(view[12] >> 4) * 4
    guard header >= 20, header <= view.count else { return nil }
    bytes = view
  }

  var headerByteCount: Int { Int(bytes[12] >> 4) * 4 }
  var sourcePort: UInt16 { bytes.word(at: 0) }
  var destinationPort: UInt16 { bytes.word(at: 2) }
  var sequence: UInt32 { bytes.long(at: 4) }
  var acknowledgement: UInt32 { bytes.long(at: 8) }
  var flags: Flags { Flags(rawValue: bytes[13]) }
  var window: UInt16 { bytes.word(at: 14) }
  var options: ByteView { bytes.part(from: 20, count: headerByteCount - 20) }
  var payload: ByteView { bytes.dropFirst(headerByteCount) }

  /// How many sequence numbers the segment takes.
  var sequenceCount: UInt32 {
    UInt32(payload.count) + (flags.contains(.syn) ? 1 : 0) + (flags.contains(.fin) ? 1 : 0)
  }

  /// The number after the last one that the segment takes.
  var end: UInt32 { sequence &+ sequenceCount }

  struct Flags: OptionSet {
    let rawValue: UInt8
    static let fin = Flags(rawValue: 0x01)
    static let syn = Flags(rawValue: 0x02)
    static let rst = Flags(rawValue: 0x04)
    static let psh = Flags(rawValue: 0x08)
    static let ack = Flags(rawValue: 0x10)
    static let urg = Flags(rawValue: 0x20)
    static let ece = Flags(rawValue: 0x40)
    static let cwr = Flags(rawValue: 0x80)

    /// The letters that tcpdump gives them.
    static let names: [(flag: Flags, name: String)] = [
      (.syn, "syn"), (.fin, "fin"), (.rst, "rst"), (.psh, "psh"), (.ack, "ack"), (.urg, "urg"),
      (.ece, "ece"), (.cwr, "cwr"),
    ]

    /// The flags as words: `syn+ack`.
    var text: String {
      let words = Self.names.filter { contains($0.flag) }.map(\.name)
      return words.isEmpty ? "no flags" : words.joined(separator: "+")
    }
  }
}

/// Sequence numbers, which go round.
enum SequenceNumber {
  /// How far one number is behind another; negative if it is before it.
  static func distance(from start: UInt32, to end: UInt32) -> Int {
    Int(Int32(bitPattern: end &- start))
  }

  static func later(_ first: UInt32, _ second: UInt32) -> UInt32 {
    distance(from: first, to: second) > 0 ? second : first
  }
}
