import Kernel

/// Takes interrupts that no device was given, by an instruction and from the interrupt controller.
@main struct UnexpectedInterrupt: Service {
  static func start(_ system: System) async {
    Fault.raiseUnexpectedInterrupt()
    system.check(system.unexpectedInterruptCount(ofVector: 40) == 1, "the instruction is counted")
    for vector in [34, 63, 64, 127, 128, 200, 254, 255] as [UInt8] {
      Fault.raiseUnexpectedInterrupt(vector: vector)
      let count = system.unexpectedInterruptCount(ofVector: vector)
      system.check(count == (vector == 255 ? 0 : 1), "each vector is counted for itself")
    }
    // A controller that still waited for the end of one of them would hold back the timer.
    try? await Task.sleep(for: .milliseconds(1))
    system.console.print("the timer still interrupts")
    while true { try? await Task.sleep(for: .seconds(3600)) }
  }
}
