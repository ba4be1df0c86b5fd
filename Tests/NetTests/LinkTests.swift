internal import Net
internal import TestSupport
internal import Testing
internal import Wire

/// Two stacks on a cable that loses, doubles and delays frames.
@Suite struct LinkTests {
  /// A cable between two hosts; frames arrive in the order of their instants.
  struct Link {
    let hosts = [
      Host(seed: 1),
      Host(address: Host.peer, card: Host.peerCard, gateway: Host.guest, seed: 2),
    ]
    var inFlight: [(arrival: UInt64, host: Int, frame: [UInt8])] = []
    var generator: SeededGenerator
    /// Of a hundred frames so many are lost, and as many doubled.
    let lossPercent: Int

    /// Puts the frames that a host sent on the cable.
    mutating func carry(_ frames: [[UInt8]], from host: Int) {
      for frame in frames {
        let chance = Int.random(in: 0..<100, using: &generator)
        if chance < lossPercent { continue }
        for _ in 0..<(chance < 2 * lossPercent ? 2 : 1) {
          let delay = UInt64.random(in: 50_000...2_000_000, using: &generator)
          inFlight.append((hosts[host].now.nanoseconds + delay, 1 - host, frame))
        }
      }
    }

    /// Lets time pass on both sides until an instant.
    mutating func run(untilNanoseconds end: UInt64) {
      while let next = inFlight.indices.min(by: { inFlight[$0].arrival < inFlight[$1].arrival }),
        inFlight[next].arrival <= end
      {
        let (arrival, host, frame) = inFlight.remove(at: next)
        advance(to: arrival)
        carry(hosts[host].receive(frame), from: host)
      }
      advance(to: end)
    }

    /// Lets both stacks do what is due.
    mutating func advance(to nanoseconds: UInt64) {
      for index in 0..<2 {
        let seconds = Double(nanoseconds) / 1e9
        carry(hosts[index].advance(toSecond: seconds), from: index)
      }
    }
  }

  @Test(arguments: [0, 10, 30], [1, 2, 3] as [UInt64])
  func `resolve each other and exchange datagrams`(lossPercent: Int, seed: UInt64) throws {
    var link = Link(generator: SeededGenerator(seed: seed), lossPercent: lossPercent)
    let client = try link.hosts[0].stack.bindUDP(port: nil)
    let server = try link.hosts[1].stack.bindUDP(port: 53)
    for index in 0..<200 {
      let payload = [UInt8(index), UInt8(index >> 8)]
      let question = Endpoint(address: Host.peer, port: 53)
      let frames = try link.hosts[0].send(payload, from: client, to: question)
      link.carry(frames, from: 0)
      link.run(untilNanoseconds: UInt64(index + 1) * 500_000_000)
      for delivery in link.hosts[1].deliveries {
        let reply = try link.hosts[1].send(delivery.payload, from: server, to: delivery.source)
        link.carry(reply, from: 1)
      }
      link.hosts[1].deliveries = []
      link.run(untilNanoseconds: UInt64(index + 1) * 500_000_000 + 250_000_000)
    }
    link.run(untilNanoseconds: 120_000_000_000)
    let answers = link.hosts[0].deliveries.count
    #expect(lossPercent > 0 || answers == 200, "seed \(seed)")
    #expect(answers >= 200 - 5 * lossPercent, "seed \(seed)")
    for host in link.hosts {
      #expect(host.stack.counters.framesSettled == host.stack.counters.framesIn)
      #expect(host.stack.nextDeadline == nil)
    }
  }
}
