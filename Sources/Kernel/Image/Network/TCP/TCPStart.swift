internal import Core
internal import Net
internal import Wire

/// Starts TCP when a service asks for it first.
enum TCPStart {
  nonisolated(unsafe) private static var started: TCPDriver?

  /// TCP on the network interface.
  static var driver: TCPDriver {
    // Safe: one core, and only tasks ask for TCP.
    unsafe started ?? start()
  }

  @inline(never)
  private static func start() -> TCPDriver {
    guard let interface = unsafe network, let hooks = unsafe networkHooks else {
      panic("this machine has no network device")
    }
    let driver = unsafe TCPDriver(interface)
    unsafe started = driver
    unsafe running = .passUnretained(driver)
    driver.start()
    unsafe interface.pointee.enableSegmentReports { driver.endpoints.heed($0) }
    unsafe interfaceHooks = hooks
    // The run loop asks TCP from now on, which asks the interface.
    unsafe networkHooks = NetworkHooks(
      poll: { hasNews in
        TCPStart.withDriver { $0.sendWritten() }
        unsafe TCPStart.interfaceHooks?.poll(hasNews)
        TCPStart.withDriver { $0.poll() }
      },
      prepareToSleep: hooks.prepareToSleep,
      nextDeadline: {
        var deadline = unsafe TCPStart.interfaceHooks?.nextDeadline() ?? .max
        TCPStart.withDriver { deadline = min(deadline, $0.nextDeadline) }
        return deadline
      },
      publish: hooks.publish, address: hooks.address)
    driver.registerCounters()
    return driver
  }

  /// The same without references that are counted.
  nonisolated(unsafe) private static var running: Unmanaged<TCPDriver>?

  /// Has the driver do something; for the run loop.
  @inline(__always)
  private static func withDriver(_ body: (TCPDriver) -> Void) {
    // Safe: it lasts as long as the kernel.
    unsafe running?._withUnsafeGuaranteedRef { body($0) }
  }

  /// Visits the connections, if the service uses TCP.
  static func forEachConnection(_ body: (TCPStatus) -> Void) {
    withDriver { $0.endpoints.forEachConnection(body) }
  }

  /// Visits the ports on which connections are taken, if the service uses TCP.
  static func forEachListener(_ body: (_ port: Port, _ waiting: Int, _ backlog: Int) -> Void) {
    withDriver { $0.endpoints.forEachListener(body) }
  }

  /// How the run loop would reach the interface without TCP.
  nonisolated(unsafe) private static var interfaceHooks: NetworkHooks?
}
