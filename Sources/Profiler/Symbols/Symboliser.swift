/// Says which functions an address of an image belongs to.
///
/// Not for use from two threads at a time.
public final class Symboliser {
  public let image: ImageFile
  public let symbols: SymbolTable
  private let debugInformation: DebugInformation
  /// Names that were made readable before, as the same ones come again and again.
  private var readableNames: [String: SymbolFrame.Names] = [:]

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
  /// - Returns: Nil if nobody wrote down how to find callers there.
  public func hasFrame(at address: LinkAddress) -> Bool? {
    callFrames?.rule(at: address.rawValue).map { $0.base == .framePointer }
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
    let code = image.sections.filter(\.isExecutable)
    let walker = StackWalker(
      isCode: { address in
        code.contains { $0.contains(LinkAddress(address.rawValue &- 1)) }
      }, callFrames: debugInformation.callFrames, read: read)
    return withExtendedLifetime(self) { walker.walk(from: registers) }
  }
}
