internal import Glibc

/// The demangler of the Swift runtime that this process uses; as new as the toolchain.
@_silgen_name("swift_demangle")
private func swift_demangle(
  _ name: UnsafePointer<CChar>?, _ byteCount: Int, _ buffer: UnsafeMutablePointer<CChar>?,
  _ bufferByteCount: UnsafeMutablePointer<Int>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?

/// Demangles the name of a Swift symbol.
///
/// - Parameter name: A name that begins with `$s`, `$e` (Embedded Swift), `_$s` or alike.
/// - Returns: The name as `swift demangle` writes it; nil if it is no mangled name.
public func demangled(_ name: String) -> String? {
  guard name.hasPrefix("$") || name.hasPrefix("_") else { return nil }
  guard let text = swift_demangle(name, name.utf8.count, nil, nil, 0) else { return nil }
  defer { free(text) }
  let result = String(cString: text)
  return result == name ? nil : result
}
