/// An expression that gdb has compiled for the stub: a condition or a command of a breakpoint.
///
/// What cannot be evaluated is true, so that the user looks at it.
///
/// Source: Debugging with GDB, appendix F, "The GDB Agent Expression Mechanism"; the numbers are
/// those of gdbsupport/ax.def.
struct AgentExpression {
  let code: ByteBuffer
  var place = 0
  private let stack: ByteBuffer
  private(set) var depth = 0

  /// The most instructions that are executed.
  private static var budget: Int { 10_000 }
  /// Bytes of memory for the stack.
  static var stackByteCount: Int { 256 }

  /// Takes the code, and memory for the stack.
  init(_ code: ByteBuffer, stack: ByteBuffer) {
    self.code = code
    self.stack = stack
  }

  /// How an instruction went.
  enum Outcome {
    case goesOn, ended, failed
  }

  /// Evaluates the expression.
  mutating func isTrue<Target: DebugTarget, Line: DebugLine>(
    _ registers: RegisterBlock, _ target: inout Target, _ reply: inout Reply<Line>
  ) -> Bool {
    for _ in 0..<Self.budget {
      guard place < code.count else { return true }
      let operation = code[place]
      place += 1
      let outcome =
        operation == 0x34
        ? printFormatted(&target, &reply) : execute(operation, registers, &target)
      switch outcome {
      case .goesOn: continue
      case .ended: return depth == 0 || top(0) != 0
      case .failed: return true
      }
    }
    return true
  }

  private mutating func execute<Target: DebugTarget>(
    _ operation: UInt8, _ registers: RegisterBlock, _ target: inout Target
  ) -> Outcome {
    var (left, right): (UInt64, UInt64) = (0, 0)
    let operandCount = Self.operandCount(operation)
    guard depth >= operandCount else { return .failed }
    if operandCount > 0 { right = pop() }
    if operandCount > 1 { left = pop() }
    switch operation {
    case 0x0e: return push(right == 0 ? 1 : 0)
    case 0x12: return push(~right)
    case 0x16, 0x2a: return extend(right, isSigned: operation == 0x16)
    case 0x17...0x1a: return push(target.number(at: right, 1 << Int(operation - 0x17)))
    case 0x20, 0x21: return jump(operation == 0x21 || right != 0)
    case 0x22...0x25: return push(takeCode(1 << Int(operation - 0x22)))
    case 0x26: return push(takeCode(2).flatMap { Register(Int($0)) }.map { registers[$0] })
    case 0x27: return .ended
    case 0x28: return push(depth > 0 ? top(0) : nil)
    case 0x29: return .goesOn
    case 0x2b: return push(right) == .goesOn ? push(left) : .failed
    case 0x32: return push(takeCode(1).flatMap { $0 < UInt64(depth) ? top(Int($0)) : nil })
    case 0x33: return rotate()
    default: return push(Self.result(operation, left, right))
    }
  }

  /// How many numbers an operation takes from the stack.
  private static func operandCount(_ operation: UInt8) -> Int {
    // A bit for each of the operations up to 0x2b.
    let two: UInt64 = 0x0800_003b_8ffc
    let one: UInt64 = 0x0601_07c4_4000
    guard operation < 64 else { return 0 }
    return Int((two >> UInt64(operation) & 1) * 2 + (one >> UInt64(operation) & 1))
  }

  private static func result(_ operation: UInt8, _ left: UInt64, _ right: UInt64) -> UInt64? {
    let (a, b) = (Int64(bitPattern: left), Int64(bitPattern: right))
    switch operation {
    case 0x02: return left &+ right
    case 0x03: return left &- right
    case 0x04: return left &* right
    case 0x05, 0x07:
      guard b != 0, !(a == .min && b == -1) else { return nil }
      return UInt64(bitPattern: operation == 0x05 ? a / b : a % b)
    case 0x06: return right == 0 ? nil : left / right
    case 0x08: return right == 0 ? nil : left % right
    case 0x09: return right > 63 ? 0 : left << right
    case 0x0a: return UInt64(bitPattern: a >> Int64(min(right, 63)))
    case 0x0b: return right > 63 ? 0 : left >> right
    case 0x0f: return left & right
    case 0x10: return left | right
    case 0x11: return left ^ right
    case 0x13: return left == right ? 1 : 0
    case 0x14: return a < b ? 1 : 0
    case 0x15: return left < right ? 1 : 0
    default: return nil
    }
  }

  private mutating func extend(_ value: UInt64, isSigned: Bool) -> Outcome {
    guard let bits = takeCode(1), (1...64) ~= bits else { return .failed }
    let shift = 64 - bits
    let signed = Int64(bitPattern: value << shift) >> Int64(shift)
    return push(isSigned ? UInt64(bitPattern: signed) : (value << shift) >> shift)
  }

  private mutating func jump(_ isTaken: Bool) -> Outcome {
    guard let goal = takeCode(2), Int(goal) < code.count else { return .failed }
    if isTaken { place = Int(goal) }
    return .goesOn
  }

  /// Puts the highest number below the two that were under it.
  private mutating func rotate() -> Outcome {
    guard depth >= 3 else { return .failed }
    let (c, b, a) = (pop(), pop(), pop())
    _ = push(c)
    _ = push(a)
    _ = push(b)
    return .goesOn
  }

  /// Takes a number from the code, the highest byte first.
  mutating func takeCode(_ byteCount: Int) -> UInt64? {
    guard place + byteCount <= code.count else { return nil }
    var value: UInt64 = 0
    for _ in 0..<byteCount {
      value = value << 8 | UInt64(code[place])
      place += 1
    }
    return value
  }

  @inline(never)
  private mutating func push(_ value: UInt64?) -> Outcome {
    guard let value, depth < Self.stackByteCount / 8 else { return .failed }
    stack.store(value, at: depth * 8, byteCount: 8)
    depth += 1
    return .goesOn
  }

  /// Takes the highest number; there must be one.
  mutating func pop() -> UInt64 {
    depth -= 1
    return stack.number(at: depth * 8, byteCount: 8)
  }

  /// The number that lies so many below the highest one, which there must be.
  func top(_ distance: Int) -> UInt64 {
    stack.number(at: (depth - 1 - distance) * 8, byteCount: 8)
  }
}
