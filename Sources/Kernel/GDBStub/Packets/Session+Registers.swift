internal import Telemetry

extension Session {
  /// Sends all registers.
  mutating func readAllRegisters() {
    reply.begin()
    for number in 0..<Register.count {
      if let register = Register(number) { write(register) }
    }
    send()
  }

  /// Changes all registers but those that cannot be.
  mutating func writeAllRegisters(_ packet: PacketScanner) {
    var scanner = packet
    guard selected == nil, let values = scanner.takeHexadecimalBytes(),
      values.count == Register.totalByteCount
    else { return answer(.badPacket) }
    for number in 0..<Register.count {
      guard let register = Register(number), register.isWritable else { continue }
      let range = register.offset..<register.offset + register.byteCount
      registers.bytes(of: register).copy(values[range])
    }
    answer("OK")
  }

  /// Sends one register.
  mutating func readRegister(_ packet: PacketScanner) {
    var scanner = packet
    guard let number = scanner.takeCount(), let register = Register(number) else {
      return answer(.refused)
    }
    reply.begin()
    write(register)
    send()
  }

  /// Changes one register; one that cannot be changed may be set to what it is.
  mutating func writeRegister(_ packet: PacketScanner) {
    var scanner = packet
    guard selected == nil, let number = scanner.takeCount(), let register = Register(number),
      scanner.take(UInt8(ascii: "=")), let value = scanner.takeHexadecimalBytes(),
      value.count == register.byteCount
    else { return answer(.refused) }
    let place = registers.bytes(of: register)
    if register.isWritable { place.copy(value) }
    // gdb puts these back after it has called a function, whatever it is told of them.
    if number >= Register.system(0).number { return answer("OK") }
    let isEqual =
      place.number(at: 0, byteCount: min(8, value.count))
      == value.number(at: 0, byteCount: min(8, value.count))
    answer(isEqual, else: .refused)
  }

  /// Writes a register of the thread that was chosen; of a task only few are known.
  private mutating func write(_ register: Register) {
    guard let task = selected else {
      return reply.write(digitsOf: registers.bytes(of: register))
    }
    let value = value(register, of: task)
    for index in 0..<register.byteCount {
      if let value {
        reply.write(digitsOf: UInt8(truncatingIfNeeded: value >> UInt64(8 * index)))
      } else {
        reply.write("xx")
      }
    }
  }
}
