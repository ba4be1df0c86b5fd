public import Net
public import Wire
internal import _Concurrency

/// One of the machine's network cards, with the addresses that it goes by.
///
///     for interface in system.network.interfaces { … }
///
/// Each is a host of its own, as far as others can see: it takes what is sent to its own addresses,
/// answers from them, and knows its own neighbours (RFC 1122, section 3.3.4.2, "strong ES model").
public struct Interface: Equatable, Sendable {
  /// Its place among the cards: 0 for the first, which `system.network` stands for where one is
  /// asked for.
  public let number: Int

  init(number: Int) { self.number = number }

  /// Where it is; nil if there is no such card.
  @unsafe var pointer: UnsafeMutablePointer<NetworkInterface>? {
    number == 0 ? unsafe network : unsafe interfaceTable?.pointer(number)
  }

  /// The address of the card.
  public var hardwareAddress: MACAddress {
    // Safe, here and below: one core; the run loop is not in the interface while a task runs.
    unsafe pointer?.pointee.hardwareAddress ?? .zero
  }

  /// Whether the link carries frames.
  public var isLinkUp: Bool { unsafe pointer?.pointee.isLinkUp ?? false }

  /// What it goes by: at first what the command line says, `address1=10.0.1.42/24
  /// gateway1=10.0.1.1` for the second card; nil if there is no such card.
  public var addresses: InterfaceAddresses? { unsafe pointer?.pointee.addresses }

  /// Gives it other addresses, or takes them away, and tells the neighbours.
  ///
  /// - Parameter addresses: What it goes by from now on.
  /// - Throws: As `system.network.configure` does, which is this for the first card.
  public func configure(_ addresses: InterfaceAddresses) throws(ConfigurationError) {
    ShownBytes.precludeUse()
    guard let pointer = unsafe pointer else { throw .noInterface }
    let next = try unsafe pointer.pointee.configuration(with: addresses)
    // Whoever has connections from the old address may still say farewell from it.
    if let hook = unsafe pointer.pointee.addressHook { hook(next) }
    try unsafe pointer.pointee.configure(addresses)
  }

  /// Finds out whether no other host on its link has an address.
  ///
  /// - Parameters:
  ///   - address: The address.
  ///   - pace: How thoroughly is asked.
  /// - Returns: False if another host has it or wants it, too; nil if there is no such card, or the
  ///   task was cancelled.
  public func isFree(_ address: IPv4Address, pace: ProbePace = .thorough) async -> Bool? {
    guard let probe = unsafe pointer?.pointee.startProbe(of: address, pace: pace) else {
      return nil
    }
    while let progress = unsafe pointer?.pointee.continueProbe(probe) {
      switch progress {
      case .free: return true
      case .taken: return false
      case .waiting(let instant):
        await Sleeper().sleep(until: instant.nanoseconds)
        guard !Task.isCancelled else {
          unsafe pointer?.pointee.endProbe(probe)
          return nil
        }
      }
    }
    return nil
  }

  /// Tells all hosts on its link once more which card its address is at.
  public func announce() {
    ShownBytes.precludeUse()
    unsafe pointer?.pointee.announce()
  }

  /// Opens a socket for what this card receives, and sends by it alone.
  ///
  /// - Parameter port: Port to receive at; nil takes a free one at random.
  /// - Returns: The socket.
  /// - Throws: `portInUse`, `noSocketLeft`, or `invalidPort` if the port is 0.
  public func bind(port: Port? = nil) throws(BindError) -> UDPSocket {
    ShownBytes.precludeUse()
    guard let receiver = try unsafe pointer?.pointee.bind(port) else {
      panic("there is no such network device")
    }
    // Whoever goes by the table finds this card alone there.
    receiver.handles = Array(repeating: nil, count: number) + [receiver.handle]
    return UDPSocket(receiver)
  }

  /// Hands over what its stack counts, by name.
  public func forEachCounter(_ body: (StaticString, UInt64) -> Void) {
    unsafe pointer?.pointee.forEachCounter(body)
  }

  // MARK: Choosing

  /// The interface that leads to a host: that which knows it most closely, and of several the first
  /// whose link is up.
  static func toward(_ host: IPv4Address) -> Interface {
    Interface(number: unsafe interfaceTable?.number(toward: host) ?? 0)
  }

  /// What was asked of all interfaces, for those that come into use later.
  nonisolated(unsafe) private(set) static var wishes:
    [(UnsafeMutablePointer<NetworkInterface>) -> Void] = unsafe []

  /// Does something with each that is in use, and with each that will be.
  static func forEachEver(_ body: @escaping (UnsafeMutablePointer<NetworkInterface>) -> Void) {
    // Safe: one core, and only tasks ask.
    unsafe wishes.append(body)
    unsafe forEach(body)
  }

  /// Does something with each that is in use.
  static func forEach(_ body: (UnsafeMutablePointer<NetworkInterface>) -> Void) {
    if let first = unsafe network { unsafe body(first) }
    if let table = unsafe interfaceTable { unsafe table.forEachFurther(body) }
  }
}
