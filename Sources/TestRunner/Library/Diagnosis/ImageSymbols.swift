internal import Symbols

/// Names and addresses of an image, read when they are first asked for.
final class ImageSymbols {
  /// Path of the image's ELF file.
  let path: String
  private lazy var symboliser = try? Symboliser(path: path)

  init(path: String) {
    self.path = path
  }

  /// Where a symbol lies in the guest's memory; nil if the image does not have it.
  ///
  /// The kernel maps itself where it lies, so that virtual addresses are physical ones.
  func physicalAddress(of name: String) -> UInt64? {
    SymbolLookup.address(of: name, in: path)
  }

  /// The functions at an address, innermost first; never empty.
  func frames(at address: UInt64, isReturnAddress: Bool) -> [TraceFrame] {
    let found =
      symboliser?.frames(at: LinkAddress(address), isReturnAddress: isReturnAddress) ?? []
    if found.isEmpty { return [TraceFrame(function: "0x" + String(address, radix: 16))] }
    return found.map { frame in
      TraceFrame(
        function: frame.function, file: frame.location?.file, line: frame.location?.line ?? 0,
        column: frame.location?.column ?? 0, isInlined: frame.isInlined)
    }
  }
}
