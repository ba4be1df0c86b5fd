/// Finds the calls on the stack of a guest that stands still.
///
/// Goes by the compiler's rules where there are any, as frame pointers lose callers in the first
/// instructions of a function and in functions that keep none; by frame pointers elsewhere.
///
/// Believes nothing: each frame must lie above the last one and each return address in code, so
/// that a stack in ruins gives a short answer, not an endless one.
public struct StackWalker {
  /// Most calls that are reported.
  public static let limit = 128

  private let isCode: (LinkAddress) -> Bool
  private let read: (UInt64, Int) -> [UInt8]?
  private let callFrames: CallFrameInformation?

  /// Walks stacks by frame pointers alone.
  ///
  /// - Parameters:
  ///   - isCode: Whether an address may be a return address.
  ///   - read: Gives bytes of the guest's memory from a virtual address on, exactly as many as
  ///     asked for; nil if it cannot. Mostly asked for 1024 bytes; for 8 where that fails.
  public init(
    isCode: @escaping (LinkAddress) -> Bool, read: @escaping (UInt64, Int) -> [UInt8]?
  ) {
    self.init(isCode: isCode, callFrames: nil, read: read)
  }

  init(
    isCode: @escaping (LinkAddress) -> Bool, callFrames: CallFrameInformation?,
    read: @escaping (UInt64, Int) -> [UInt8]?
  ) {
    self.isCode = isCode
    self.callFrames = callFrames
    self.read = read
  }

  /// Walks a stack.
  ///
  /// - Parameter registers: The registers of the processor.
  /// - Returns: The calls, the innermost first, beginning with the instruction itself.
  public func walk(from registers: StackRegisters) -> Walk {
    var memory = StackMemory(read)
    var walk = Walk(addresses: [StackAddress(LinkAddress(registers.rip), isExact: true)])
    var current = registers
    current.rbp = Self.unmarked(current.rbp)
    while walk.addresses.count < Self.limit {
      if let caller = callerByRules(of: current, isExact: walk.addresses.count == 1, &memory) {
        current = caller
      } else if current.rbp == 0 {
        return walk
      } else {
        switch callerByFramePointer(of: current, &memory) {
        case .success(let caller): current = caller
        case .failure(let end): return walk.ended(end)
        }
      }
      guard current.rip != 0 else { return walk }
      current.rbp = Self.unmarked(current.rbp)
      walk.addresses.append(StackAddress(LinkAddress(current.rip), isExact: false))
    }
    return walk.ended(.limit)
  }

  /// The caller as the compiler's rules have it, if they exist and lead to a sane place.
  private func callerByRules(
    of registers: StackRegisters, isExact: Bool, _ memory: inout StackMemory
  ) -> StackRegisters? {
    // The instruction after a call may belong to another function.
    let instruction = registers.rip &- (isExact ? 0 : 1)
    guard
      let caller = callFrames?.caller(of: registers, at: instruction, in: &memory),
      caller.rsp > registers.rsp, caller.rip == 0 || isCode(LinkAddress(caller.rip))
    else { return nil }
    return caller
  }

  private func callerByFramePointer(
    of registers: StackRegisters, _ memory: inout StackMemory
  ) -> Result<StackRegisters, End> {
    let rbp = registers.rbp
    guard rbp >= registers.rsp else { return .failure(.notAscending(rbp)) }
    guard let saved = memory.word(at: rbp), let rip = memory.word(at: rbp &+ 8) else {
      return .failure(.unreadable(rbp))
    }
    guard rip == 0 || isCode(LinkAddress(rip)) else { return .failure(.notCode(rip)) }
    return .success(StackRegisters(rip: rip, rsp: rbp + 16, rbp: saved))
  }

  /// A frame pointer without the mark, bit 60, that Swift sets in what asynchronous functions save.
  ///
  /// In the upper half of the address space the bit is part of the address.
  @inline(__always) static func unmarked(_ rbp: UInt64) -> UInt64 {
    rbp >> 63 == 0 ? rbp & ~(1 << 60) : rbp
  }

  /// What a walk found.
  public struct Walk: Equatable, Sendable {
    /// The calls, the innermost first.
    public fileprivate(set) var addresses: [StackAddress]
    /// Why the walk ended before the outermost call; nil if it did not.
    public fileprivate(set) var end: End?

    fileprivate init(addresses: [StackAddress]) {
      self.addresses = addresses
    }

    fileprivate func ended(_ end: End) -> Walk {
      var walk = self
      walk.end = end
      return walk
    }
  }

  /// Why a walk ended before the outermost call.
  public enum End: Error, Equatable, Sendable {
    /// There are more calls than are reported.
    case limit
    /// A frame pointer lies below the frame before it.
    case notAscending(UInt64)
    /// A frame pointer leads to where no word can be read.
    case unreadable(UInt64)
    /// A return address is none.
    case notCode(UInt64)
  }
}
