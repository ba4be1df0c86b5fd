/// The registers of one processor that say where it is and why.
public struct ProcessorState: Equatable, Sendable {
  /// Which processor, from 0.
  public var index = 0
  /// Instruction pointer.
  public var rip: UInt64 = 0
  /// Stack pointer.
  public var rsp: UInt64 = 0
  /// Frame pointer.
  public var rbp: UInt64 = 0
  /// Flags.
  public var rflags: UInt64 = 0
  /// Address of the last page fault.
  public var cr2: UInt64 = 0
  /// Physical address of the page tables, with flags.
  public var cr3: UInt64 = 0
  /// Whether it waits for an interrupt.
  public var isHalted = false

  /// Whether it accepts interrupts that can be masked.
  public var acceptsInterrupts: Bool { rflags & 0x200 != 0 }

  /// Whether it waits to be started for the first time, as further processors do after reset.
  ///
  /// Source: Intel SDM volume 3, section 9.1.4 (first instruction), section 9.4 (wait for SIPI).
  public var isParked: Bool {
    index > 0 && isHalted && !acceptsInterrupts && rip == 0xfff0 && cr3 == 0
  }

  /// Reads the answer to the monitor command `info registers -a`.
  ///
  /// - Parameter text: For each processor a line `CPU#n`, then names and values with `=` between.
  /// - Returns: The processors in the order of the text.
  static func parse(_ text: String) -> [ProcessorState] {
    var states: [ProcessorState] = []
    for line in text.split(whereSeparator: \.isNewline) {
      if line.hasPrefix("CPU#") {
        states.append(ProcessorState(index: Int(line.dropFirst(4)) ?? states.count))
      } else if !states.isEmpty {
        states[states.count - 1].read(line)
      }
    }
    return states
  }

  private mutating func read(_ line: Substring) {
    for word in line.split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1)
      guard parts.count == 2, let value = UInt64(parts[1], radix: 16) else { continue }
      switch parts[0] {
      // A processor outside long mode shows the short names.
      case "RIP", "EIP": rip = value
      case "RSP", "ESP": rsp = value
      case "RBP", "EBP": rbp = value
      case "RFL", "EFL": rflags = value
      case "CR2": cr2 = value
      case "CR3": cr3 = value
      case "HLT": isHalted = value != 0
      default: break
      }
    }
  }
}
