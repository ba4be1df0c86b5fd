internal import Testing

@testable internal import Frames

@Suite struct BadLinkTests {
  private let frame = Build.udpFrame([1, 2, 3])

  /// Sends frames, a millisecond apart, that end with their number; the numbers that come out, with
  /// their times.
  private func run(
    _ settings: LinkSettings, seed: UInt64 = 1, count: Int = 1000, gap: UInt64 = 1_000_000
  ) -> [(number: Int, time: UInt64, bytes: [UInt8])] {
    var link = BadLink(settings, seed: seed)
    var out: [(Int, UInt64, [UInt8])] = []
    let take = { (now: UInt64) in
      while let delivery = link.next(at: now) {
        let bytes = delivery.bytes
        out.append((Int(bytes.suffix(2).reduce(0) { $0 << 8 | Int($1) }), now, bytes))
      }
    }
    for number in 0..<count {
      let now = UInt64(number) * gap
      while let deadline = link.deadline, deadline < now { take(deadline) }
      _ = link.send(frame + Build.word(number), .fromGuest, at: now)
      take(now)
    }
    while let deadline = link.deadline { take(deadline) }
    return out
  }

  private func way(_ change: (inout LinkSettings.Way) -> Void) -> LinkSettings {
    var settings = LinkSettings()
    change(&settings.fromGuest)
    return settings
  }

  @Test func `delivers everything at once and in order if it has no faults`() {
    let out = run(LinkSettings())
    #expect(out.map(\.number) == Array(0..<1000))
    #expect(out.allSatisfy { $0.time == UInt64($0.number) * 1_000_000 })
  }

  @Test func `loses about as many as it is asked to, the same for the same seed`() {
    let settings = way { $0.loss = 0.1 }
    let first = run(settings, count: 10_000).map(\.number)
    #expect((8700...9300).contains(first.count))
    #expect(run(settings, count: 10_000).map(\.number) == first)
    #expect(run(settings, seed: 2, count: 10_000).map(\.number) != first)
  }

  @Test func `loses the same frames whatever else it does`() {
    let plain = Set(run(way { $0.loss = 0.1 }).map(\.number))
    let worse = way {
      $0.loss = 0.1
      $0.duplication = 0.2
      $0.reordering = 0.2
    }
    #expect(Set(run(worse).map(\.number)) == plain)
  }

  @Test func `repeats frames`() {
    let out = run(way { $0.duplication = 0.1 }).map(\.number)
    #expect((1060...1140).contains(out.count))
    #expect(Set(out).count == 1000)
  }

  @Test func `lets a few later frames overtake, and loses none of those that wait`() {
    let out = run(way { $0.reordering = 0.1 }).map(\.number)
    #expect(out.sorted() == Array(0..<1000))
    #expect(out != out.sorted())
    for (place, number) in out.enumerated() { #expect(abs(place - number) <= 6) }
  }

  @Test func `a frame that nothing follows does not wait for ever`() {
    let out = run(way { $0.reordering = 1 }, count: 1)
    #expect(out.map(\.time) == [BadLink.holdLimit])
  }

  @Test func `turns one bit behind the Ethernet header, or cuts there`() {
    for (_, _, bytes) in run(way { $0.corruption = 1 }, count: 50) {
      #expect(bytes.prefix(14) == frame.prefix(14))
    }
    var link = BadLink(way { $0.corruption = 1 }, seed: 3)
    _ = link.send(frame, .fromGuest, at: 0)
    let changed = link.next(at: 0)?.bytes ?? []
    let bits = zip(changed, frame).reduce(0) { $0 + ($1.0 ^ $1.1).nonzeroBitCount }
    #expect(bits == 1)
    for (_, _, bytes) in run(way { $0.truncation = 1 }, count: 50) {
      #expect((14..<frame.count + 2).contains(bytes.count))
    }
  }

  @Test func `delays, with a scatter in which frames overtake each other`() {
    let settings = way {
      $0.delay = 10_000_000
      $0.jitter = 5_000_000
    }
    let out = run(settings)
    let delays = out.map { $0.time - UInt64($0.number) * 1_000_000 }
    #expect(delays.allSatisfy { (10_000_000...15_000_000).contains($0) })
    #expect((delays.max() ?? 0) - (delays.min() ?? 0) > 4_000_000)
    #expect(out.map(\.number) != Array(0..<1000))
  }

  @Test func `keeps to a rate, and loses what does not fit into its queue`() {
    let settings = way {
      $0.rate = UInt64(frame.count + 2) * 8 * 100
      $0.queueByteCount = (frame.count + 2) * 10
    }
    let out = run(settings)
    // A hundred frames a second in one second, and ten that wait.
    #expect((105...115).contains(out.count))
    #expect(zip(out, out.dropFirst()).allSatisfy { $1.time - $0.time >= 9_999_990 })
  }

  @Test func `loses frames that are too long, without a word`() {
    let settings = way { $0.maximumPacketByteCount = frame.count - 14 + 1 }
    #expect(run(settings).isEmpty)
    var link = BadLink(settings, seed: 1)
    #expect(link.send(frame, .fromGuest, at: 0) == BadLink.Fate())
    #expect(link.send(frame + [0, 0], .fromGuest, at: 0).isLost)
    #expect(link.lostCount == 1)
  }

  @Test func `does to the other way what is asked for that`() {
    var link = BadLink(way { $0.loss = 1 }, seed: 1)
    #expect(!link.send(frame, .toGuest, at: 0).isLost)
    #expect(link.send(frame, .fromGuest, at: 0).isLost)
  }

  @Test func `drops the third of those that fit`() {
    var settings = LinkSettings()
    var rule = LinkRule(.drop, FramePattern())
    rule.pattern.content = .tcpFlags(TCPView.Flags([.syn, .ack]).rawValue)
    rule.pattern.direction = .fromGuest
    rule.choice = .only(3)
    settings.rules = [rule]
    var link = BadLink(settings, seed: 1)
    var fates: [Bool] = []
    for _ in 0..<4 {
      #expect(!link.send(Build.tcp(.ack, 1, 2), .fromGuest, at: 0).isLost)
      #expect(!link.send(Build.tcp([.syn, .ack], 1, 2), .toGuest, at: 0).isLost)
      fates.append(link.send(Build.tcp([.syn, .ack], 1, 2), .fromGuest, at: 0).isLost)
    }
    #expect(fates == [false, false, true, false])
  }

  @Test(arguments: LinkRule.Action.allCases) func `says what a rule did`(action: LinkRule.Action) {
    var settings = LinkSettings()
    settings.rules = [LinkRule(action, FramePattern())]
    var link = BadLink(settings, seed: 1)
    #expect(!link.send(frame, .fromGuest, at: 0).remarks.isEmpty)
  }
}
