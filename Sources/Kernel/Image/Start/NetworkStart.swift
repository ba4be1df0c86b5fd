internal import Core
internal import CPU
internal import Drivers
internal import Hardware
internal import Net
internal import Telemetry

/// Finds the network device and starts the stack on it.
enum NetworkStart {
  nonisolated(unsafe) private static var isDone = false

  /// Starts the network when it is asked for first, if the command line gives it an address and
  /// there is a device.
  static func runOnce() {
    // Safe: one core, and only tasks ask for the network.
    guard unsafe !isDone else { return }
    unsafe isDone = true
    run()
  }

  private static func run() {
    guard let arguments = unsafe NetworkArguments(commandLine) else { return }
    do throws(VirtioError) {
      if try startMapped(arguments) { return }
      _ = try startPCI(arguments)
    } catch {
      panic(error.reason)
    }
  }

  /// Starts the first network device among those that the command line announces.
  ///
  /// - Returns: False if there is none.
  private static func startMapped(_ arguments: NetworkArguments) throws(VirtioError) -> Bool {
    var argument: VirtioMMIOArgument?
    unsafe commandLine.forEachValue(of: VirtioMMIOArgument.key) { value in
      if let found = VirtioMMIOArgument(value), argument == nil { argument = found }
    }
    guard let argument else { return false }
    // Safe: the boot loader says that the device's registers are there.
    let bank = unsafe MappedRegisters(
      unsafeBase: VirtualAddress(rawValue: argument.base), byteCount: argument.byteCount)
    unsafe networkInterrupt = .mapped(bank)
    try start(VirtioBus(bank), arguments)
    var controller = IOAPIC()
    controller.route(
      argument.interrupt, to: Vector.network, processor: processor, isLevel: true)
    return true
  }

  /// Starts the first network device on the PCI bus.
  ///
  /// - Returns: False if there is none.
  private static func startPCI(_ arguments: NetworkArguments) throws(VirtioError) -> Bool {
    var configuration = PCIConfiguration(IOPorts())
    let found = configuration.findFunction { VirtioPCI<MappedRegisters>.isDevice($0, .network) }
    guard let found else { return false }
    // Below the interrupt controllers, above all memory: free on every machine that QEMU makes.
    var window = PCIWindow(
      from: PhysicalAddress(rawValue: 0xfe00_0000), to: PhysicalAddress(rawValue: 0xfeb0_0000))
    let bus = try VirtioBus(
      found, in: &configuration, window: &window, vector: Vector.network, processor: processor)
    unsafe networkInterrupt = bus.interrupt
    let line = bus.line
    try start(bus, arguments)
    if let line {
      var controller = IOAPIC()
      controller.routePins(line, to: Vector.network, processor: processor)
    }
    return true
  }

  /// Starts the stack on a device; the neighbours learn of it.
  private static func start(
    _ bus: consuming VirtioBus, _ arguments: NetworkArguments
  ) throws(VirtioError) {
    var memory = HeapDMAMemory()
    let device = try VirtioNet(
      bus, receiveBuffers: bufferCount, transmitBuffers: bufferCount, memory: &memory,
      ordering: Hypervisor.current == .kvm ? .fence : .deviceAccess)
    let interface = UnsafeMutablePointer<NetworkInterface>.allocate(capacity: 1)
    // Safe: the memory is of that type and lasts as long as the kernel.
    unsafe interface.initialize(to: NetworkInterface(device, arguments))
    unsafe network = unsafe interface
    unsafe networkHooks = hooks(address: interface.pointee.address)
    unsafe interface.pointee.announce()
  }

  /// The functions by which the run loop reaches the interface.
  private static func hooks(address: UInt32) -> NetworkHooks {
    // Safe, all of them: one core, and the interface lasts as long as the kernel. The interrupt
    // handler has a view of the registers of its own.
    NetworkHooks(
      poll: { hasNews in unsafe network?.pointee.poll(hasNews: hasNews) },
      prepareToSleep: { unsafe network?.pointee.prepareToSleep() ?? true },
      nextDeadline: { unsafe network?.pointee.nextDeadline ?? .max },
      publish: { unsafe network?.pointee.publish() },
      acknowledgeInterrupt: { _ = unsafe networkInterrupt.acknowledge() },
      address: address)
  }

  /// Name of this processor to the interrupt controllers.
  private static var processor: UInt8 { unsafe localAPIC?.identifier ?? 0 }

  /// How many frames may wait in either direction: fewer in a small guest.
  private static var bufferCount: Int {
    let freePageCount = unsafe heap?.pointee.pages.freePageCount ?? 0
    return freePageCount < 1024 ? 64 : 256
  }
}
