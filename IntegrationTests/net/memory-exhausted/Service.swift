import Kernel

/// Uses up memory when it is asked to, and answers again when it has let go.
@main struct MemoryExhausted: Service {
  static func start(_ system: System) async throws(BindError) {
    system.network.enableFragments()
    let socket = try system.network.udp.bind(port: 7)
    var unread: UDPSocket?
    for await query in socket {
      if query.payload == Array("open".utf8) { unread = try system.network.udp.bind(port: 9) }
      if query.payload == Array("close".utf8) { unread = nil }
      if query.payload == Array("many".utf8) {
        let free = try await leave(unread: system)
        try? socket.send(free, to: query.source)
        continue
      }
      if query.payload == Array("fill".utf8) {
        var hoard = Hoard()
        hoard.fill(system.memory)
        try? socket.send(Array("full".utf8), to: query.source)
        try? await Task.sleep(for: .seconds(1))
      }
      try? socket.send(query.payload, to: query.source)
    }
    _ = unread
  }

  /// How much memory is free, as text, once others had time to fill sixteen sockets.
  private static func leave(unread system: System) async throws(BindError) -> [UInt8] {
    var sockets: [UDPSocket] = []
    for port in 100..<116 as Range<UInt16> {
      sockets.append(try system.network.udp.bind(port: Port(port)))
    }
    try? await Task.sleep(for: .seconds(4))
    let free = system.memory.statistics.freeByteCount
    sockets = []
    return Array("\(free)".utf8)
  }
}

/// Pages that hold one another, so that no array is needed for them.
struct Hoard: ~Copyable {
  private var first: UnsafeMutablePointer<UInt>?

  /// Takes all but four pages.
  mutating func fill(_ memory: Memory) {
    while memory.statistics.freeByteCount > 4 * 4096 {
      let page = UnsafeMutablePointer<UInt>.allocate(capacity: 512)
      page.pointee = UInt(bitPattern: first)
      first = page
    }
  }

  deinit {
    var next = first
    while let page = next {
      next = UnsafeMutablePointer(bitPattern: page.pointee)
      page.deallocate()
    }
  }
}
