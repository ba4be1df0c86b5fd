import Kernel

/// Talks to itself.
@main struct Loopback: Service {
  static func start(_ system: System) async throws(BindError) {
    let network = system.network
    let server = try network.udp.bind(port: 7)
    let client = try network.udp.bind()
    let own = network.addresses?.network.address ?? .unspecified
    let isRefused = (try? client.send([1], to: Endpoint(address: own, port: 7))) == nil
    system.check(isRefused, "the guest cannot reach itself unless it asks for that")
    network.enableLoopback()
    network.enableFragments()
    for address in [own, .loopback, IPv4Address(127, 1, 2, 3)] {
      await talk(client, server, at: address, system)
      let outcomes = try? await network.ping(.loopback, count: 3, payloadByteCount: 9000)
      var answers = 0
      for outcome in outcomes ?? [] {
        if case .answered(let time, _) = outcome, time > .zero { answers += 1 }
      }
      system.check(answers == 3, "pings come back")
    }
    for address in [own, .loopback] { await stream(to: address, system) }
    await report(client, system)
    // And is still there for others.
    for await datagram in server { try? server.send(datagram.payload, to: datagram.source) }
  }

  private static func talk(
    _ client: UDPSocket, _ server: UDPSocket, at address: IPv4Address, _ system: System
  ) async {
    let question = [UInt8](repeating: 7, count: 5000)
    try? client.send(question, to: Endpoint(address: address, port: 7))
    var questions = server.makeAsyncIterator()
    guard let datagram = await questions.next() else { return }
    system.check(datagram.payload == question, "a datagram to itself arrives whole")
    system.check(datagram.source.port == client.port, "its source is the socket that sent it")
    try? server.send([8], to: datagram.source)
    var answers = client.makeAsyncIterator()
    system.check(await answers.next()?.payload == [8], "the answer finds its way back")
    try? client.send([9], to: Endpoint(address: address, port: 7))
    var late: Datagram?
    for _ in 0..<100_000 where late == nil {
      late = await server.receive(before: Instant(nanoseconds: 0))
    }
    system.check(late?.payload == [9], "a look that takes no time loses nothing")
  }

  /// Sends a megabyte over a connection to itself, and takes it back.
  private static func stream(to address: IPv4Address, _ system: System) async {
    let tcp = system.network.tcp
    let block = (0..<65_536).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
    guard let listener = try? tcp.listen(port: 70) else { return system.check(false, "port 70") }
    let echo = Task {
      guard let connection = await listener.accept() else { return }
      for await chunk in connection { try? await connection.write(chunk) }
    }
    guard let link = try? await tcp.connect(to: Endpoint(address: address, port: 70)) else {
      return system.check(false, "a connection to itself is made")
    }
    system.check(link.local.address == address, "it comes from the address that it goes to")
    let sending = Task {
      for _ in 0..<16 { try? await link.write(block) }
      link.finish()
    }
    var place = 0
    var isSame = true
    for await chunk in link {
      for byte in chunk {
        if byte != block[place & 0xffff] { isSame = false }
        place += 1
      }
    }
    system.check(place == 16 * 65_536 && isSame, "a megabyte comes back unharmed")
    await sending.value
    await echo.value
  }

  private static func report(_ client: UDPSocket, _ system: System) async {
    // The first call of receive has reports told from then on.
    async let sending: Void = sendSoon(client)
    do throws(PacketReport) {
      _ = try await client.receive()
    } catch {
      system.check(error.reason == .unreachable(.portUnreachable), "nobody has port 99")
      system.check(error.remote.port == 99, "the report names it")
    }
    await sending
  }

  private static func sendSoon(_ client: UDPSocket) async {
    try? await Task.sleep(for: .milliseconds(10))
    try? client.send([1], to: Endpoint(address: .loopback, port: 99))
  }
}
