/// How to take a step over one instruction.
///
/// The trap flag does it for most. Where it does not, the step ends at a breakpoint behind the
/// instruction: the handler of an interrupt instruction would be run through and the stop come one
/// instruction late, and a repeated one would stop at each repetition. A system call may take the
/// flag away, so that its step ends at a breakpoint where it leads.
///
/// Source: Intel SDM volume 3, section 17.3.1.4, and volume 2, the instructions named.
enum StepPlan: Equatable {
  /// By the trap flag.
  case trap
  /// By the trap flag, which the instruction then has saved on the stack, too.
  case trapAndClean
  /// The processor waits: the step is an interrupt that was none.
  case skip(byteCount: UInt64)
  /// By a breakpoint so many bytes later.
  case runOver(byteCount: UInt64)
  /// By a breakpoint where the handler of system calls begins.
  case systemCall

  /// Looks at an instruction.
  ///
  /// - Parameter code: Its bytes, and perhaps those behind it.
  init(_ code: ByteBuffer) {
    var index = 0
    var isRepeated = false
    while index < code.count {
      let byte = code[index]
      switch byte {
      case 0xf2, 0xf3: isRepeated = true
      case 0x26, 0x2e, 0x36, 0x3e, 0x64...0x67, 0xf0, 0x40...0x4f: break
      default:
        self = Self.plan(byte, code, index, isRepeated)
        return
      }
      index &+= 1
    }
    self = .trap
  }

  private static func plan(
    _ operation: UInt8, _ code: ByteBuffer, _ index: Int, _ isRepeated: Bool
  ) -> StepPlan {
    switch operation {
    case 0x9c: .trapAndClean
    case 0xf4: .skip(byteCount: UInt64(truncatingIfNeeded: index &+ 1))
    case 0x0f: index &+ 1 < code.count && code[index &+ 1] == 5 ? .systemCall : .trap
    case 0xcd: .runOver(byteCount: UInt64(truncatingIfNeeded: index &+ 2))
    case 0x6c...0x6f, 0xa4...0xa7, 0xaa...0xaf:
      isRepeated ? .runOver(byteCount: UInt64(truncatingIfNeeded: index &+ 1)) : .trap
    default: .trap
    }
  }
}
