import Kernel

/// Says when it is about to fail, and fails: the time until its trace is shown is measured.
@main struct Panicking: Service {
  static func start(_ system: System) async {
    // Ready comes first, so that the time holds nothing of the boot.
    try? await Task.sleep(for: .milliseconds(50))
    let list = [1, 2, 3]
    system.console.print("failing now")
    system.console.print("item ", readBeyondEnd(of: list, at: 3))
  }
}

/// The culprit that the trace must name.
@inline(never)
func readBeyondEnd(of list: [Int], at index: Int) -> Int {
  list[index]
}
