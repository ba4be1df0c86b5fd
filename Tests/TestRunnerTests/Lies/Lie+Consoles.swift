@testable internal import TestRunner

/// What guests print, and what programs beside them do.
extension Lie {
  private static let quick = "limits: {ready: 400ms, step: 400ms}\n"

  static let consoles: [Lie] = [
    Lie(
      "a line on the console has no end", is: .passed,
      "ready(); console.sendall(b'x' * 3000000); serve()"),
    Lie(
      "the console is no text", is: .passed,
      "ready(); console.sendall(bytes(range(256)) * 99 + b'\\x1b[2J\\x1b]0;x\\x07'); serve()"),
    Lie(
      "a line that is asked for comes in pieces", is: .passed,
      manifest: "steps: [console: héllo]",
      "ready()\nfor byte in 'héllo\\r\\n'.encode(): console.sendall(bytes([byte]))\nserve()"),
    Lie(
      "a line that is asked for is only a part of one", is: .failedExpectation,
      saying: "no such line", manifest: quick + "steps: [console: hello]",
      "ready(); console.sendall(b'hello, world\\n'); serve()"),
    Lie(
      "a line that is asked for does not end", is: .failedExpectation,
      manifest: quick + "steps: [console: hello]",
      "ready(); console.sendall(b'hello'); serve()"),
    Lie(
      "what must never be printed comes at the end, without a line's end",
      is: .failedExpectation, saying: "later on",
      manifest: "steps: [console: {contains: error, present: no}, console: go]",
      "ready(); console.sendall(b'go\\nerror'); serve()"),
    Lie(
      "the console is closed", is: .passed,
      "ready(); console.shutdown(socket.SHUT_RDWR); serve()"),
    Lie(
      "the channel of records is closed after the start", is: .passed,
      "ready(); records.shutdown(socket.SHUT_RDWR); serve()"),
  ]

  static let clients: [Lie] = [
    Lie(
      "a program fails", is: .failedExpectation, saying: "status 3",
      manifest: "steps: [run: exit 3]", "ready(); serve()"),
    Lie(
      "a program is not installed", is: .missingTool, saying: "not installed: no-such-program",
      manifest: "steps: [run: no-such-program-here]", "ready(); serve()"),
    Lie(
      "a program does not end", is: .failedExpectation, saying: "did not end",
      manifest: quick + "steps: [run: sleep 60]", "ready(); serve()"),
    Lie(
      "a program is killed", is: .failedExpectation, saying: "signal 9",
      manifest: "steps: [run: kill -9 $$]", "ready(); serve()"),
    Lie(
      "a program prints without end", is: .passed,
      manifest: "steps: [run: head -c 20000000 /dev/zero]", "ready(); serve()"),
    Lie(
      "a program leaves others behind that hold its output", is: .passed,
      manifest: "steps: [run: sleep 60 & echo done]", "ready(); serve()"),
    Lie(
      "one of several programs fails", is: .failedExpectation, saying: "run exit 4",
      manifest: "steps: [parallel: [run: exit 0, run: exit 4]]", "ready(); serve()"),
    Lie(
      "the third round fails", is: .failedExpectation, saying: "round 3",
      manifest: "steps: [repeat: {times: 5, steps: ["
        + "run: 'cd $SWIFTLET_RUN_FOLDER; echo x >> count; test $(wc -l < count) -lt 3']}]",
      "ready(); serve()"),
    Lie(
      "a helper ends before the test", is: .failedExpectation, saying: "ended",
      manifest: "sidecars: [{name: helper, command: exit 1, ready: up}]", "ready(); serve()"),
    Lie(
      "a helper is not installed", is: .missingTool, saying: "not installed: no-such-helper",
      manifest: "sidecars: [{name: helper, command: exec no-such-helper, ready: up}]",
      "ready(); serve()"),
    Lie(
      "a helper that nobody waits for is not installed", is: .missingTool,
      saying: "not installed: no-such-helper",
      manifest: "sidecars: [{name: helper, command: no-such-helper}]\nsteps: [run: sleep 0.5]",
      "ready(); serve()"),
    Lie(
      "a helper speaks of what is not found, and ends", is: .failedExpectation, saying: "ended",
      manifest: "sidecars: [{name: helper, command: 'echo page: not found', ready: up}]",
      "ready(); serve()"),
    Lie(
      "a helper never becomes ready", is: .failedExpectation, saying: "not ready",
      manifest: quick + "sidecars: [{name: helper, command: sleep 60, ready: up}]",
      "ready(); serve()"),
    Lie(
      "the guest dies while a program runs", is: .guestPanic,
      manifest: "steps: [run: 'echo > $SWIFTLET_RUN_FOLDER/started; sleep 60']",
      "os.mkfifo('started'); ready(); open('started').read(); records.sendall(PANIC); leave(35)"),
    Lie(
      "all together take too long", is: .hang, saying: "total",
      manifest: "limits: {total: 700ms}\nsteps: [run: sleep 60]", "ready(); serve()"),
  ]
}
