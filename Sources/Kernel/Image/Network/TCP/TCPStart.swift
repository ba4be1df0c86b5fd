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
    driver.start()
    unsafe interface.pointee.enableSegmentReports { driver.endpoints.heed($0) }
    unsafe interfaceHooks = hooks
    // The run loop asks TCP from now on, which asks the interface.
    unsafe networkHooks = NetworkHooks(
      poll: { hasNews in
        unsafe TCPStart.started?.sendWritten()
        unsafe TCPStart.interfaceHooks?.poll(hasNews)
        unsafe TCPStart.started?.poll()
      },
      prepareToSleep: hooks.prepareToSleep,
      nextDeadline: {
        unsafe min(
          TCPStart.interfaceHooks?.nextDeadline() ?? .max, TCPStart.started?.nextDeadline ?? .max)
      },
      publish: hooks.publish, address: hooks.address)
    driver.registerCounters()
    return driver
  }

  /// How the run loop would reach the interface without TCP.
  nonisolated(unsafe) private static var interfaceHooks: NetworkHooks?
}
