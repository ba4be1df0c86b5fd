internal import Testing

@testable internal import GDBStub

/// A session over a model, spoken to as gdb does.
///
/// Whenever it goes on, a model of the processor says what it would refuse: no test may see that.
final class Debuggee {
  let machine = ModelMachine()
  /// What the processor refused, and the debugger changed that is not the debugger's.
  private(set) var refusals: [String] = []
  private let isStrict: Bool
  /// What interrupts have saved whose handlers have not ended.
  private var saved: [(address: UInt64, flags: UInt64, stack: UInt64)] = []
  private let memory: UnsafeMutablePointer<UInt8>
  private let table: UnsafeMutablePointer<UInt8>
  var session: Session<ModelTarget, ModelLine>

  init(isStrict: Bool = true) {
    self.isStrict = isStrict
    let count = Session<ModelTarget, ModelLine>.memoryByteCount
    memory = .allocate(capacity: count)
    memory.initialize(repeating: 0, count: count)
    table = .allocate(capacity: 1024)
    table.initialize(repeating: 0, count: 1024)
    session = Session(
      ModelTarget(machine: machine), ModelLine(machine: machine),
      memory: ByteBuffer(unsafeBase: memory, count: count),
      breakpoints: ByteBuffer(unsafeBase: table, count: 1024))
  }

  deinit {
    memory.deallocate()
    table.deallocate()
  }

  /// Hands over bytes as they are, and takes what comes back.
  func exchange(_ bytes: [UInt8]) -> [UInt8] {
    machine.sent = []
    stop()
    let before = processorsOwn
    for byte in bytes { session.receive(byte) }
    if processorsOwn != before { refuse("segments and control registers are the processor's own") }
    goOn()
    return machine.sent
  }

  /// Does what the kernel does when the guest has stopped.
  private func stop() {
    guard !session.isHalted else { return }
    session.leaveDetour()
    session.registers.spreadControls()
  }

  /// Asks the processor, if the guest goes on.
  private func goOn() {
    guard !session.isHalted else { return }
    var processor = ModelProcessor(session, table)
    processor.savedFlags = saved.reduce(0) { $0 | $1.flags }
    for refusal in processor.refusals(machine) { refuse(refusal) }
  }

  private func refuse(_ refusal: String) {
    refusals.append(refusal)
    if isStrict { Issue.record("\(refusal)") }
  }

  /// The registers that no debugger changes.
  private var processorsOwn: [UInt64] {
    (0..<Register.count).compactMap { Register($0) }.filter { !$0.isWritable }
      .map { session.registers[$0] }
  }

  /// Sends a packet; gives what its reply says, repetitions undone and acknowledgements left out.
  func ask(_ packet: String) -> String {
    let reply = exchange(Self.frame(Array(packet.utf8)))
    _ = exchange([UInt8(ascii: "+")])
    return Self.payload(reply)
  }

  /// Lets the processor raise an exception.
  func take(_ trap: Trap) -> Session<ModelTarget, ModelLine>.Verdict {
    stop()
    defer { goOn() }
    return session.take(trap)
  }

  /// Lets an interrupt come while the guest runs.
  func interrupt(into handler: UInt64) {
    let stack = session.registers[.rsp]
    saved.append((session.registers[.rip], session.registers[.flags], stack))
    session.registers[.rip] = handler
    session.registers[.rsp] = stack &- 40
    session.registers[.flags] &= ~0x300
  }

  /// Has the handler of the last interrupt come to its end.
  func returnFromInterrupt() {
    guard let last = saved.popLast() else { return }
    (session.registers[.rip], session.registers[.flags], session.registers[.rsp]) = last
  }

  /// Where breakpoints are in memory while the guest runs.
  var planted: [UInt64] { ModelProcessor(session, table).breakpoints }

  /// Whether gdb went on with the signal of an exception.
  func passesSignal(of vector: UInt8) -> Bool { session.takePassedSignal(for: vector) }

  /// Frames a packet; its bytes are sent as they are.
  static func frame(_ payload: [UInt8]) -> [UInt8] {
    let sum = payload.reduce(0 as UInt8, &+)
    let digits = String(sum, radix: 16)
    return [UInt8(ascii: "$")] + payload + [UInt8(ascii: "#")]
      + Array((digits.count < 2 ? "0" + digits : digits).utf8)
  }

  /// What the last packet says.
  static func payload(_ bytes: [UInt8]) -> String {
    guard let start = bytes.lastIndex(of: UInt8(ascii: "$")) else { return "nothing" }
    var result: [UInt8] = []
    var index = start + 1
    while index < bytes.count, bytes[index] != UInt8(ascii: "#") {
      if bytes[index] == UInt8(ascii: "*"), let last = result.last {
        result += [UInt8](repeating: last, count: Int(bytes[index + 1]) - 29)
        index += 2
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
