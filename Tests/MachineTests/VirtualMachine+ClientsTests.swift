internal import Foundation
internal import Glibc
internal import Testing

@testable internal import Machine

@Suite struct VirtualMachineClientsTests {
  /// Runs a command beside a machine that does nothing: its outputs and its end.
  private func run(
    _ command: [String], environment: [String: String] = [:], folder: String? = nil
  ) throws -> (output: String, error: String, status: ProcessStatus?) {
    try TestMachine.withMachine(TestMachine.configuration("halt")) { machine in
      let process = try machine.launch(command, environment: environment, folder: folder)
      var output: [UInt8] = []
      var error: [UInt8] = []
      var status: ProcessStatus?
      _ = try machine.events { kind in
        if case .output(process.id, .output, let bytes) = kind { output += bytes }
        if case .output(process.id, .error, let bytes) = kind { error += bytes }
        if case .processExited(process.id, let end) = kind { status = end }
        return status != nil
      }
      return (
        String(decoding: output, as: UTF8.self), String(decoding: error, as: UTF8.self), status
      )
    }
  }

  @Test func `reports outputs before the end`() throws {
    let result = try run(["sh", "-c", "echo out; echo err >&2; exit 3"])
    #expect(result.output == "out\n")
    #expect(result.error == "err\n")
    #expect(result.status == .exited(3))
  }

  @Test func `takes all of a long output`() throws {
    let result = try run(["head", "-c", "1000000", "/dev/zero"])
    #expect(result.output.utf8.count == 1_000_000)
  }

  @Test func `reports a signal`() throws {
    #expect(try run(["sh", "-c", "kill -TERM $$"]).status == .signalled(SIGTERM))
  }

  @Test func `adds variables and changes the folder`() throws {
    let result = try run(
      ["sh", "-c", "echo $GUEST; pwd"], environment: ["GUEST": "x"], folder: "/")
    #expect(result.output == "x\n/\n")
  }

  @Test func `puts processes into the machine's network`() throws {
    let result = try run(["cat", "/proc/thread-self/net/dev", "/proc/thread-self/net/route"])
    #expect(result.output.contains("tap0:"))
    #expect(result.output.contains("lo:"))
    #expect(!result.output.contains("eth0"))
    // 10.0.0.0, mask 255.255.255.0, in the order in which the kernel prints them.
    #expect(result.output.contains("0000000A"))
    #expect(result.output.contains("00FFFFFF"))
  }

  @Test func `answers at the host's address`() throws {
    let result = try run(["ping", "-c", "1", "-W", "5", "10.0.0.1"])
    #expect(result.status == .exited(0))
  }

  @Test func `names a program that is missing`() throws {
    try TestMachine.withMachine(TestMachine.configuration("halt")) { machine in
      #expect(throws: MachineError.missingProgram("no-such-tool")) {
        _ = try machine.launch(["no-such-tool"])
      }
    }
  }

  @Test func `names a folder that is missing`() throws {
    try TestMachine.withMachine(TestMachine.configuration("halt")) { machine in
      #expect(
        throws: MachineError.refused(
          operation: "change to folder", subject: "/no/such", errno: ENOENT)
      ) { _ = try machine.launch(["true"], folder: "/no/such") }
    }
  }

  @Test func `makes the readiness of a socket an event`() throws {
    try TestMachine.withMachine(TestMachine.configuration("halt")) { machine in
      let pair = try Descriptor.socketPair()
      let watch = machine.watch(pair.own)
      pair.other.writeAll([1])
      #expect(try machine.events { $0 == .readable(watch) }.last == .readable(watch))
      machine.unwatch(watch)
      while let event = try machine.nextEvent(until: .now) {
        #expect(event.kind != .readable(watch))
      }
    }
  }

  @Test func `makes sockets in the machine's network`() throws {
    try TestMachine.withMachine(TestMachine.configuration("halt")) { machine in
      let socket = try machine.namespace.openSocket(.udp)
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = IPv4Address(10, 0, 0, 1).value.bigEndian
      let result = withUnsafePointer(to: &address) { pointer in
        pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          bind(socket.number, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
      #expect(result == 0, "10.0.0.1 is an address only in there")
    }
  }
}
