// Expressions that gdb has compiled for the stub: conditions and commands of breakpoints.
//
// What cannot be evaluated is true, so that the user looks at it.
//
// Source: Debugging with GDB, appendix F, "The GDB Agent Expression Mechanism"; the numbers are
// those of gdbsupport/ax.def.

extension Session {
  /// The most instructions that are executed.
  private static var budget: Int { 10_000 }

  /// Evaluates an expression.
  @inline(never)
  mutating func isTrue(_ code: ByteBuffer) -> Bool {
    scanner = PacketScanner(code)
    depth = 0
    var left = Self.budget
    while left > 0, let operation = scanner.takeByte() {
      if operation == 0x27 { return depth == 0 || top(0) != 0 }
      guard execute(operation) else { return true }
      left &-= 1
    }
    return true
  }

  /// Executes an instruction; false if that cannot be.
  private mutating func execute(_ operation: UInt8) -> Bool {
    let operandCount = Self.operandCount(operation)
    guard depth >= operandCount else { return false }
    let right = operandCount > 0 ? pop() : 0
    let left = operandCount > 1 ? pop() : 0
    switch operation {
    case 0x20, 0x21:
      guard let goal = scanner.takeBigEndian(2) else { return false }
      return operation == 0x20 && right == 0 || scanner.jump(to: Int(goal))
    case 0x29: return true
    case 0x2b: return push(right) && push(left)
    case 0x33: return rotate()
    case 0x34: return !isPassing && printFormatted()
    default: return push(result(operation, left, right))
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

  /// What an operation leaves on the stack; nil if it cannot be executed.
  private mutating func result(_ operation: UInt8, _ left: UInt64, _ right: UInt64) -> UInt64? {
    switch operation {
    case 0x0e: return right == 0 ? 1 : 0
    case 0x12: return ~right
    case 0x16, 0x2a: return extended(right, isSigned: operation == 0x16)
    case 0x17...0x1a:
      let byteCount = 1 << Int(operation - 0x17)
      if isPassing, breakpoints.hides(right, byteCount) { return nil }
      return target.number(at: right, byteCount) ?? (isChecking ? 0 : nil)
    case 0x22...0x25: return scanner.takeBigEndian(1 << Int(operation - 0x22))
    case 0x26:
      let number = scanner.takeBigEndian(2)
      // Only the general ones are up to date as long as the guest has not really stopped.
      if isPassing, number ?? 0 >= UInt64(Register.rip.number) { return nil }
      return number.flatMap { Register(Int($0)) }.map { registers[$0] }
    case 0x28: return depth > 0 ? top(0) : nil
    case 0x32: return scanner.takeByte().flatMap { $0 < depth ? top(Int($0)) : nil }
    default: return Self.arithmetic(operation, left, right)
    }
  }

  private static func arithmetic(
    _ operation: UInt8, _ left: UInt64, _ right: UInt64
  ) -> UInt64? {
    let (a, b) = (Int64(bitPattern: left), Int64(bitPattern: right))
    switch operation {
    case 0x02: return left &+ right
    case 0x03: return left &- right
    case 0x04: return left &* right
    case 0x05, 0x07:
      guard b != 0, !(a == .min && b == -1) else { return nil }
      return UInt64(bitPattern: operation == 0x05 ? a / b : a % b)
    case 0x06, 0x08:
      guard right != 0 else { return nil }
      return operation == 0x06 ? left / right : left % right
    case 0x09: return right > 63 ? 0 : left &<< right
    case 0x0a: return UInt64(bitPattern: a &>> Int64(min(right, 63)))
    case 0x0b: return right > 63 ? 0 : left &>> right
    case 0x0f: return left & right
    case 0x10: return left | right
    case 0x11: return left ^ right
    case 0x13: return left == right ? 1 : 0
    case 0x14: return a < b ? 1 : 0
    case 0x15: return left < right ? 1 : 0
    default: return nil
    }
  }

  private mutating func extended(_ value: UInt64, isSigned: Bool) -> UInt64? {
    guard let bits = scanner.takeByte(), (1...64) ~= bits else { return nil }
    let shift = UInt64(64 - bits)
    let high = value &<< shift
    return isSigned
      ? UInt64(bitPattern: Int64(bitPattern: high) &>> Int64(shift)) : high &>> shift
  }

  /// Puts the highest number below the two that were under it.
  private mutating func rotate() -> Bool {
    guard depth >= 3 else { return false }
    let (c, b, a) = (pop(), pop(), pop())
    return push(c) && push(a) && push(b)
  }

  @inline(never)
  private mutating func push(_ value: UInt64?) -> Bool {
    guard let value, depth < agentStack.count / 8 else { return false }
    agentStack.store(value, at: depth &* 8, byteCount: 8)
    depth &+= 1
    return true
  }

  /// Takes the highest number; there must be one.
  @inline(never)
  mutating func pop() -> UInt64 {
    let value = top(0)
    depth &-= 1
    return value
  }

  /// The number that lies so many below the highest one, which there must be.
  @inline(never)
  private mutating func top(_ distance: Int) -> UInt64 {
    agentStack.number(at: (depth &- 1 &- distance) &* 8, byteCount: 8)
  }
}
