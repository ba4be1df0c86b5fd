import Scenario

/// Connections that stay open while the cable is cut, the guest stopped and the link made bad: every
/// byte comes back once and in its order.
@main struct Outages: GuestScenario {
  func run(_ guest: Guest) throws {
    var chance = Chance(state: guest.seed)
    let streams = try (0..<3).map { _ in try guest.connect(port: 7) }
    let before = try guest.counter("tcpConnectionsAccepted")
    try guest.step("bytes wait for a cable that is cut") {
      try exchange(guest, streams, &chance) {
        try guest.setLink(up: false)
      } end: {
        try guest.setLink(up: true)
      }
    }
    try guest.step("and for a guest that is stopped") {
      try exchange(guest, streams, &chance) {
        try guest.pause()
      } end: {
        try guest.resume()
      }
    }
    try guest.step("a link that gets bad in the middle harms none") {
      try exchange(guest, streams, &chance) {
        try guest.setLink("loss: 3%, duplicate: 5%, reorder: 5%")
      }
      try guest.setLink("")
    }
    try guest.step("no connection was replaced by another") {
      let after = try guest.counter("tcpConnectionsAccepted")
      try guest.expect(after == before, "\(after) connections are \(before)")
    }
  }

  /// Sends on all streams, lets something happen, sends on, and wants all of it back.
  private func exchange(
    _ guest: Guest, _ streams: [GuestStream], _ chance: inout Chance, begin: () throws -> Void,
    end: () throws -> Void = {}
  ) throws {
    let first = streams.map { _ in chance.bytes() }
    for (stream, bytes) in zip(streams, first) { try stream.send(bytes) }
    try begin()
    let second = streams.map { _ in chance.bytes() }
    for (stream, bytes) in zip(streams, second) { try stream.send(bytes) }
    try end()
    for (index, stream) in streams.enumerated() {
      let wanted = first[index] + second[index]
      let found = try stream.receive(wanted.count)
      try guest.expect(found == wanted, "stream \(index) brings \(wanted.count) bytes back")
    }
  }
}

/// Numbers that one number decides.
struct Chance: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    let mixed = (state ^ (state >> 30)) &* 0xbf58_476d_1ce4_e5b9
    return mixed ^ (mixed >> 27)
  }

  /// Some thousands of bytes.
  mutating func bytes() -> [UInt8] {
    (0..<Int.random(in: 1000...20_000, using: &self)).map { _ in
      UInt8.random(in: 0...255, using: &self)
    }
  }
}
