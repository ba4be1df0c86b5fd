internal import TestSupport

@testable internal import HTTP

/// What a parser makes of bytes that come in parts.
enum HeadOutcome {
  static func of(
    _ parts: [[UInt8]], _ limits: MessageLimits = MessageLimits()
  ) -> Result<RequestHead, MessageError> {
    var parser = RequestParser(limits: limits)
    var bytes: [UInt8] = []
    do throws(MessageError) {
      for part in parts {
        bytes += part
        if try parser.advance(over: bytes.raw) { return .success(parser.head) }
      }
    } catch {
      return .failure(error)
    }
    return .failure(.cut)
  }
}

extension Array where Element == UInt8 {
  func text(_ range: ByteRange) -> String { String(decoding: self[range.range], as: UTF8.self) }

  var text: String { String(decoding: self, as: UTF8.self) }

  /// The same bytes in up to six parts.
  func cut(_ random: inout SeededGenerator) -> [[UInt8]] {
    let places = (0..<random.below(6)).map { _ in random.below(count + 1) }.sorted()
    return zip([0] + places, places + [count]).map { Array(self[$0..<$1]) }
  }

  /// Changes, removes, doubles or inserts something.
  mutating func mutate(_ random: inout SeededGenerator) {
    guard !isEmpty else { return }
    let special = Array("\r\n\t :;,%/?#\0\u{7f}-0ff\"\\".utf8)
    let place = random.below(count)
    switch random.below(6) {
    case 0: self[place] = UInt8(truncatingIfNeeded: random.next())
    case 1: self[place] = special[random.below(special.count)]
    case 2: remove(at: place)
    case 3: insert(special[random.below(special.count)], at: place)
    case 4: removeSubrange(place..<Swift.min(count, place + random.below(12)))
    default:
      insert(contentsOf: self[place..<Swift.min(count, place + random.below(30))], at: place)
    }
  }
}
