public import Symbols

/// How names of functions are shown.
public enum NameStyle: String, CaseIterable, Sendable {
  /// With modules, types and the compiler's remarks.
  case full
  /// Short: `Service.answer(_:)`.
  case simplified
  /// As the linker knows them.
  case none

  /// The name of a frame's function in this style.
  public func name(of frame: SymbolFrame) -> String {
    switch self {
    case .full: frame.fullName
    case .simplified: frame.function
    case .none: frame.rawName
    }
  }
}

/// The module that a symbol's name tells.
///
/// - Parameter rawName: The linker's name.
/// - Returns: The module; `C++` for that language, `C` for names that are not mangled.
public func moduleName(ofSymbol rawName: String) -> String {
  let bytes = Array(rawName.utf8)
  if bytes.starts(with: "_Z".utf8) { return "C++" }
  guard
    let prefix = ["$e", "$s", "_$e", "_$s"].first(where: { bytes.starts(with: $0.utf8) })
  else { return "C" }
  var index = prefix.utf8.count
  var length = 0
  while index < bytes.count, 0x30...0x39 ~= bytes[index], length < 1000 {
    length = length * 10 + Int(bytes[index] - 0x30)
    index += 1
  }
  // Letters stand for the standard library and its types.
  guard length > 0, index + length <= bytes.count, bytes[index] != UInt8(ascii: "_") else {
    return "Swift"
  }
  return String(decoding: bytes[index..<index + length], as: UTF8.self)
}
