internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct NetworkNamespaceTests {
  /// What a program inside writes.
  private func output(
    of command: [String], in namespace: NetworkNamespace
  ) throws -> String {
    let null = try Descriptor(path: "/dev/null", flags: O_RDWR)
    let output = try Descriptor.pipe()
    let child = try ChildProcess.start(
      command, environment: ["PATH": "/usr/bin:/bin"],
      descriptors: [null, output.writing, null], in: namespace.reference)
    child.reap(waiting: true)
    return String(decoding: output.reading.readAvailable() ?? [], as: UTF8.self)
  }

  // As root both ways are taken; an ordinary user has only the first.
  @Test(arguments: geteuid() == 0 ? [true, false] : [true])
  func `sets up the host's side of the link`(rootless: Bool) throws {
    let namespace = try NetworkNamespace(rootless: rootless)
    var network = MachineNetwork()
    network.hostQueueLength = 777
    let tap = try namespace.makeLink(network)
    defer { withExtendedLifetime(tap) { namespace.end() } }
    let text = try output(of: ["ip", "-o", "address"], in: namespace)
    #expect(text.contains("tap0    inet 10.0.0.1/24"))
    #expect(text.contains("lo    inet 127.0.0.1/8"))
    #expect(!text.contains("tap0    inet6"), "the host keeps silent on the link")
    let link = try output(of: ["ip", "-o", "link", "show", "tap0"], in: namespace)
    #expect(link.contains("52:54:00:00:00:01"))
    #expect(link.contains("qlen 777"))
    #expect(link.contains("UP"))
  }

  @Test func `one that was let go is no child any more soon`() throws {
    let holder: Int32
    do {
      let namespace = try NetworkNamespace()
      holder = namespace.holderPID
      namespace.endSoon()
    }
    #expect(ReaperTests.isGone(holder))
  }

  @Test func `knows a permanent neighbour`() throws {
    var network = MachineNetwork()
    network.hasPermanentNeighbor = true
    let namespace = try NetworkNamespace()
    let tap = try namespace.makeLink(network)
    let text = try output(of: ["ip", "neighbour"], in: namespace)
    #expect(text.contains("10.0.0.42 dev tap0 lladdr 52:54:00:00:00:42 PERMANENT"))
    withExtendedLifetime(tap) { namespace.end() }
  }

  @Test func `takes frames of the host from the TAP`() throws {
    let namespace = try NetworkNamespace()
    let tap = try namespace.makeLink(MachineNetwork())
    tap.setNonBlocking()
    let loop = EventLoop()
    _ = loop.watch(tap) {}
    #expect(try !loop.run(until: .now), "nothing is sent unasked")
    _ = try output(of: ["ping", "-c", "1", "-W", "0.01", "10.0.0.42"], in: namespace)
    let frame = try #require(tap.readAvailable())
    #expect(frame.prefix(12) == [255, 255, 255, 255, 255, 255, 0x52, 0x54, 0, 0, 0, 1])
    #expect(frame[12...].prefix(2) == [8, 6], "ARP")
    namespace.end()
  }

  @Test func `makes a program the user's own root`() throws {
    let namespace = try NetworkNamespace(rootless: true)
    #expect(try output(of: ["id", "-u"], in: namespace) == "0\n")
  }

  @Test func `kills what it started and what that left behind`() throws {
    let namespace = try NetworkNamespace()
    let script = "setsid sleep 1003 >/dev/null 2>&1 & exec ps -o pid= -C sleep"
    _ = try output(of: ["sh", "-c", script], in: namespace)
    let network = try FileManager.default.destinationOfSymbolicLink(
      atPath: "/proc/\(namespace.holderPID)/ns/net")
    #expect(members(of: network).count == 2)
    namespace.end()
    #expect(members(of: network).isEmpty)
    namespace.end()
  }

  @Test func `opens sockets inside`() throws {
    let namespace = try NetworkNamespace()
    for kind in [NetworkNamespace.SocketKind.udp, .tcp, .raw(protocolNumber: 1), .frames] {
      #expect(try namespace.openSocket(kind).number > 2)
    }
  }

  @Test func `the holder keeps a capture, so that to close it here takes no time`() throws {
    let namespace = try NetworkNamespace()
    let folder = "/proc/\(namespace.holderPID)/fd"
    let count = try FileManager.default.contentsOfDirectory(atPath: folder).count
    _ = try namespace.openSocket(.udp)
    _ = try namespace.openSocket(.capture)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).count == count + 1)
  }

  @Test func `refuses sockets once it has ended`() throws {
    let namespace = try NetworkNamespace()
    namespace.end()
    #expect(throws: MachineError.self) { try namespace.openSocket(.udp) }
  }

  private func members(of network: String) -> [Int32] {
    ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? [])
      .compactMap { Int32($0) }.filter {
        let name = "/proc/\($0)/ns/net"
        return (try? FileManager.default.destinationOfSymbolicLink(atPath: name)) == network
      }
  }
}
