internal import CPU
internal import Drivers
internal import Hardware

/// The devices in use: how each is quieted and who acts when it has news.
///
/// A slot is a number below `count`. It decides the interrupt vector and the note for the run loop,
/// but for devices on the same input of the interrupt controller: they share one vector.
enum DeviceSlots {
  /// How many devices can be in use.
  static var count: Int { 16 }
  /// The slot that is kept for the network, which the run loop polls by itself.
  static var network: Int { 0 }

  /// What is known of the device in a slot.
  private struct Slot {
    var isTaken = false
    /// Where it interrupts; 0 before that is known.
    var vector: UInt8 = 0
    /// Input of the interrupt controller; nil if it sends messages.
    var input: UInt8?
    /// How it is quieted.
    var interrupt = VirtioInterrupt.message
    /// Acts when it has news.
    var poll: (@convention(c) () -> Void)?
  }

  /// The table; it is made when the first device is started and stays.
  nonisolated(unsafe) private static var slots: UnsafeMutablePointer<Slot>?
  /// How many slots of the table have ever been taken; those beyond hold nothing.
  nonisolated(unsafe) private static var usedCount = 0

  /// Takes a slot for a device.
  ///
  /// - Parameters:
  ///   - isNetwork: Whether it is the network's.
  ///   - poll: Acts when the device has news; called by the run loop.
  /// - Returns: Its number; nil if none is left.
  static func take(isNetwork: Bool, poll: (@convention(c) () -> Void)?) -> Int? {
    let slots = unsafe table()
    var number = isNetwork ? network : network + 1
    // Safe, here and below: numbers below the count of used slots are inside the table.
    while unsafe number < usedCount, unsafe slots[number].isTaken { number += 1 }
    guard number < (isNetwork ? 1 : count) else { return nil }
    let slot = Slot(isTaken: true, poll: poll)
    if unsafe number == usedCount {
      unsafe (slots + number).initialize(to: slot)
      unsafe usedCount += 1
    } else {
      unsafe slots[number] = slot
    }
    return number
  }

  /// Gives a slot back whose device did not start.
  static func release(_ slot: Int) {
    // Safe: one core. The device does not interrupt; a late interrupt finds no device.
    unsafe slots?[slot] = Slot()
  }

  /// Leads a line that stays active until the device is served.
  ///
  /// - Parameters:
  ///   - input: Input of the I/O interrupt controller.
  ///   - interrupt: How a handler quiets the device.
  ///   - slot: The slot of the device.
  static func connect(input: UInt8, _ interrupt: VirtioInterrupt, slot: Int) {
    let vector = share(input, interrupt, slot: slot)
    var controller = IOAPIC()
    controller.route(input, to: vector, processor: processor, isLevel: true)
  }

  /// Leads the pin of a PCI function, which all such functions share; as above.
  ///
  /// - Parameters:
  ///   - line: What firmware says of where it leads.
  ///   - interrupt: How a handler quiets the device.
  ///   - slot: The slot of the device.
  static func connect(pin line: UInt8, _ interrupt: VirtioInterrupt, slot: Int) {
    let vector = share(.max, interrupt, slot: slot)
    var controller = IOAPIC()
    controller.routePins(line, to: vector, processor: processor)
  }

  /// Finds the vector of an input, which is that of the first device on it.
  private static func share(_ input: UInt8, _ interrupt: VirtioInterrupt, slot: Int) -> UInt8 {
    let slots = unsafe table()
    var vector = vector(of: slot)
    for other in unsafe 0..<usedCount where unsafe other != slot && slots[other].input == input {
      vector = unsafe slots[other].vector
    }
    unsafe slots[slot].interrupt = interrupt
    unsafe slots[slot].input = input
    unsafe slots[slot].vector = vector
    return vector
  }

  /// The message that a device in a slot sends to interrupt.
  static func message(slot: Int) -> InterruptMessage {
    unsafe table()[slot].vector = vector(of: slot)
    return InterruptMessage(
      vector: InterruptVector(rawValue: vector(of: slot)), processor: processor)
  }

  /// The message that any device sends when its configuration changes.
  static var configurationMessage: InterruptMessage {
    InterruptMessage(
      vector: InterruptVector(rawValue: Vector.configuration), processor: processor)
  }

  private static func vector(of slot: Int) -> UInt8 {
    Vector.devices.lowerBound + UInt8(truncatingIfNeeded: slot)
  }

  /// Name of this processor to the interrupt controllers.
  private static var processor: UInt8 { unsafe localAPIC?.identifier ?? 0 }

  @unsafe
  private static func table() -> UnsafeMutablePointer<Slot> {
    if let slots = unsafe slots { return unsafe slots }
    let made = UnsafeMutablePointer<Slot>.allocate(capacity: count)
    // The network's slot comes first, taken or not.
    unsafe made.initialize(to: Slot())
    unsafe usedCount = 1
    unsafe slots = unsafe made
    unsafe deviceHooks = DeviceHooks(
      acknowledge: acknowledgeDevices,
      poll: { events in DeviceSlots.poll(events) })
    return unsafe made
  }

  // MARK: Interrupts and the run loop

  /// Quiets the devices of a vector; for interrupt handlers, which run with interrupts off.
  fileprivate static func acknowledge(_ vector: UInt8) -> Bool {
    guard let slots = unsafe slots else { return false }
    var isKnown = false
    for number in unsafe 0..<usedCount where unsafe slots[number].vector == vector {
      isKnown = true
      // Another device on the same line may be the one that interrupted.
      if unsafe slots[number].interrupt.acknowledge() { Event.post(Event.device(number)) }
    }
    return isKnown
  }

  /// Lets all devices act when the run loop comes round the next time.
  ///
  /// For one that has not done all that there is to do.
  static func pollSoon() {
    for number in unsafe 1..<max(usedCount, 1) { Event.post(Event.device(number)) }
  }

  private static func poll(_ events: UInt32) {
    guard let slots = unsafe slots else { return }
    for number in unsafe 1..<usedCount where events & Event.device(number) != 0 {
      if let poll = unsafe slots[number].poll { poll() }
    }
  }
}

/// Quiets the devices of a vector.
///
/// A function with a name of its own: `Tools/check-interrupts` knows by it where handlers lead.
@c(kernel_acknowledge_devices) private func acknowledgeDevices(_ vector: UInt8) -> Bool {
  DeviceSlots.acknowledge(vector)
}
