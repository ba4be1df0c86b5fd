@testable internal import DNS
internal import TestSupport
internal import Testing

/// Bytes that nobody sends in good faith: no answer may be malformed, and nothing may trap.
@Suite struct HostileQueryTests {
  private func captured() -> [[UInt8]] {
    ["plain", "corners", "rules"].flatMap { CapturedAnswer.load($0).map(\.query) }
  }

  /// Room for answers and those already found to be well formed: most are alike.
  private struct Checker {
    let limit: ResponseLimit
    var room: [UInt8]
    var known: Set<[UInt8]> = []

    init(_ limit: ResponseLimit, room: Int) {
      self.limit = limit
      self.room = [UInt8](repeating: 0xa5, count: room)
    }

    /// Answers a query and checks the answer.
    mutating func check(_ query: [UInt8], _ note: String) {
      let limit = limit
      var span = room.mutableSpan
      var bytes = span.mutableBytes
      guard let count = AuthoritativeServer.test.answer(query.rawSpan, into: &bytes, limit: limit)
      else {
        if query.count >= 12, query[2] & 0x80 == 0 { Issue.record("\(note): \(query)") }
        return
      }
      let reply = Array(room[..<count])
      guard known.insert(Array(reply[2...])).inserted else { return }
      if count > 1232 && limit == .udp || (try? ParsedMessage(reply)) == nil {
        Issue.record("\(note): \(query) -> \(reply)")
      }
    }
  }

  @Test func `answers every cut of every captured query`() {
    var checker = Checker(.udp, room: 1232)
    for query in captured() {
      for byteCount in 0...query.count {
        checker.check(Array(query.prefix(byteCount)), "cut to \(byteCount)")
      }
    }
  }

  @Test func `answers random bytes`() {
    var numbers = SeededGenerator(seed: 1)
    var checker = Checker(.udp, room: 512)
    for index in 0..<50_000 {
      var query = (0..<Int.random(in: 0..<80, using: &numbers)).map { _ in
        UInt8.random(in: 0...255, using: &numbers)
      }
      // Half of them at least look like one question.
      if index % 2 == 0, query.count > 12 {
        query.replaceSubrange(2..<8, with: [0, 0, 0, 1, 0, 0])
      }
      checker.check(query, "seed 1, query \(index)")
    }
  }

  @Test(arguments: zip([2, 3, 4, 5] as [UInt64], [512, 600, 1232, 65535]))
  func `answers mutated queries`(seed: UInt64, room: Int) {
    var numbers = SeededGenerator(seed: seed)
    var checker = Checker(seed == 5 ? .tcp : .udp, room: room)
    let queries = captured()
    for index in 0..<50_000 {
      var query = queries[Int.random(in: 0..<queries.count, using: &numbers)]
      for _ in 0..<Int.random(in: 1...4, using: &numbers) { mutate(&query, &numbers) }
      checker.check(query, "seed \(seed), query \(index)")
    }
  }

  private func mutate(_ query: inout [UInt8], _ numbers: inout SeededGenerator) {
    guard !query.isEmpty else { return }
    let position = Int.random(in: 0..<query.count, using: &numbers)
    switch Int.random(in: 0..<6, using: &numbers) {
    case 0: query[position] ^= 1 << UInt8.random(in: 0..<8, using: &numbers)
    case 1: query[position] = UInt8.random(in: 0...255, using: &numbers)
    case 2:
      query[position] = [0, 1, 0x3f, 0x40, 0x7f, 0xc0, 0xff].randomElement(using: &numbers) ?? 0
    case 3: query.remove(at: position)
    case 4: query.insert(UInt8.random(in: 0...255, using: &numbers), at: position)
    default: query.append(contentsOf: query[position...].prefix(40))
    }
  }
}
