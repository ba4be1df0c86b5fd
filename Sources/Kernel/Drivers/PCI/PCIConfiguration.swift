public import Hardware

/// The configuration space of the PCI functions, behind two I/O ports.
///
/// Source: PCI Local Bus 3.0, section 3.2.2.3.2 (configuration mechanism 1).
public struct PCIConfiguration<IO: Ports & ~Copyable>: ~Copyable {
  private var ports: IO

  /// Takes the ports of the processor.
  public init(_ ports: consuming IO) { self.ports = ports }

  // MARK: Registers

  /// Reads 8 bits.
  @inline(never)
  public mutating func read8(_ offset: UInt8, of address: PCIAddress) -> UInt8 {
    select(offset, of: address)
    return ports.read8(from: Port.data + UInt16(offset & 3))
  }

  /// Reads 16 bits at an even offset.
  @inline(never)
  public mutating func read16(_ offset: UInt8, of address: PCIAddress) -> UInt16 {
    select(offset, of: address)
    return ports.read16(from: Port.data + UInt16(offset & 2))
  }

  /// Reads 32 bits at an offset that is a multiple of 4.
  @inline(never)
  public mutating func read32(_ offset: UInt8, of address: PCIAddress) -> UInt32 {
    select(offset, of: address)
    return ports.read32(from: Port.data)
  }

  /// Writes 16 bits at an even offset.
  @inline(never)
  public mutating func write16(_ value: UInt16, at offset: UInt8, of address: PCIAddress) {
    select(offset, of: address)
    ports.write16(value, to: Port.data + UInt16(offset & 2))
  }

  /// Writes 32 bits at an offset that is a multiple of 4.
  @inline(never)
  public mutating func write32(_ value: UInt32, at offset: UInt8, of address: PCIAddress) {
    select(offset, of: address)
    ports.write32(value, to: Port.data)
  }

  private mutating func select(_ offset: UInt8, of address: PCIAddress) {
    ports.write32(address.selector(of: offset), to: Port.selector)
  }

  // MARK: Functions

  /// Finds the first function that a closure accepts.
  ///
  /// Searches bus 0 and the buses behind bridges that firmware has numbered. A bus is searched once
  /// whatever the bridges say.
  ///
  /// - Parameter accepts: Looks at each function in the order of bus, device and function.
  /// - Returns: The function, or nil if none was accepted.
  public mutating func findFunction(where accepts: (PCIFunction) -> Bool) -> PCIFunction? {
    var isReachable: [256 of Bool] = .init(repeating: false)
    isReachable[0] = true
    for bus in 0..<256 where isReachable[bus] {
      for device in 0..<32 {
        for number in 0..<8 {
          let address = PCIAddress(
            bus: UInt8(bus), device: UInt8(device), function: UInt8(number))
          guard let function = function(at: address) else {
            // Source: PCI Local Bus 3.0, section 3.2.2.3.4: function 0 is always there.
            if number == 0 { break }
            continue
          }
          if accepts(function) { return function }
          if function.isBridge {
            // A bus below the bridge's own has been searched, or is nonsense.
            isReachable[Int(read8(Field.secondaryBus, of: address))] = true
          }
          if number == 0, read8(Field.headerType, of: address) & 0x80 == 0 { break }
        }
      }
    }
    return nil
  }

  private mutating func function(at address: PCIAddress) -> PCIFunction? {
    let identity = read32(Field.identity, of: address)
    guard UInt16(truncatingIfNeeded: identity) != 0xffff else { return nil }
    return PCIFunction(
      address: address, vendor: UInt16(truncatingIfNeeded: identity),
      device: UInt16(identity >> 16), classCode: read32(Field.classCode, of: address) >> 8)
  }

  /// Finds the first capability, from a place on, that a closure accepts.
  ///
  /// The list cannot lead in circles for ever: it ends after as many capabilities as can exist.
  ///
  /// Source: PCI Local Bus 3.0, section 6.7.
  ///
  /// - Parameters:
  ///   - identifier: Which kind of capability.
  ///   - address: The function.
  ///   - accepts: Looks at a capability, given its offset.
  /// - Returns: The capability's offset in bytes, or nil if none was accepted.
  @inline(never)
  mutating func findCapability(
    _ identifier: UInt8, of address: PCIAddress,
    where accepts: (inout Self, UInt8) -> Bool = { (_, _) in true }
  ) -> UInt8? {
    guard read16(Field.status, of: address) & 0x10 != 0 else { return nil }
    var offset = read8(Field.capabilities, of: address) & 0xfc
    for _ in 0..<48 where offset >= 0x40 {
      let header = read16(offset, of: address)
      if UInt8(truncatingIfNeeded: header) == identifier, accepts(&self, offset) { return offset }
      offset = UInt8(header >> 8) & 0xfc
    }
    return nil
  }

  // MARK: Bus behaviour

  /// Lets a function answer to memory addresses and write memory.
  ///
  /// - Parameters:
  ///   - address: The function.
  ///   - usesPorts: Whether it answers to I/O ports, too.
  ///   - usesPin: Whether it may use its interrupt pin.
  mutating func enable(_ address: PCIAddress, usesPorts: Bool, usesPin: Bool) {
    command(of: address) { command in
      command.formUnion(usesPorts ? [.ports, .memory, .busMaster] : [.memory, .busMaster])
      if usesPin {
        command.remove(.interruptPinDisabled)
      } else {
        command.insert(.interruptPinDisabled)
      }
    }
  }

  /// Changes the command register.
  ///
  /// - Returns: What it was before.
  @discardableResult
  mutating func command(
    of address: PCIAddress, change: (inout PCICommand) -> Void
  ) -> PCICommand {
    let before = PCICommand(rawValue: read16(Field.command, of: address))
    var after = before
    change(&after)
    if after != before { write16(after.rawValue, at: Field.command, of: address) }
    return before
  }
}

/// The ports of the configuration mechanism.
private enum Port {
  static let selector: UInt16 = 0xcf8
  static let data: UInt16 = 0xcfc
}

/// Offsets in bytes.
///
/// Source: PCI Local Bus 3.0, section 6.1, figure 6-1; PCI-to-PCI Bridge 1.2, section 3.2.
private enum Field {
  static let identity: UInt8 = 0x00
  static let command: UInt8 = 0x04
  static let status: UInt8 = 0x06
  static let classCode: UInt8 = 0x08
  static let headerType: UInt8 = 0x0e
  static let secondaryBus: UInt8 = 0x19
  static let capabilities: UInt8 = 0x34
}
