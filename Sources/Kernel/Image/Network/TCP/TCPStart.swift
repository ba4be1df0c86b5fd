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
    // What is left then is for the tasks that work with what has arrived.
    let least = TCPDriver.freeByteCount / 16
    TCPEndpoints.limitPieces(
      to: { unsafe (heap?.pointee.pages.longestFreeRun ?? 0) << 12 },
      unless: { TCPDriver.freeByteCount < least || Memory.isReserved })
    let driver = unsafe TCPDriver(interface)
    unsafe started = driver
    unsafe running = .passUnretained(driver)
    driver.start()
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

  // MARK: Further interfaces

  /// TCP on the interfaces behind the first one, by their numbers less one; nil where nobody has
  /// asked for it.
  nonisolated(unsafe) private static var further: [TCPDriver?] = []

  /// TCP on an interface.
  static func driver(of interface: Interface) -> TCPDriver {
    // Safe: as above.
    guard interface.number > 0 else { return driver }
    while unsafe further.count < interface.number { unsafe further.append(nil) }
    if let driver = unsafe further[interface.number - 1] { return driver }
    guard let pointer = unsafe interface.pointer else { panic("there is no such network device") }
    let made = unsafe TCPDriver(pointer)
    made.start()
    // All cards share the memory that there is.
    let share = TCPDriver.freeByteCount / max(unsafe interfaceTable?.count ?? 1, 1)
    driver.endpoints.limitMemory(to: share)
    made.endpoints.limitMemory(to: share)
    made.endpoints.settings = withSizes(of: made.endpoints.settings, driver.endpoints.settings)
    unsafe further[interface.number - 1] = made
    unsafe interfaceTable?.use(
      InterfaceTable.Segments(
        send: { made.sendWritten() }, poll: { made.poll() }, nextDeadline: { made.nextDeadline }),
      on: interface.number)
    return made
  }

  /// TCP on all interfaces, the first one first.
  static var drivers: [TCPDriver] {
    guard let table = unsafe interfaceTable else { return [driver] }
    return (0..<table.count).map { driver(of: Interface(number: $0)) }
  }

  /// The settings of others with the sizes that fit a link.
  static func withSizes(of link: TCPSettings, _ settings: TCPSettings) -> TCPSettings {
    var settings = settings
    settings.maximumSegmentSize = link.maximumSegmentSize
    return settings
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
