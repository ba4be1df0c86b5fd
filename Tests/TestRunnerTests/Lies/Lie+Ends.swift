@testable internal import TestRunner

/// How guests end, and what the monitor says of them.
extension Lie {
  private static let waiting = "steps: [exit: 0]"
  private static let busy = "steps: [run: sleep 50]"
  private static let quick = "limits: {step: 400ms}\n"

  static let ends: [Lie] = [
    Lie(
      "the guest panics", is: .guestPanic, saying: "x",
      "ready(); records.sendall(PANIC); leave(35)"),
    Lie(
      "the guest panics and ends as if all were well", is: .guestPanic,
      "ready(); records.sendall(PANIC); leave(33)"),
    Lie(
      "the guest panics when all that was asked for is done", is: .guestPanic,
      manifest: "steps: [console: done]",
      "ready(); records.sendall(PANIC); console.sendall(b'done\\n'); serve()"),
    Lie(
      "the guest ends too early", is: .exitedEarly, saying: "status 0", manifest: busy,
      "ready(); records.sendall(EXIT0); leave(33)"),
    Lie(
      "the guest ends as it should", is: .passed, manifest: waiting,
      "ready(); records.sendall(EXIT0); leave(33)"),
    Lie(
      "the guest ends with another status than it should", is: .exitedEarly,
      saying: "expected 0", manifest: waiting, "ready(); records.sendall(EXIT3); leave(33)"),
    Lie(
      "the guest says that it ends, and does not", is: .hang, manifest: quick + waiting,
      "ready(); records.sendall(EXIT0); serve()"),
    Lie(
      "QEMU ends well, but no guest has said so", is: .guestReset, saying: "without a word",
      manifest: waiting, "ready(); leave(0)"),
    Lie(
      "QEMU ends with a status that means nothing", is: .exitedEarly, saying: "status 98",
      manifest: busy, "ready(); leave(98)"),
    Lie(
      "QEMU is killed in the middle", is: .qemuFailure, saying: "signal 9", manifest: busy,
      "ready(); os.kill(os.getpid(), signal.SIGKILL)"),
    Lie(
      "QEMU crashes after the last record", is: .qemuFailure, saying: "signal 11",
      manifest: waiting,
      "ready(); records.sendall(EXIT0); os.kill(os.getpid(), signal.SIGSEGV)"),
  ]

  static let monitors: [Lie] = [
    Lie(
      "QEMU reports an event that is expected, and ends at once", is: .passed,
      saying: "as expected",
      manifest: "expect: {verdict: guest-panic, event: NEWS}",
      "ready(); records.sendall(PANIC); event('STOP'); event('NEWS'); leave(35)"),
    Lie(
      "the guest resets its machine", is: .guestReset, manifest: busy,
      "ready(); event('SHUTDOWN', guest=True, reason='guest-reset'); serve()"),
    Lie(
      "the guest switches its machine off", is: .exitedEarly, manifest: busy,
      "ready(); event('SHUTDOWN', guest=True, reason='guest-shutdown'); serve()"),
    Lie(
      "the guest tells of a panic by the device alone", is: .guestPanic, manifest: busy,
      "ready(); event('GUEST_PANICKED', action='pause'); serve()"),
    Lie(
      "the guest does not come to rest", is: .hang, saying: "busy",
      "processors = BUSY; ready(); serve()"),
    Lie(
      "the guest spins with interrupts off", is: .hang, saying: "interrupts off",
      "processors = SPIN; ready(); serve()"),
    Lie(
      "the guest spins, and its frame pointer leads beyond all memory", is: .hang,
      saying: "interrupts off",
      "processors = SPIN.replace('RFL', 'RBP=fffffffffffffbf8 RFL'); ready(); serve()"),
    Lie(
      "the guest sleeps where nothing can wake it", is: .hang, saying: "interrupts off",
      "processors = DEAD; ready(); serve()"),
    Lie(
      "QEMU has stopped the guest", is: .hang, saying: "paused",
      "state = 'paused'; ready(); serve()"),
    Lie(
      "the monitor answers with what is no JSON", is: .internalError, saying: "monitor",
      "ready(); reader.readline(); monitor.sendall(b'{{{\\r\\n'); hang()"),
    Lie(
      "the monitor answers with what makes no sense", is: .internalError,
      "processors = 'unknown command'; ready(); serve()"),
    Lie(
      "the monitor refuses to answer", is: .internalError,
      "ready(); c = json.loads(reader.readline())\n"
        + "say({'error': {'class': 'X', 'desc': 'no'}, 'id': c['id']}); hang()"),
    Lie(
      "the monitor does not answer", is: .internalError, saying: "no answer in time",
      "ready(); hang()"),
    Lie(
      "the monitor is closed, and QEMU lives on", is: .internalError,
      "ready(); reader.readline(); monitor.shutdown(socket.SHUT_RDWR); hang()"),
    Lie(
      "the monitor is torn in the middle of a line", is: .internalError,
      "ready(); reader.readline(); monitor.sendall(b'{ '); "
        + "monitor.shutdown(socket.SHUT_RDWR); hang()"),
    Lie(
      "the monitor reports thousands of things", is: .passed,
      "ready()\nfor n in range(5000): event('STOP', n=n)\nserve()"),
    Lie(
      "the monitor reports what nobody knows", is: .passed,
      "ready(); event('NEWS', a=[1, {'b': None}]); say({'event': 'X'}); serve()"),
    Lie(
      "an event that is waited for does not come", is: .failedExpectation,
      saying: "RESUME", manifest: quick + "steps: [event: NICE]", "ready(); serve()"),
  ]
}
