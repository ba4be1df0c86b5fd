import Kernel

/// Says that all is well, comes up, and then breaks.
@main struct PanicAfterSuccess: Service {
  static func start(_ system: System) async {
    system.console.print("SUCCESS")
    system.console.print("all tests PASSED")
    try? await Task.sleep(for: .milliseconds(20))
    system.console.print("item ", readBeyondEnd(of: [1, 2, 3], at: 3))
  }
}

/// The culprit that the backtrace must name.
@inline(never)
func readBeyondEnd(of list: [Int], at index: Int) -> Int {
  list[index]
}
