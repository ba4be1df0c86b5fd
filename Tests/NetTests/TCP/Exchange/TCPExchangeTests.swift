internal import Testing

/// The exchanges of RFC 9293 and of those that amend it, clause by clause.
@Suite struct TCPExchangeTests {
  @Test(arguments: TCPExchange.all)
  func `goes as the clause says`(_ exchange: TCPExchange) {
    let player = TCPExchangePlayer()
    player.play(exchange)
    #expect(player.complaints.isEmpty)
  }

  @Test func `names a clause in each, and nothing twice`() {
    let exchanges = TCPExchange.all
    #expect(exchanges.count >= 300)
    #expect(exchanges.allSatisfy { $0.clause.hasPrefix("RFC ") && !$0.lines.isEmpty })
    #expect(Set(exchanges.map { $0.clause + $0.title }).count == exchanges.count)
  }

  /// What a player must not let pass.
  @Test(
    arguments: [
      "in ESTABLISHED\n< ACK seq=1 ack=1 len=3\n+40ms\n> ACK seq=1 ack=5",
      "in ESTABLISHED\n< ACK seq=1 ack=1 len=3\n+40ms",
      "in ESTABLISHED\n> ACK seq=1", "in ESTABLISHED\nstate LISTEN",
      "in ESTABLISHED\n< RST seq=1\nerror none", "in NOWHERE", "in ESTABLISHED\nfly",
      "in ESTABLISHED\n< ACK seq=1 ack=1 len=3\nread 2", "in ESTABLISHED\nwrite 3",
      "in ESTABLISHED\nwrite 3\n> ACK seq=1 len=4", "set colour=blue",
      "in ESTABLISHED\nwrite 3\n> ACK seq=1 len=3 sack=1-2", "in ESTABLISHED\n< ACK ack=1",
    ])
  func `complains of what is not so`(text: String) throws {
    let player = TCPExchangePlayer()
    player.play(try #require(TCPExchange.parse("== wrong\n" + text, file: "here").first))
    #expect(!player.complaints.isEmpty)
  }
}
