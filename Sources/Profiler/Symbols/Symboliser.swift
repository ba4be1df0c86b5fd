/// Says which functions an address of an image belongs to.
///
/// Not for use from two threads at a time.
public final class Symboliser {
  public let image: ImageFile
  public let symbols: SymbolTable
  private let debugInformation: DebugInformation
  /// Names that were made readable before, as the same ones come again and again.
  private var readableNames: [String: SymbolFrame.Names] = [:]
  /// Where code lies.
  private let code: [ImageFile.Section]

  /// Opens an image.
  ///
  /// - Parameter path: Path of the ELF file.
  /// - Throws: What is wrong with the file; `noDebugInformation` if it was built without.
  public convenience init(path: String) throws(ImageError) {
    try self.init(ImageFile(path: path))
  }

  /// Uses an image that is open.
  ///
  /// - Parameter image: The image.
  /// - Throws: `noDebugInformation` or `damaged`.
  public init(_ image: ImageFile) throws(ImageError) {
    self.image = image
    symbols = SymbolTable(of: image)
    code = image.sections.filter(\.isExecutable)
    debugInformation = try DebugInformation(of: image)
  }

  /// The functions at an address, the innermost first: those that are inlined, then the one that
  /// is not.
  ///
  /// - Parameters:
  ///   - address: The address.
  ///   - isReturnAddress: Whether it is the address after a call; it may belong to the next line,
  ///     or to the next function if the call does not return. False for the instruction that
  ///     faulted or was interrupted.
  /// - Returns: At least one frame, unless the image has nothing at the address.
  public func frames(at address: LinkAddress, isReturnAddress: Bool) -> [SymbolFrame] {
    let instruction = address.rawValue &- (isReturnAddress ? 1 : 0)
    let symbol = symbols.symbol(containing: LinkAddress(instruction))
    guard let unit = debugInformation.unit(containing: instruction) else {
      return symbol.map { [frame($0.name, nil, isInlined: false)] } ?? []
    }
    let (scopes, start) = unit.scopes.chain(at: instruction)
    var location = unit.lines.location(at: instruction, notBefore: start)
    var frames: [SymbolFrame] = []
    for scope in scopes {
      let name = DebugUnit.name(of: scope) ?? symbol?.name ?? "\(address)"
      frames.append(frame(name, location, isInlined: scope.isInlined))
      location = unit.callLocation(of: scope)
    }
    guard frames.isEmpty, let symbol else { return frames }
    return [frame(symbol.name, location, isInlined: false)]
  }

  private func frame(
    _ rawName: String, _ location: SourceLocation?, isInlined: Bool
  ) -> SymbolFrame {
    let names = readableNames[rawName] ?? SymbolFrame.Names(rawName)
    readableNames[rawName] = names
    return SymbolFrame(rawName, names, location: location, isInlined: isInlined)
  }

  /// Whether a function has made its frame at an instruction, so that frame pointers lead to its
  /// caller.
  ///
  /// In the first and last instructions they lead to the caller's caller.
  ///
  /// - Parameter address: The instruction.
  /// - Returns: Nil if the address is of no function.
  public func hasFrame(at address: LinkAddress) -> Bool? {
    if let rule = callFrames?.rule(at: address.rawValue) { return rule.base == .framePointer }
    // Nothing is written about the C++ of the Swift runtime, which mostly keeps no frame pointers.
    return symbols.symbol(containing: address).map { beginsWithFrame($0, before: address) }
  }

  /// Whether a function begins with `push %rbp` and `mov %rsp, %rbp`, and that has been done.
  private func beginsWithFrame(_ symbol: Symbol, before address: LinkAddress) -> Bool {
    image.bytes(at: symbol.address, count: 4) == [0x55, 0x48, 0x89, 0xe5]
      && address.rawValue >= symbol.address.rawValue + 4
  }

  /// Which of the words on top of the stack is the return address of a function that has not made
  /// its frame.
  ///
  /// - Parameters:
  ///   - address: The function's next instruction.
  ///   - words: The words on top of the stack.
  /// - Returns: Nil if it has made its frame, or if none of them is for certain.
  public func returnAddressIndex(at address: LinkAddress, onTop words: [UInt64]) -> Int? {
    if let rule = callFrames?.rule(at: address.rawValue) {
      let place = Int(rule.offset) + Int(rule.returnOffset)
      guard rule.base == .stackPointer, place % 8 == 0, words.indices.contains(place / 8),
        isReturnAddress(words[place / 8])
      else { return nil }
      return place / 8
    }
    guard let symbol = symbols.symbol(containing: address),
      !beginsWithFrame(symbol, before: address)
    else { return nil }
    return words.indices.first { calledFunction(before: words[$0]) == symbol.address.rawValue }
  }

  /// The function that the call before a return address leads to; nil if no direct call is there.
  ///
  /// Source: Intel SDM volume 2, CALL, opcode e8.
  func calledFunction(before address: UInt64) -> UInt64? {
    guard isReturnAddress(address), address > 5,
      let bytes = image.bytes(at: LinkAddress(address - 5), count: 5), bytes[0] == 0xe8
    else { return nil }
    let distance = bytes[1...].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
    return address &+ UInt64(bitPattern: Int64(Int32(bitPattern: distance)))
  }

  /// Whether what comes before an address is code.
  private func isReturnAddress(_ address: UInt64) -> Bool {
    code.contains { $0.contains(LinkAddress(address &- 1)) }
  }

  /// How many addresses of a stack, from the innermost on, whoever goes by what is written down
  /// must find.
  ///
  /// - Parameters:
  ///   - addresses: The instruction and the return addresses.
  ///   - registers: The registers at the instruction.
  /// - Returns: The number of those before the first one of which nothing is written, and that one;
  ///   2 in the last instructions of a function, where the frame pointer is not as it is written.
  public func knownPrefix(of addresses: [UInt64], registers: StackRegisters) -> Int {
    if let rule = callFrames?.rule(at: registers.rip), let offset = rule.frameOffset,
      rule.canonicalAddress(registers) &+ UInt64(bitPattern: Int64(offset)) < registers.rsp
    {
      return min(2, addresses.count)
    }
    for (index, address) in addresses.enumerated()
    where callFrames?.rule(at: address &- (index == 0 ? 0 : 1)) == nil { return index + 1 }
    return addresses.count
  }

  /// How to find callers; nil if the compiler did not write it down.
  var callFrames: CallFrameInformation? { debugInformation.callFrames }

  /// The calls on the stack of a guest that stands still.
  ///
  /// Callers are found by what the compiler wrote down, or else by frame pointers.
  ///
  /// - Parameters:
  ///   - registers: The registers of the processor.
  ///   - read: Gives bytes of the guest's memory from a virtual address on, exactly as many as
  ///     asked for; nil if it cannot. Mostly asked for 1024 bytes; for 8 where that fails.
  /// - Returns: The calls, the innermost first.
  public func walk(
    from registers: StackRegisters, read: @escaping (UInt64, Int) -> [UInt8]?
  ) -> StackWalker.Walk {
    let walker = StackWalker(
      isCode: { [code] address in
        code.contains { $0.contains(LinkAddress(address.rawValue &- 1)) }
      }, callFrames: debugInformation.callFrames, read: read)
    return withExtendedLifetime(self) { walker.walk(from: registers) }
  }
}
