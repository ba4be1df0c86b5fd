internal import Core
internal import CPU
internal import Drivers
internal import Hardware
internal import Net
internal import Telemetry
internal import Wire

/// Finds the network device and starts the stack on it.
enum NetworkStart {
  nonisolated(unsafe) private static var isDone = false

  /// Starts the network when it is asked for first, if there is a device.
  static func runOnce() {
    // Safe: one core, and only tasks ask for the network.
    guard unsafe !isDone else { return }
    unsafe isDone = true
    Memory.reserve()
    run()
  }

  private static func run() {
    let arguments: NetworkArguments?
    do throws(ArgumentError) {
      arguments = try unsafe NetworkArguments(commandLine)
    } catch {
      panic(error)
    }
    do throws(VirtioError) {
      guard let device = try DeviceFinder.find(.network) else {
        log(.warning, "there is no device", module: "network")
        return
      }
      try start(device, arguments)
    } catch {
      panic(error.reason)
    }
  }

  /// Starts the stack on a device; the neighbours learn of it.
  private static func start(
    _ bus: consuming VirtioBus, _ arguments: NetworkArguments?
  ) throws(VirtioError) {
    let interface = try unsafe make(bus, arguments, number: 0)
    unsafe network = unsafe interface
    unsafe networkHooks = hooks(address: interface.pointee.address)
    unsafe tell(of: interface, isConfigured: arguments != nil)
    unsafe interface.pointee.registerCounters()
    unsafe interface.pointee.announce()
  }

  /// Puts a stack on a device.
  @unsafe
  private static func make(
    _ bus: consuming VirtioBus, _ arguments: NetworkArguments?, number: Int
  ) throws(VirtioError) -> UnsafeMutablePointer<NetworkInterface> {
    var memory = HeapDMAMemory()
    let device = try VirtioNet(
      bus, receiveBuffers: bufferCount, transmitBuffers: bufferCount, memory: &memory,
      ordering: Hypervisor.current == .kvm ? .fence : .deviceAccess)
    let interface = UnsafeMutablePointer<NetworkInterface>.allocate(capacity: 1)
    // Safe: the memory is of that type and lasts as long as the kernel.
    unsafe interface.initialize(to: NetworkInterface(device, arguments, number: number))
    return unsafe interface
  }

  @unsafe
  private static func tell(
    of interface: UnsafeMutablePointer<NetworkInterface>, isConfigured: Bool
  ) {
    let card = unsafe interface.pointee.hardwareAddress
    guard isConfigured else {
      return log(.warning, "\(card): the command line gives no address", module: "network")
    }
    let address = unsafe IPv4Address(rawValue: interface.pointee.address)
    log(.info, "\(card) has \(address)", module: "network")
  }

  /// Starts a stack on a card behind the first; for services that ask for all of them.
  ///
  /// - Parameter number: Its place among the cards.
  /// - Returns: Where it is, for as long as the kernel; nil if there are no more cards.
  @unsafe
  static func startFurther(number: Int) -> UnsafeMutablePointer<NetworkInterface>? {
    do throws(ArgumentError) {
      let arguments = try unsafe NetworkArguments(commandLine, number: number)
      do throws(VirtioError) {
        let bus = try DeviceFinder.find(.network, number: number) {
          unsafe interfaceTable?.pollFurther(hasNews: true)
        }
        guard let bus else { return nil }
        let interface = try unsafe make(bus, arguments, number: number)
        unsafe tell(of: interface, isConfigured: arguments != nil)
        unsafe interface.pointee.announce()
        return unsafe interface
      } catch {
        panic(error.reason)
      }
    } catch {
      panic(error)
    }
  }

  /// The functions by which the run loop reaches the interface.
  private static func hooks(address: UInt32) -> NetworkHooks {
    // Safe, all of them: one core, and the interface lasts as long as the kernel.
    NetworkHooks(
      poll: { hasNews in unsafe network?.pointee.poll(hasNews: hasNews) },
      prepareToSleep: { unsafe network?.pointee.prepareToSleep() ?? true },
      nextDeadline: { unsafe network?.pointee.nextDeadline ?? .max },
      publish: publishNetwork,
      address: address)
  }

  /// How many frames may wait in either direction: fewer in a small guest.
  private static var bufferCount: Int {
    let freePageCount = unsafe heap?.pointee.pages.freePageCount ?? 0
    return freePageCount < 1024 ? 64 : 256
  }
}

/// Copies the counters of the stack to where the host finds them; a panic does so, too.
///
/// A function with a name of its own: `Tools/check-interrupts` knows by it where panics lead.
@c(kernel_publish_network) private func publishNetwork() {
  // Safe: as for the hooks.
  unsafe network?.pointee.publish()
}
