internal import Telemetry

extension Session {
  /// Says why the guest stands still, with the registers that gdb wants first.
  @inline(never)
  mutating func reportStop() -> Answer {
    reply.begin()
    reply.write(UInt8(ascii: "T"))
    reply.write(digitsOf: stop.signal)
    reply.write("thread:1;")
    write(expedited: .rbp)
    write(expedited: .rsp)
    write(expedited: .rip)
    if listsThreads {
      reply.write("threads:")
      writeThreadList(asPlaces: false)
      reply.write(";thread-pcs:")
      writeThreadList(asPlaces: true)
      reply.write(UInt8(ascii: ";"))
    }
    switch stop.cause {
    case .none: break
    case .softwareBreakpoint: reply.write("swbreak:;")
    case .hardwareBreakpoint: reply.write("hwbreak:;")
    case .write(let address): reply.write("watch:%n;", address)
    case .access(let address): reply.write("awatch:%n;", address)
    }
    return .made
  }

  @inline(never)
  private mutating func write(expedited register: Register) {
    reply.write(digitsOf: UInt8(register.number))
    reply.write(UInt8(ascii: ":"))
    reply.write(digitsOf: registers.bytes(of: register))
    reply.write(UInt8(ascii: ";"))
  }
}
