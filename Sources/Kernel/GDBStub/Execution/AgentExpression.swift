/// An expression that gdb has compiled for the stub: the condition of a breakpoint.
///
/// What cannot be evaluated is true, so that the user looks at it.
///
/// Source: Debugging with GDB, appendix F, "The GDB Agent Expression Mechanism".
struct AgentExpression {
  private let code: ByteBuffer
  private var place = 0
  private var stack: [32 of UInt64] = .init(repeating: 0)
  private var depth = 0

  /// The most instructions that are executed.
  private static var budget: Int { 10_000 }

  /// Takes the code.
  init(_ code: ByteBuffer) {
    self.code = code
  }

  /// How an instruction went.
  private enum Outcome {
    case goesOn, ended, failed
  }

  /// Evaluates the expression.
  mutating func isTrue<Target: DebugTarget>(
    _ registers: RegisterBlock, _ target: inout Target
  ) -> Bool {
    for _ in 0..<Self.budget {
      guard place < code.count else { return true }
      let operation = code[place]
      place += 1
      switch execute(operation, registers, &target) {
      case .goesOn: continue
      case .ended: return depth == 0 || stack[depth - 1] != 0
      case .failed: return true
      }
    }
    return true
  }

  private mutating func execute<Target: DebugTarget>(
    _ operation: UInt8, _ registers: RegisterBlock, _ target: inout Target
  ) -> Outcome {
    switch operation {
    case 0x02...0x0f, 0x10...0x13, 0x14, 0x15: return calculate(operation)
    case 0x16, 0x2a:
      guard let bits = takeCode(1), (1...64) ~= bits else { return .failed }
      return extend(Int(bits), isSigned: operation == 0x16)
    case 0x17...0x1a: return load(1 << Int(operation - 0x17), &target)
    case 0x20: return jump(isConditional: true)
    case 0x21: return jump(isConditional: false)
    case 0x22...0x25: return push(takeCode(1 << Int(operation - 0x22)))
    case 0x26:
      guard let number = takeCode(2), let register = Register(Int(number)) else { return .failed }
      return push(registers[register])
    case 0x27: return .ended
    case 0x28: return push(depth > 0 ? stack[depth - 1] : nil)
    case 0x29: return pop() != nil ? .goesOn : .failed
    case 0x2b: return swap()
    case 0x32: return pick()
    case 0x33: return rotate()
    default: return .failed
    }
  }

  /// An operation on the top of the stack.
  private mutating func calculate(_ operation: UInt8) -> Outcome {
    if operation == 0x0e {
      guard let value = pop() else { return .failed }
      return push(value == 0 ? 1 : 0)
    }
    if operation == 0x12 {
      guard let value = pop() else { return .failed }
      return push(~value)
    }
    guard let right = pop(), let left = pop() else { return .failed }
    return push(Self.result(operation, left, right))
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

  private mutating func extend(_ bits: Int, isSigned: Bool) -> Outcome {
    guard let value = pop() else { return .failed }
    let shift = UInt64(64 - bits)
    let signed = Int64(bitPattern: value << shift) >> shift
    return push(isSigned ? UInt64(bitPattern: signed) : (value << shift) >> shift)
  }

  private mutating func load<Target: DebugTarget>(
    _ byteCount: Int, _ target: inout Target
  ) -> Outcome {
    guard let address = pop() else { return .failed }
    var word: UInt64 = 0
    let count = unsafe withUnsafeMutableBytes(of: &word) { bytes -> Int in
      // Safe: the word has 8 bytes, and nobody keeps the buffer.
      let base = unsafe bytes.baseAddress.unsafelyUnwrapped.assumingMemoryBound(to: UInt8.self)
      return unsafe target.read(address, into: ByteBuffer(unsafeBase: base, count: byteCount))
    }
    return count == byteCount ? push(word) : .failed
  }

  private mutating func jump(isConditional: Bool) -> Outcome {
    guard let goal = takeCode(2), Int(goal) < code.count else { return .failed }
    if isConditional {
      guard let value = pop() else { return .failed }
      if value == 0 { return .goesOn }
    }
    place = Int(goal)
    return .goesOn
  }

  private mutating func swap() -> Outcome {
    guard let top = pop(), let below = pop() else { return .failed }
    _ = push(top)
    return push(below)
  }

  private mutating func pick() -> Outcome {
    guard let index = takeCode(1), index < UInt64(depth) else { return .failed }
    return push(stack[depth - 1 - Int(index)])
  }

  /// Brings the third value to the top.
  private mutating func rotate() -> Outcome {
    guard depth >= 3 else { return .failed }
    let (a, b, c) = (stack[depth - 3], stack[depth - 2], stack[depth - 1])
    stack[depth - 3] = c
    stack[depth - 2] = a
    stack[depth - 1] = b
    return .goesOn
  }

  /// Takes a constant from the code, the highest byte first.
  private mutating func takeCode(_ byteCount: Int) -> UInt64? {
    guard place + byteCount <= code.count else { return nil }
    var value: UInt64 = 0
    for _ in 0..<byteCount {
      value = value << 8 | UInt64(code[place])
      place += 1
    }
    return value
  }

  private mutating func push(_ value: UInt64?) -> Outcome {
    guard let value, depth < 32 else { return .failed }
    stack[depth] = value
    depth += 1
    return .goesOn
  }

  private mutating func pop() -> UInt64? {
    guard depth > 0 else { return nil }
    depth -= 1
    return stack[depth]
  }
}
