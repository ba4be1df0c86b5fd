internal import Telemetry

extension Session {
  /// Sends all registers.
  @inline(never)
  mutating func readAllRegisters() -> Answer {
    reply.begin()
    var number = 0
    while let register = Register(number) {
      write(register)
      number &+= 1
    }
    return .made
  }

  /// Changes all registers but those that cannot be.
  @inline(never)
  mutating func writeAllRegisters() -> Answer {
    guard selectedThread == 0, let values = scanner.takeHexadecimalBytes(),
      values.count == Register.totalByteCount
    else { return .badPacket }
    return copyRegisters(values, isTrial: true) && copyRegisters(values, isTrial: false)
      ? .done : .refused
  }

  /// Changes all registers but those that cannot be, or only says whether the processor takes them.
  @inline(never)
  private mutating func copyRegisters(_ values: ByteBuffer, isTrial: Bool) -> Bool {
    var (number, place) = (0, 0)
    while let register = Register(number) {
      let value = values.part(place, place &+ register.byteCount)
      if isTrial {
        guard register.takes(value) else { return false }
      } else if register.isWritable {
        registers.bytes(of: register).copy(value)
      }
      place &+= value.count
      number &+= 1
    }
    return true
  }

  /// Sends one register, whose number is the argument.
  @inline(never)
  mutating func readRegister() -> Answer {
    guard let register = Register(count(0)) else { return .refused }
    reply.begin()
    write(register)
    return .made
  }

  /// Changes one register, whose number is the argument; one that cannot be changed may be set to
  /// what it is.
  @inline(never)
  mutating func writeRegister() -> Answer {
    guard selectedThread == 0, let register = Register(count(0)),
      let value = scanner.takeHexadecimalBytes(), value.count == register.byteCount,
      register.takes(value)
    else { return .refused }
    let place = registers.bytes(of: register)
    if register.isWritable { place.copy(value) }
    // gdb puts these back after it has called a function, whatever it is told of them.
    let isIgnored = register.number >= Register.system(0).number
    return isIgnored || place.equals(value) ? .done : .refused
  }

  /// Writes a register of the thread that was chosen; of a task only few are known.
  @inline(never)
  private mutating func write(_ register: Register) {
    guard selectedThread > 0 else {
      return reply.write(digitsOf: registers.bytes(of: register))
    }
    let value = task(ofThread: selectedThread).flatMap { Self.value(register, of: $0) }
    var (rest, left) = (value ?? 0, register.byteCount)
    while left > 0 {
      if value == nil { reply.write("xx") } else { reply.write(digitsOf: UInt8(rest & 255)) }
      rest >>= 8
      left &-= 1
    }
  }
}
