@testable internal import TestRunner

/// Scenarios that lie, stall or die.
extension Lie {
  /// A manifest whose only step is a program in Python that has a socket `s` with a file `f`.
  private static func manifest(_ program: String, limit: String = "") -> String {
    let prelude = """
      import json, os, signal, socket, sys, time
      s = socket.socket(fileno=3)
      f = s.makefile("rb")
      def say(value): s.sendall(json.dumps(value).encode() + b"\\n")
      def ask(word, **more):
          say({"do": word, **more})
          return json.loads(f.readline())
      hello = json.loads(f.readline())

      """
    let lines = (prelude + program).split(separator: "\n", omittingEmptySubsequences: false)
    let head = ["steps:", "- scenario:", "    command: |", "      exec /usr/bin/python3 - <<'EOF'"]
    let body = lines.map { "      \($0)" } + ["      EOF"]
    return ([limit] + head + body).joined(separator: "\n") + "\n"
  }

  private static let quick = "limits: {step: 1200ms}"
  private static let serving = "ready(); serve()"

  private static func scenario(
    _ description: String, is verdict: VerdictKind, saying reason: String = "",
    limit: String = "", _ program: String, _ script: String = serving
  ) -> Lie {
    Lie(
      "a scenario " + description, is: verdict, saying: reason,
      manifest: manifest(program, limit: limit), script)
  }

  static let scenarios: [Lie] = [
    scenario(
      "does what it should", is: .passed,
      """
      assert hello["hello"] == 1 and hello["address"] == "10.0.0.42"
      assert ask("begin", title="part")["ok"] and ask("take", step="run: exit 0")["ok"]
      assert ask("take", step={"run": {"command": "exit 3", "status": 3}})["ok"]
      assert ask("wait", of="console", contains="hi")["text"] == "oh hi"
      assert ask("end")["ok"] and ask("pass")["ok"]
      """, "ready(); console.sendall(b'oh hi\\n'); serve()"),
    scenario("ends without a word", is: .failedExpectation, saying: "without a word", "pass"),
    scenario(
      "ends with a status, and no word", is: .failedExpectation, saying: "status 3", "sys.exit(3)"),
    scenario(
      "crashes", is: .failedExpectation, saying: "signal 11",
      "os.kill(os.getpid(), signal.SIGSEGV)"),
    scenario(
      "says that it passed, and ends otherwise", is: .failedExpectation, saying: "but:",
      "ask('pass'); sys.exit(4)"),
    scenario(
      "fails, and ends as if all were well", is: .failedExpectation, saying: "a.swift:3: no luck",
      "ask('fail', reason='no luck', file='a.swift', line=3)"),
    scenario(
      "never says a word", is: .failedExpectation, saying: "did not end", limit: quick,
      "signal.pause()"),
    scenario(
      "hangs within a part", is: .failedExpectation, saying: "in “one › two”", limit: quick,
      "ask('begin', title='one'); ask('begin', title='two'); signal.pause()"),
    scenario(
      "passes and does not end", is: .failedExpectation, saying: "did not end", limit: quick,
      "ask('pass'); signal.pause()"),
    scenario(
      "closes its socket and lives on", is: .failedExpectation, saying: "did not end",
      limit: quick, "s.shutdown(socket.SHUT_RDWR); signal.pause()"),
    scenario(
      "leaves another behind that holds its socket", is: .passed,
      "ask('pass')\nif os.fork() == 0: signal.pause()"),
    scenario(
      "sends what is no JSON", is: .failedExpectation, saying: "no request",
      "s.sendall(b'hello\\n'); signal.pause()"),
    scenario(
      "sends bytes that are no text", is: .failedExpectation, saying: "no request",
      "s.sendall(bytes(range(256)) + b'\\n'); signal.pause()"),
    scenario(
      "sends a line without end", is: .failedExpectation, saying: "without end",
      "while True: s.sendall(b'x' * 65536)"),
    scenario(
      "sends brackets without end", is: .failedExpectation, saying: "no request",
      "s.sendall(b'[' * 500000 + b'\\n'); signal.pause()"),
    scenario(
      "asks for what nobody knows", is: .failedExpectation, saying: "no request",
      "say({'do': 'fly'}); signal.pause()"),
    scenario(
      "goes on after its last word", is: .failedExpectation, saying: "after its last word",
      "ask('pass'); ask('note', text='x')"),
    scenario(
      "never listens", is: .failedExpectation, limit: quick,
      "while True: say({'do': 'lines', 'of': 'console'})",
      "ready()\n"
        + "console.sendall(b'a line of some length\\n' * 2000)\nserve()"),
    scenario(
      "asks for steps that make no sense, and does not mind", is: .passed,
      """
      for step in ["", "{", "ping: x", "exit: 0", "power: off", "scenario: A", "disk: {}", "a\\nb: c",
                   "console: {line: x, present: no}", "[" * 5000, "repeat: {times: 9}", "balloon: 3M"]:
          assert not ask("take", step=step)["ok"], step
      assert not ask("end")["ok"] and not ask("resume")["ok"]
      assert not ask("wait", of="console", matches="(")["ok"]
      ask("pass")
      """),
    scenario(
      "asks for a step that fails, and gives up", is: .failedExpectation, saying: "status 5",
      "ask('fail', reason=ask('take', step='run: exit 5')['reason'])"),
    scenario(
      "leaves the guest stopped", is: .failedExpectation, saying: "stopped",
      "ask('pause'); ask('pass')"),
    scenario(
      "leaves a part open", is: .failedExpectation, saying: "not ended",
      "ask('begin', title='x'); ask('pass')"),
    scenario(
      "waits for a line that does not come", is: .failedExpectation, saying: "no such line",
      "ask('fail', reason=ask('wait', contains='x', seconds=0.05)['reason'])"),
    scenario(
      "sees its guest die", is: .guestPanic,
      "open(os.environ['SWIFTLET_RUN_FOLDER'] + '/started', 'w').close()\nask('wait', contains='x', seconds=50)",
      "os.mkfifo('started'); ready(); open('started').read(); records.sendall(PANIC); leave(35)"),
    Lie(
      "a scenario is not there", is: .badManifest, saying: "no Swift source",
      manifest: "steps: [scenario: Nowhere]", serving),
  ]
}
