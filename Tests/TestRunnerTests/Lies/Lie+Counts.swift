@testable internal import TestRunner

/// What is said of how many instructions guests execute.
extension Lie {
  private static let quick = "limits: {step: 400ms}\n"
  private static let work = "measure: {work: {rounds: 1, warm: 0, steps: [run: 'true']}}"

  static let counts: [Lie] = [
    Lie(
      "the guest starts as it did", is: .passed, manifest: "measure: {start: ready}",
      "ready(); serve()"),
    Lie(
      "the guest executes as much as it did", is: .passed, manifest: work,
      "counts = [7, 7, 108, 108]; ready(); serve()"),
    Lie(
      "the guest executes more than it did", is: .countChanged,
      saying: "150 instructions, +50.00 % beside 100", manifest: work,
      "counts = [0, 0, 150, 150]; ready(); serve()"),
    Lie(
      "the guest executes less than it did", is: .countChanged, saying: "-2.00 %",
      manifest: work, "counts = [0, 0, 98, 98]; ready(); serve()"),
    Lie(
      "the guest executes nothing", is: .countChanged, saying: "no instruction",
      manifest: work, "counts = [5]; ready(); serve()"),
    Lie(
      "the monitor counts beyond all bounds", is: .countChanged, manifest: work,
      "counts = [-2**63, -2**63, 2**63 - 1, 2**63 - 1]; ready(); serve()"),
    Lie(
      "nobody knows how many there were", is: .countChanged, saying: "no baseline",
      manifest: "measure: {other: ready}", "ready(); serve()"),
    Lie(
      "the monitor does not say how many there are", is: .internalError, saying: "query-replay",
      manifest: work, "ready(); serve()"),
    Lie(
      "the guest does not come to rest to be counted", is: .hang, saying: "busy",
      manifest: quick + work, "counts = [5]; processors = BUSY; ready(); serve()"),
    Lie(
      "the count never stands still", is: .failedExpectation, saying: "come to rest",
      manifest: quick + work, "counts = list(range(1000000)); ready(); serve()"),
    Lie(
      "what is counted fails", is: .failedExpectation, saying: "status 3",
      manifest: "measure: {work: {steps: [run: exit 3]}}", "counts = [5]; ready(); serve()"),
    Lie(
      "the guest dies while it is counted", is: .guestPanic,
      manifest: "measure: {work: {steps: [run: 'echo > $SWIFTLET_RUN_FOLDER/go; sleep 60']}}",
      "import threading\nos.mkfifo('go'); counts = [5]; ready()\n"
        + "threading.Thread(target=serve, daemon=True).start()\n"
        + "open('go').read(); records.sendall(PANIC); leave(35)"),
  ]
}
