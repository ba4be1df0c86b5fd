internal import Telemetry

extension Session {
  /// Sends all registers.
  @inline(never)
  mutating func readAllRegisters() {
    reply.begin()
    var number = 0
    while let register = Register(number) {
      write(register)
      number += 1
    }
    send()
  }

  /// Changes all registers but those that cannot be.
  @inline(never)
  mutating func writeAllRegisters() {
    guard selected == nil, let values = scanner.hexadecimalBytes,
      values.count == Register.totalByteCount
    else { return answer(.badPacket) }
    var (number, place) = (0, 0)
    while let register = Register(number) {
      let end = place + register.byteCount
      if register.isWritable { registers.bytes(of: register).copy(values[place..<end]) }
      place = end
      number += 1
    }
    answer(.done)
  }

  /// Sends one register, whose number is the argument.
  mutating func readRegister() {
    guard let register = Register(count(0)) else { return answer(.refused) }
    reply.begin()
    write(register)
    send()
  }

  /// Changes one register, whose number is the argument; one that cannot be changed may be set to
  /// what it is.
  @inline(never)
  mutating func writeRegister() {
    guard selected == nil, let register = Register(count(0)),
      let value = scanner.hexadecimalBytes, value.count == register.byteCount
    else { return answer(.refused) }
    let place = registers.bytes(of: register)
    if register.isWritable { place.copy(value) }
    // gdb puts these back after it has called a function, whatever it is told of them.
    let isIgnored = register.number >= Register.system(0).number
    answer(isIgnored || place.equals(value), else: .refused)
  }

  /// Writes a register of the thread that was chosen; of a task only few are known.
  @inline(never)
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
