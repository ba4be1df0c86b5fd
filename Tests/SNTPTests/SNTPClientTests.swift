internal import Net
internal import SNTP
internal import Testing
internal import Wire

@Suite struct SNTPClientTests {
  static let servers = [UInt8(1), 2].map {
    Endpoint(address: IPv4Address(10, 0, 0, $0), port: SNTPClient.port)
  }

  static func client() -> SNTPClient { SNTPClient(servers: servers, seed: 1) }

  static func at(_ seconds: UInt64) -> Instant { Instant(nanoseconds: seconds * 1_000_000_000) }

  /// What is asked of whom.
  static func asked(_ step: SNTPClient.Step?) -> (question: [UInt8], server: Endpoint)? {
    guard case .ask(let question, let server, _) = step else { return nil }
    return (question, server)
  }

  @Test func `asks the first server and takes its word`() throws {
    var client = Self.client()
    let step = client.start(at: Self.at(0))
    let (question, server) = try #require(Self.asked(step))
    #expect(server == Self.servers[0])
    #expect(step == .ask(question, server: server, until: Self.at(2)))
    let answer = Answer(question).bytes
    #expect(client.receive(answer.span.bytes, from: Self.servers[1], at: Self.at(0)) == nil)
    let answered = client.receive(answer.span.bytes, from: server, at: Self.at(0))
    guard case .finished(let reading) = answered else {
      Issue.record("\(String(describing: answered))")
      return
    }
    #expect(reading.stratum == 2)
  }

  @Test func `asks each twice, with a new number each time`() throws {
    var client = Self.client()
    var questions: [[UInt8]] = []
    var servers: [Endpoint] = []
    var step = client.start(at: Self.at(0))
    while let (question, server) = Self.asked(step) {
      questions.append(question)
      servers.append(server)
      step = client.giveUp(at: Self.at(2))
    }
    #expect(step == .failed(.timedOut))
    #expect(servers == [0, 0, 1, 1].map { Self.servers[$0] })
    #expect(Set(questions).count == 4)
  }

  @Test func `does not ask again who refuses`() throws {
    var client = Self.client()
    let (question, server) = try #require(Self.asked(client.start(at: Self.at(0))))
    var answer = Answer(question)
    answer.stratum = 0
    answer.reference = 0x5241_5445
    let step = client.receive(answer.bytes.span.bytes, from: server, at: Self.at(0))
    #expect(Self.asked(step)?.server == Self.servers[1])
  }

  @Test func `a forger cannot end the question`() throws {
    var client = Self.client()
    let (question, server) = try #require(Self.asked(client.start(at: Self.at(0))))
    #expect(client.receive(([1, 2, 3] as [UInt8]).span.bytes, from: server, at: Self.at(0)) == nil)
    var forged = Answer(question)
    forged.originate += 1
    forged.stratum = 0
    #expect(client.receive(forged.bytes.span.bytes, from: server, at: Self.at(0)) == nil)
  }

  @Test func `has nobody to ask`() {
    var client = SNTPClient(servers: [], seed: 1)
    #expect(client.start(at: Self.at(0)) == .failed(.noServer))
    #expect(client.receive([UInt8]().span.bytes, from: Self.servers[0], at: Self.at(0)) == nil)
  }
}
