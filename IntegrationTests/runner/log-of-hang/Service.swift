import Kernel

/// Goes round the log's ring many times, then spins with interrupts off.
@main struct LogOfHang: Service {
  static func start(_ system: System) async {
    for index in 0..<5000 { log(.info, "line \(index) of a guest that is about to hang") }
    Fault.spinWithInterruptsOff()
  }
}
