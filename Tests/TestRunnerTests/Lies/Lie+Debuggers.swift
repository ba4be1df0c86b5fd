@testable internal import TestRunner

/// A gdb, or a stub, that lies, stalls or dies; whatever it does, the guest goes on.
extension Lie {
  private static let quick = "limits: {step: 1200ms}\n"

  /// A guest that stands still while a debugger is there; its gdb takes commands in Python.
  private static func debugger(
    _ description: String, is verdict: VerdictKind, saying reason: String = "",
    limits: String = "", _ command: String, script: String = "stub(); ready(); serve()"
  ) -> Lie {
    let steps = """
      tools: [gdb]
      steps:
      - debug:
          commands: ["\(command)"]
          contains: hi
      """
    return Lie(description, is: verdict, saying: reason, manifest: limits + steps, script)
  }

  static let debuggers: [Lie] = [
    debugger("gdb prints what it should, and forgets to detach", is: .passed, "print('hi')"),
    debugger(
      "gdb prints something else", is: .failedExpectation, saying: "did not print “hi”; ho",
      "print('ho')"),
    debugger(
      "gdb prints nothing", is: .failedExpectation, saying: "did not print “hi”", "pass"),
    debugger(
      "gdb prints what it should, and fails", is: .failedExpectation, saying: "at an error",
      "print('hi'); sys.exit(1)"),
    debugger(
      "gdb crashes", is: .failedExpectation, saying: "signal 11",
      "print('hi', flush=True); os.kill(os.getpid(), signal.SIGSEGV)"),
    debugger(
      "gdb never ends", is: .failedExpectation, saying: "did not end within the limit",
      limits: quick, "print('hi', flush=True); signal.pause()"),
    debugger(
      "gdb does not end by a polite request", is: .failedExpectation, saying: "did not end",
      limits: quick,
      "[signal.signal(n, signal.SIG_IGN) for n in (1, 2, 13, 15)]; signal.pause()"),
    debugger(
      "gdb prints without end", is: .failedExpectation, saying: "did not end", limits: quick,
      "while True: print('hi' * 32768)"),
    debugger(
      "gdb prints too much", is: .failedExpectation, saying: "more than 1048576 bytes",
      "print('hi\\\\n' * 500000)"),
    debugger(
      "gdb leaves half a packet", is: .passed, "print('hi'); peer.sendall(b'$m1000,4#')"),
    debugger(
      "gdb leaves another behind that holds its output", is: .passed,
      "print('hi', flush=True); os.fork() or (peer.close(), signal.pause())"),
    debugger(
      "the guest does not go on when gdb is gone", is: .failedExpectation,
      saying: "the stub does not answer", limits: quick, "print('hi')",
      script: "stub(b'+'); ready(); serve()"),
    debugger(
      "the stub hangs up on the one who lets the guest go", is: .failedExpectation,
      saying: "hung up", limits: quick, "print('hi')", script: "stub(None); ready(); serve()"),
    debugger(
      "the guest dies while gdb looks at it", is: .guestPanic,
      "open('started', 'w').close(); signal.pause()",
      script: """
        import threading
        os.mkfifo('started')
        stub()
        ready()
        threading.Thread(target=serve, daemon=True).start()
        open('started').read()
        records.sendall(PANIC)
        leave(35)
        """),
  ]
}
