internal import DNS
internal import Net
internal import Resolver
internal import TestSupport
internal import Testing
internal import Wire

@Suite struct LookupTests {
  @Test func `asks the first server and takes its answer`() throws {
    var asking = Asking()
    let parsed = Message(asking.query.span.bytes)
    let message = try #require(parsed)
    #expect(message.question?.name.isSame(as: Name(labels: "www.example")) == true)
    #expect(message.payloadSize == 1232 && !message.isResponse)
    guard case .ask(_, let server, let until) = asking.step else {
      Issue.record("\(asking.step)")
      return
    }
    #expect(server == Asking.servers[0] && until == Instant(nanoseconds: 1_000_000_000))
    #expect(asking.reply { $0.answers = [Reply.a("WWW.example", 1), Reply.a("www.example", 2)] })
    #expect(asking.answer?.outcome == .records([[10, 0, 0, 1], [10, 0, 0, 2]]))
    #expect(asking.answer?.seconds == 300 && asking.lookup.answeringServer == 0)
  }

  @Test func `numbers and letters differ from question to question`() {
    var asking = Asking()
    var identifiers: Set<[UInt8]> = []
    var names: Set<[UInt8]> = []
    while asking.server != nil {
      identifiers.insert(Array(asking.query.prefix(2)))
      names.insert(Array(Reply.question(of: asking.query)))
      asking.wait()
    }
    #expect(identifiers.count == 6 && names.count >= 5)
    #expect(asking.step == .failed(.timedOut))
  }

  @Test func `waits longer in each round, and asks all servers in each`() {
    var asking = Asking()
    var waits: [UInt64] = []
    var servers: [Endpoint?] = []
    while case .ask(_, let server, let until) = asking.step {
      waits.append(until.nanoseconds / 1_000_000_000)
      servers.append(server)
      asking.wait()
    }
    #expect(waits == [1, 1, 2, 2, 4, 4])
    #expect(servers == [0, 1, 0, 1, 0, 1].map { Asking.servers[$0] })
  }

  @Test func `passes over what does not answer the question`() {
    var asking = Asking()
    var reply = Reply()
    reply.answers = [Reply.a("www.example", 66)]
    let right = reply.bytes(answering: asking.query)
    #expect(asking.receive(right, from: Asking.servers[1]) == false)
    let port = Endpoint(address: Asking.servers[0].address, port: 54)
    #expect(asking.receive(right, from: port) == false)
    var forged = right
    forged[1] ^= 1
    #expect(asking.receive(forged) == false)
    forged = right
    forged[2] = 0x01
    #expect(asking.receive(forged) == false)
    var other = Asking("w2w.example")
    var foreign = reply.bytes(answering: other.query)
    foreign.replaceSubrange(0..<2, with: asking.query.prefix(2))
    #expect(asking.receive(foreign) == false)
    other = Asking("www.example", .aaaa)
    foreign = reply.bytes(answering: other.query)
    foreign.replaceSubrange(0..<2, with: asking.query.prefix(2))
    #expect(asking.receive(foreign) == false)
    #expect(asking.receive(Array(right.dropLast())) == false)
    #expect(asking.receive(right) == true)
  }

  @Test func `asks over a connection when many wrong answers come`() {
    var asking = Asking()
    for number in 1...8 {
      var forged = Reply().bytes(answering: asking.query)
      forged[1] ^= 1
      #expect(asking.receive(forged) == (number == 8))
    }
    #expect(asking.isConnected && asking.server == Asking.servers[0])
  }

  @Test func `asks over a connection when the letters have another case`() {
    var asking = Asking()
    var reply = Reply()
    reply.answers = [Reply.a("www.example", 1)]
    var bytes = reply.bytes(answering: asking.query)
    for index in 12..<24 where 0x41...0x5a ~= bytes[index] { bytes[index] |= 0x20 }
    #expect(asking.receive(bytes) && asking.isConnected)
    // The server has no connections: the next time, its letters are as it likes them.
    asking.wait()
    asking.wait()
    #expect(asking.server == Asking.servers[0] && !asking.isConnected)
    #expect(
      Array(Reply.question(of: asking.query).dropLast(4)) == Name(labels: "www.example").bytes)
    #expect(asking.receive(reply.bytes(answering: asking.query)) && asking.answer != nil)
  }

  @Test func `over a connection the case does not matter`() {
    var asking = Asking()
    asking.reply { $0.flags |= 0x0200 }
    #expect(asking.isConnected)
    var bytes = Reply(answers: [Reply.a("www.example", 1)]).bytes(answering: asking.query)
    for index in 12..<24 where 0x41...0x5a ~= bytes[index] { bytes[index] |= 0x20 }
    #expect(asking.receive(bytes) == true)
    #expect(asking.answer?.outcome == .records([[10, 0, 0, 1]]))
  }

  @Test func `does without EDNS where a server does not know it`() {
    for code: UInt16 in [1, 4] {
      var asking = Asking()
      #expect(asking.speaksEDNS)
      asking.reply { $0.flags |= code }
      #expect(asking.server == Asking.servers[0] && !asking.speaksEDNS)
      asking.reply { $0.flags |= code }
      #expect(asking.server == Asking.servers[1] && asking.speaksEDNS)
    }
    var asking = Asking()
    // Only a header: the question could not be read.
    let header = Array(asking.query.prefix(2)) + [0x80, 1, 0, 0, 0, 0, 0, 0, 0, 0]
    #expect(asking.receive(header) == true)
    #expect(!asking.speaksEDNS)
  }

  @Test func `asks the next server when one fails`() {
    var asking = Asking()
    asking.reply { $0.flags |= 2 }
    #expect(asking.server == Asking.servers[1])
    for _ in 0..<5 { asking.reply { $0.flags |= 5 } }
    #expect(asking.step == .failed(.serverFailed(code: 5)))
  }

  @Test func `has nobody to ask`() {
    #expect(Asking { $0.servers = [] }.step == .failed(.noServer))
  }

  @Test func `ends whatever servers say`() {
    var generator = SeededGenerator(seed: 5452)
    for _ in 0..<3000 {
      var asking = Asking()
      var count = 0
      while asking.server != nil {
        count += 1
        guard count < 200 else {
          Issue.record("no end")
          return
        }
        if generator.below(3) == 0 { asking.wait() }
        guard asking.server != nil else { break }
        asking.reply {
          $0.flags = UInt16(truncatingIfNeeded: generator.next()) | 0x8000
          $0.flags &= generator.below(2) == 0 ? 0x83ff : 0x80f0
          let names: [StaticString] = ["www.example", "a.example", "b.example"]
          for _ in 0..<generator.below(4) {
            let owner = names[generator.below(3)]
            $0.answers.append(
              generator.below(6) == 0
                ? Reply.a(owner, 1) : Reply.alias(owner, names[generator.below(3)]))
          }
          if generator.below(4) == 0 { $0.authority = [Reply.soa("example", minimum: 5)] }
        }
      }
    }
  }
}
