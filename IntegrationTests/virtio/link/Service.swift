import Kernel

/// Says when its link goes down and comes up; tries to send all the while, and echoes datagrams.
@main struct LinkService: Service {
  static func start(_ system: System) async throws(BindError) {
    let socket = try system.network.udp.bind(port: 7)
    Task {
      for await datagram in socket { try? socket.send(datagram.payload, to: datagram.source) }
    }
    let peer = Endpoint(address: IPv4Address(10, 0, 0, 1), port: 9)
    var wasUp = true
    var refusalCount = 0
    while true {
      do throws(SendError) { try socket.send([1], to: peer) } catch {
        if error == .linkDown { refusalCount += 1 }
      }
      if system.network.isLinkUp != wasUp {
        wasUp.toggle()
        system.console.print(wasUp ? "the link is up" : "the link is down")
      }
      if refusalCount == 10 { system.console.print("nothing is sent") }
      try? await Task.sleep(for: .milliseconds(5))
    }
  }
}
