internal import Frames

extension NodeDecoder where Value == Double {
  /// A part of all: `1%`, `0.5%`.
  static var part: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      guard text.hasSuffix("%"), let number = Double(text.dropLast()), (0...100).contains(number)
      else { return .problem("expected a part such as 1% or 0.5%, found “\(text)”") }
      return .value(number / 100)
    }
  }
}

extension NodeDecoder where Value == UInt64 {
  /// A duration in nanoseconds.
  static var nanoseconds: NodeDecoder {
    NodeDecoder<Duration>.duration.then { duration in
      let parts = duration.components
      return .value(
        UInt64(parts.seconds) * 1_000_000_000 + UInt64(parts.attoseconds) / 1_000_000_000)
    }
  }

  /// Bits per second: `512kbit`, `10Mbit`, `1Gbit`.
  static var bitRate: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      let units: [(String, Double)] = [("kbit", 1e3), ("Mbit", 1e6), ("Gbit", 1e9)]
      for (unit, factor) in units where text.hasSuffix(unit) {
        guard let number = Double(text.dropLast(4)), number > 0, number <= 1e6 else { break }
        return .value(UInt64(number * factor))
      }
      return .problem("expected a rate such as 512kbit, 10Mbit or 1Gbit, found “\(text)”")
    }
  }
}

extension NodeDecoder where Value == String {
  /// The word for no choice.
  static var any: NodeDecoder {
    text.then { $0 == "any" ? .value($0) : .problem("expected any, found “\($0)”") }
  }
}

extension NodeDecoder where Value == FramePattern.Content {
  /// Segments by their flags, or by having data.
  static var tcpContent: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      guard let content = FramePattern.Content(tcp: text) else {
        return .problem("expected any, data, or flags such as syn+ack, found “\(text)”")
      }
      return .value(content)
    }
  }

  /// Messages by their type.
  static var icmpContent: NodeDecoder {
    NodeDecoder<String>.text.then { text in
      switch text {
      case "any": .value(.icmp(type: nil))
      case "echo-request": .value(.icmp(type: 8))
      case "echo-reply": .value(.icmp(type: 0))
      case "unreachable": .value(.icmp(type: 3))
      default: .problem("expected any, echo-request, echo-reply or unreachable, found “\(text)”")
      }
    }
  }
}
