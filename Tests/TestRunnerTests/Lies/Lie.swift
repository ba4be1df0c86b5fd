internal import Testing

@testable internal import TestRunner

/// A way in which a guest, QEMU or a tool can lie, stall, tear its output or die.
struct Lie: CustomTestStringConvertible, Sendable {
  /// What happens.
  let testDescription: String
  /// The one verdict that it must get.
  let verdict: VerdictKind
  /// Text that the reason must contain.
  let reason: String
  /// The manifest.
  let manifest: String
  /// What QEMU's stand-in does.
  let script: String
  /// What clients do in place of those that are installed, in words of a shell.
  let clients: [String: String]

  init(
    _ description: String, is verdict: VerdictKind, saying reason: String = "",
    manifest: String = "{}", clients: [String: String] = [:], _ script: String
  ) {
    testDescription = description
    self.verdict = verdict
    self.reason = reason
    self.manifest = manifest
    self.script = script
    self.clients = clients
  }

  static let all =
    starts + records + ends + monitors + consoles + clients + counts + scenarios
    + debuggers + talkers + tools + clocks
}

/// QEMU at its start, and what guests say in records.
extension Lie {
  private static let quick = "limits: {boot: 400ms, ready: 400ms, step: 400ms}\n"
  /// For guests that are there in any case, however late Python is.
  private static let quickOnceThere = "limits: {ready: 400ms}\n"

  fileprivate static let starts: [Lie] = [
    Lie("all is as it should be", is: .passed, "ready(); serve()"),
    Lie("QEMU ends at once, as if all were well", is: .qemuFailure, saying: "status 0", "leave(0)"),
    Lie(
      "QEMU refuses its arguments", is: .qemuFailure, saying: "no such machine",
      "print('qemu: no such machine', file=sys.stderr); sys.stderr.flush(); leave(1)"),
    Lie(
      "QEMU complains without end and gives up", is: .qemuFailure, saying: "status 1",
      "sys.stderr.write('x: y\\n' * 1000000); sys.stderr.flush(); leave(1)"),
    Lie(
      "QEMU crashes at once", is: .qemuFailure, saying: "signal 11",
      "os.kill(os.getpid(), signal.SIGSEGV)"),
    Lie("QEMU says nothing at all", is: .bootFailure, manifest: quick, "hang()"),
    Lie(
      "QEMU starts, and its guest says nothing", is: .bootFailure, manifest: quick,
      "start(); serve()"),
    Lie(
      "the monitor is closed before it has said a word", is: .bootFailure, manifest: quick,
      "monitor.shutdown(socket.SHUT_RDWR); hang()"),
    Lie(
      "QEMU ends before its guest has said a word", is: .guestReset, saying: "without a word",
      "start(); leave(0)"),
    Lie(
      "QEMU crashes before its guest is ready", is: .qemuFailure, saying: "signal 6",
      "start(); console.sendall(b'hi\\n'); os.abort()"),
  ]

  fileprivate static let records: [Lie] = [
    Lie(
      "the console looks like a record", is: .hang, saying: "not ready", manifest: quickOnceThere,
      "start(); console.sendall(READY); serve()"),
    Lie(
      "the console says that all is well, and nothing else does", is: .hang,
      manifest: quickOnceThere,
      "start(); console.sendall(b'READY\\nSUCCESS\\nall tests passed\\n'); serve()"),
    Lie(
      "a bit of a record is wrong", is: .failedExpectation, saying: "checksum",
      "start(); bad = bytearray(READY); bad[-6] ^= 1; records.sendall(bad); serve()"),
    Lie(
      "half a record comes, and no more", is: .hang, saying: "not ready", manifest: quickOnceThere,
      "start(); records.sendall(READY[:-9]); serve()"),
    Lie(
      "records come byte by byte", is: .passed,
      "start()\nfor byte in READY: records.sendall(bytes([byte]))\nserve()"),
    Lie(
      "bytes before the records are none", is: .failedExpectation, saying: "no record",
      "start(); records.sendall(b'garbage' * 9 + READY); serve()"),
    Lie(
      "a record is missing", is: .failedExpectation, saying: "missing",
      "ready(); records.sendall(LATER); serve()"),
    Lie(
      "the guest starts twice", is: .guestReset, saying: "a second time",
      "ready(); records.sendall(AGAIN); serve()"),
    Lie(
      "megabytes of noise come where records should", is: .failedExpectation,
      "start(); records.sendall(bytes(range(256)) * 20000); serve()"),
    Lie(
      "a check in the guest fails, and the guest goes on", is: .failedExpectation,
      saying: "“sum” in line 3", "ready(); records.sendall(WRONG); serve()"),
    Lie(
      "the watchdog complains where nobody asks for it", is: .passed,
      "ready(); records.sendall(STALL); serve()"),
    Lie(
      "the watchdog is silent where its word is asked for", is: .failedExpectation,
      saying: "expected guest-stalled, got passed", manifest: "expect: guest-stalled",
      "ready(); serve()"),
  ]
}
