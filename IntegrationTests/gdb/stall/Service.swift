import Kernel

/// Never gives the processor back, with interrupts on.
@main struct StallingService: Service {
  static func start(_ system: System) async {
    spinForEver()
  }

  @inline(never)
  static func spinForEver() {
    nonisolated(unsafe) var count = 0
    while true { unsafe count &+= 1 }
  }
}
