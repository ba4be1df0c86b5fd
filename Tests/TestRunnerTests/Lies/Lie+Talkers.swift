internal import Machine

@testable internal import TestRunner

/// Guests and programs that never stop talking, so that no limit seems to pass.
extension Lie {
  private static let quick = "limits: {ready: 400ms, step: 400ms}\n"

  /// Nothing else ends such a test: without steps it may pass before the guest has done anything.
  private static let untilTold = "steps: [run: sleep 60]"

  /// A script that answers the monitor beside what it does.
  private static func talking(_ script: String) -> String {
    """
    import select, threading
    def flood():
        while True: console.sendall((b'x' * 999 + b'\\n') * 40)
    def report():
        # The monitor answers in its turn.
        while True:
            event('STOP')
            if select.select([monitor], [], [], 0)[0]: answer()
    def background(): threading.Thread(target=serve, daemon=True).start()

    """ + script
  }

  static let talkers: [Lie] = [
    Lie(
      "the console never stops, and is never ready", is: .hang, saying: "not ready",
      manifest: quick, talking("start(); background(); flood()")),
    Lie(
      "the console never stops, but for what is asked for", is: .failedExpectation,
      saying: "no such line", manifest: quick + "steps: [console: hello]",
      talking("ready(); background(); flood()")),
    Lie(
      "the console never stops, and all is well", is: .passed,
      talking("ready(); background(); flood()")),
    Lie(
      "the console never stops until all has taken too long", is: .hang, saying: "total",
      manifest: "limits: {total: 700ms, step: 60s}\nsteps: [run: sleep 60]",
      talking("ready(); background(); flood()")),
    Lie(
      "the console never stops, and the monitor is silent", is: .internalError,
      saying: "no answer in time", talking("ready(); flood()")),
    Lie(
      "the guest panics, and talks on", is: .guestPanic, manifest: untilTold,
      talking("ready(); background(); records.sendall(PANIC); flood()")),
    Lie(
      "the guest tells of a panic by the device alone, and talks on", is: .guestPanic,
      manifest: untilTold,
      talking("ready(); background(); event('GUEST_PANICKED', action='pause'); flood()")),
    Lie(
      "the guest resets its machine, and talks on", is: .guestReset, manifest: untilTold,
      talking(
        "ready(); background(); event('SHUTDOWN', guest=True, reason='guest-reset'); flood()")),
    Lie(
      "the monitor never stops, but for what is waited for", is: .failedExpectation,
      saying: "did not report", manifest: quick + "steps: [event: NICE]",
      talking("ready(); report()")),
    Lie(
      "the monitor never stops, but for what the test expects", is: .failedExpectation,
      saying: "did not report “NICE”",
      manifest: quick + "expect: {verdict: guest-panic, event: NICE}",
      talking("ready(); records.sendall(PANIC); report()")),
    Lie(
      "a helper never stops, and is never ready", is: .failedExpectation, saying: "not ready",
      manifest: quick + "sidecars: [{name: helper, command: yes, ready: up}]",
      "ready(); serve()"),
    Lie(
      "a helper never stops, and its log is bounded", is: .passed,
      manifest: """
        sidecars: [{name: helper, command: yes}]
        steps:
        - run: |
            log=$SWIFTLET_RUN_FOLDER/sidecar-helper.log
            until [ "$(wc -c < $log)" -gt \(LogBound.byteCount) ]; do sleep 0.05; done
            sleep 0.2
            tail -n 1 $log | grep '^.[0-9]* more bytes were printed and are not kept.$' &&
            [ "$(wc -c < $log)" -lt \(LogBound.byteCount + 100) ]
        """,
      "ready(); serve()"),
    Lie(
      "the console's file grows until no disk holds it", is: .failedExpectation,
      saying: "more than 1 GiB to its console", manifest: "steps: [run: sleep 60]",
      "ready(); open('console.log', 'w').truncate((1 << 30) + 1); serve()"),
    Lie(
      "records grow until no disk holds them", is: .failedExpectation,
      saying: "more than 1 GiB to records", manifest: "steps: [run: sleep 60]",
      "ready(); open('records.bin', 'w').truncate((1 << 30) + 1); serve()"),
    Lie(
      "a program's output takes an expression for ever", is: .badManifest, saying: "/(a|a)*b/",
      manifest: "limits: {step: 1s}\n"
        + "steps: [run: {command: 'printf %020d 0 | tr 0 a', output: '(a|a)*b'}]",
      "ready(); serve()"),
    Lie(
      "a program waits for what is done to the link beside it", is: .passed,
      manifest: "limits: {step: 20s}\nsteps: [parallel: [link: down, "
        + "run: 'cd $SWIFTLET_RUN_FOLDER; until [ $(wc -c < cuts) = 3 ]; do sleep 0.02; done', "
        + "repeat: {times: 2, steps: [run: sleep 0.05, link: up]}]]",
      "open('cuts', 'w'); ready()\nwhile True:\n"
        + "  if answer() == 'set_link': open('cuts', 'a').write('x')"),
    Lie(
      "what is done beside a program fails", is: .failedExpectation,
      saying: "round 2, run mkdir",
      manifest: "steps: [parallel: [run: 'true', "
        + "repeat: {times: 2, steps: [run: 'mkdir $SWIFTLET_RUN_FOLDER/once']}]]",
      "ready(); serve()"),
    Lie(
      "a program leaves one behind that never stops", is: .passed,
      manifest: "steps: [run: yes & exit 0, run: exit 0]", "ready(); serve()"),
    Lie(
      "what must never be printed comes behind more lines than are kept",
      is: .failedExpectation, saying: "too many",
      manifest: "steps: [console: {contains: error, present: no}]",
      "ready(); console.sendall(b'\\n' * 100_001 + b'error\\n'); serve()"),
    Lie(
      "what must never be printed comes before the end that is expected",
      is: .failedExpectation, saying: "later on",
      manifest: "expect: guest-panic\nsteps: [console: {contains: error, present: no}, "
        + "run: 'echo > $SWIFTLET_RUN_FOLDER/started; sleep 60']",
      "os.mkfifo('started'); ready(); open('started').read()\n"
        + "console.sendall(b'error\\n'); records.sendall(PANIC); leave(35)"),
    Lie(
      "what must not be written comes behind more than is kept", is: .failedExpectation,
      saying: "too long",
      manifest: "steps: [run: {command: head -c 9000000 /dev/zero; echo error, absent: error}]",
      "ready(); serve()"),
  ]
}
