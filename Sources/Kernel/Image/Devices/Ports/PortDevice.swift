internal import CPU
internal import Drivers

/// The console device: its driver, and the tasks that wait for its ports.
@safe
final class PortDevice: @unchecked Sendable {
  private var driver: VirtioConsole<VirtioBus>
  /// Given whenever the device interrupts.
  let news = TaskSignal()

  // Safe, both: one core, and only tasks and the run loop come here.
  nonisolated(unsafe) private static var isStarted = false
  nonisolated(unsafe) private static var device: PortDevice?

  private init(_ driver: consuming VirtioConsole<VirtioBus>) {
    self.driver = driver
  }

  /// The device, which is started when it is asked for first; nil if there is none.
  static var shared: PortDevice? {
    if unsafe !isStarted {
      unsafe isStarted = true
      unsafe device = start()
    }
    return unsafe device
  }

  private static func start() -> PortDevice? {
    do throws(VirtioError) {
      guard let bus = try DeviceFinder.find(.console, poll: { PortDevice.poll() }) else {
        return nil
      }
      var memory = HeapDMAMemory()
      return PortDevice(
        try VirtioConsole(
          bus, memory: &memory, ordering: Hypervisor.current == .kvm ? .fence : .deviceAccess))
    } catch {
      log(.warning, "the device for ports does not start", module: "ports")
      return nil
    }
  }

  /// Lets the device have its say; called by the run loop.
  private static func poll() {
    guard let device = unsafe device else { return }
    _ = device.takeMessages()
    device.news.give()
  }

  /// Takes what the device says about its ports.
  ///
  /// - Returns: Whether it said anything.
  private func takeMessages() -> Bool {
    let hasNews = driver.takeMessages()
    // A device that does not stop must not keep everybody else out: the rest has its turn later.
    if driver.hasMoreMessages { DeviceSlots.pollSoon() }
    return hasNews
  }

  // MARK: Ports

  /// The number of the port with a name; nil if none was announced.
  func number(named name: [UInt8]) -> Int? { driver.port(named: name) }

  /// Whether the host has a port open.
  ///
  /// A program that opens a port and sends at once is believed as soon as its bytes are read: what
  /// the device said before it delivered them is taken first.
  func isConnected(_ number: Int) -> Bool {
    if driver.isConnected(number) { return true }
    // Tasks at other ports must hear of what is taken here; without news they would wake each other
    // for ever.
    if takeMessages() { news.give() }
    return driver.isConnected(number)
  }

  /// Tells the host whether the guest uses a port.
  func setOpen(_ isOpen: Bool, _ number: Int) { driver.setOpen(isOpen, port: number) }

  /// Appends what has come in at a port.
  ///
  /// - Parameters:
  ///   - number: The port.
  ///   - bytes: Where to; one buffer more than the limit may be appended.
  ///   - limit: How many bytes are enough.
  func receive(_ number: Int, into bytes: inout [UInt8], limit: Int) {
    while bytes.count < limit {
      let hasMore: Void? = driver.receive(from: number) { span in
        // Safe: the bytes are copied while the span lasts.
        unsafe span.withUnsafeBytes { unsafe bytes.append(contentsOf: $0) }
      }
      if hasMore == nil { return }
    }
  }

  /// Hands over bytes to be sent.
  ///
  /// - Parameters:
  ///   - number: The port.
  ///   - bytes: Where they are.
  /// - Returns: How many were taken; the rest must wait for news.
  func transmit(_ number: Int, _ bytes: RawSpan) -> Int {
    var offset = 0
    while offset < bytes.byteCount {
      let count = min(bytes.byteCount - offset, VirtioConsole<VirtioBus>.transmitByteCount)
      let part = bytes.extracting(offset..<offset + count)
      let isTaken = driver.transmit(to: number, byteCount: count) { target in
        // Safe: both spans have the same length.
        unsafe target.withUnsafeMutableBytes { target in
          unsafe part.withUnsafeBytes { unsafe target.copyMemory(from: $0) }
        }
      }
      guard isTaken else { break }
      offset += count
    }
    driver.flush(number)
    return offset
  }
}
