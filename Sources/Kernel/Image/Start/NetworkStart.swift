internal import Core
internal import CPU
internal import Drivers
internal import Hardware
internal import Net
internal import Telemetry

/// Finds the network device and starts the stack on it.
enum NetworkStart {
  /// Starts the network, if the command line gives it an address and there is a device.
  static func run() {
    guard let arguments = unsafe NetworkArguments(commandLine) else { return }
    var argument: VirtioMMIOArgument?
    unsafe commandLine.forEachValue(of: VirtioMMIOArgument.key) { value in
      if let found = VirtioMMIOArgument(value), argument == nil { argument = found }
    }
    guard let argument else { return }
    startMMIO(argument, arguments)
  }

  private static func startMMIO(_ argument: VirtioMMIOArgument, _ arguments: NetworkArguments) {
    // Safe: the boot loader says that the device's registers are there.
    let bank = unsafe MappedRegisters(
      unsafeBase: VirtualAddress(rawValue: argument.base), byteCount: argument.byteCount)
    do throws(VirtioError) {
      var memory = HeapDMAMemory()
      let device = try VirtioNet(
        VirtioMMIO(bank), receiveBuffers: bufferCount, transmitBuffers: bufferCount,
        memory: &memory)
      unsafe networkRegisters = bank
      let interface = UnsafeMutablePointer<NetworkInterface>.allocate(capacity: 1)
      unsafe interface.initialize(to: NetworkInterface(device, arguments))
      unsafe network = unsafe interface
    } catch {
      panic("the network device does not start", argument.base)
    }
    var controller = IOAPIC()
    controller.route(
      argument.interrupt, to: Vector.network, processor: unsafe localAPIC?.identifier ?? 0,
      isLevel: true)
    unsafe network?.pointee.announce()
  }

  /// How many frames may wait in either direction: fewer in a small guest.
  private static var bufferCount: Int {
    let freePageCount = unsafe heap?.pages.freePageCount ?? 0
    return freePageCount < 1024 ? 64 : 256
  }
}
