internal import GDBStub
internal import Net
internal import Wire

// What the network keeps; an image whose service does without has nothing to show.

extension MonitorCommand {
  /// Writes which ports are bound, and what connections there are.
  @inline(never)
  static func writeSockets<Line: DebugLine>(_ output: inout Reply<Line>) {
    // Safe, all of these: one core; nobody changes what is looked at.
    unsafe network?.pointee.forEachSocket { port, waiting in
      output.write("udp %5d  %d datagrams wait\n", counts: Int(port.rawValue), waiting)
    }
    TCPStart.forEachListener { port, waiting, backlog in
      output.write(
        "tcp %5d  listens, %d of at most %d wait\n", counts: Int(port.rawValue), waiting, backlog)
    }
    TCPStart.forEachConnection { status in
      output.write(
        "tcp %5d  %i:%d  ", UInt64(status.local.port.rawValue),
        UInt64(status.remote.address.rawValue), UInt64(status.remote.port.rawValue))
      output.write(status.state.name)
      output.write(
        ", %d bytes to read, room for %d to send\n", counts: status.readableCount,
        status.writableCount)
    }
  }

  /// Writes what is known of the hosts on the link.
  @inline(never)
  static func writeNeighbors<Line: DebugLine>(_ output: inout Reply<Line>) {
    let now = sharedCurrentNanoseconds()
    unsafe network?.pointee.stack.forEachNeighbor { address, hardware, confirmed in
      output.write("%i  ", UInt64(address.rawValue))
      if let hardware {
        output.write("%m  %t s ago\n", hardware.rawValue, now &- confirmed.nanoseconds)
      } else {
        output.write("asked for\n")
      }
    }
  }

  /// Writes which way packets go: the own network first.
  @inline(never)
  static func writeRoutes<Line: DebugLine>(_ output: inout Reply<Line>) {
    guard let network = unsafe network else { return }
    let addresses = unsafe network.pointee.addresses
    write(addresses.network, through: nil, &output)
    for index in addresses.routes.indices {
      write(addresses.routes[index].network, through: addresses.routes[index].gateway, &output)
    }
    if let gateway = addresses.gateway {
      output.write("0.0.0.0/0  through %i\n", UInt64(gateway.rawValue))
    }
  }

  @inline(never)
  private static func write<Line: DebugLine>(
    _ network: IPv4Network, through gateway: IPv4Address?, _ output: inout Reply<Line>
  ) {
    output.write(
      "%i/%d  ", UInt64(network.address.rawValue), UInt64(network.prefixBitCount))
    if let gateway {
      output.write("through %i\n", UInt64(gateway.rawValue))
    } else {
      output.write("on the link\n")
    }
  }
}
