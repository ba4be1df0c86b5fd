import Kernel
import Syslog

/// Sends messages of its own and the kernel's log to a collector.
@main struct SyslogGuest: Service {
  static func start(_ system: System) async throws(BindError) {
    let collector = Endpoint(address: IPv4Address(10, 0, 0, 1), port: 514)
    let sender = try system.network.syslog(to: collector)
    sender.hostName = Array("guest".utf8)
    sender.application = Array("tests".utf8)
    system.log.forward(by: sender, from: .info)
    var message = SyslogMessage(.warning, text: Array("Grüße, \"quoted\" ]".utf8))
    message.kind = Array("ID1".utf8)
    message.elements = [
      SyslogElement(Array("values@32473".utf8), [(Array("key".utf8), Array(#"a"b\c]d"#.utf8))])
    ]
    let socket = try system.network.udp.bind(port: 7)
    for await datagram in socket {
      try? socket.send(datagram.payload, to: datagram.source)
      sender.send(message)
      for number in 0..<300 { log(.notice, "line \(number) of many", module: "tests") }
      // More at once than the device has buffers.
      for _ in 0..<400 { sender.send(SyslogMessage(.notice, text: Array("at once".utf8))) }
      log(.error, "somebody called", module: "tests")
      sender.send(SyslogMessage(.debug, text: datagram.payload))
    }
  }
}
