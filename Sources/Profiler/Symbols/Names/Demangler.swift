internal import Glibc

/// The demangler of the Swift runtime that this process uses; as new as the toolchain.
@_silgen_name("swift_demangle")
private func swift_demangle(
  _ name: UnsafePointer<CChar>?, _ byteCount: Int, _ buffer: UnsafeMutablePointer<CChar>?,
  _ bufferByteCount: UnsafeMutablePointer<Int>?, _ flags: UInt32
) -> UnsafeMutablePointer<CChar>?

/// The demangler of the C++ library that the Swift runtime itself uses.
private typealias CPlusPlusDemangler =
  @convention(c) (
    _ name: UnsafePointer<CChar>, _ buffer: UnsafeMutablePointer<CChar>?,
    _ byteCount: UnsafeMutablePointer<Int>?, _ status: UnsafeMutablePointer<Int32>?
  ) -> UnsafeMutablePointer<CChar>?

private let demangleCPlusPlus: CPlusPlusDemangler? = {
  guard let symbol = dlsym(nil, "__cxa_demangle") else { return nil }
  return unsafeBitCast(symbol, to: CPlusPlusDemangler.self)
}()

/// Demangles the name of a Swift or C++ symbol; the Swift runtime in an image is C++.
///
/// - Parameter name: A name that begins with `$s`, `$e` (Embedded Swift), `_$s`, `_Z` or alike.
/// - Returns: The name as `swift demangle` or `c++filt` write it; nil if it is no mangled name.
public func demangled(_ name: String) -> String? {
  guard name.hasPrefix("$") || name.hasPrefix("_") else { return nil }
  if name.hasPrefix("_Z") {
    guard let text = demangleCPlusPlus?(name, nil, nil, nil) else { return nil }
    defer { free(text) }
    return String(cString: text)
  }
  guard let text = swift_demangle(name, name.utf8.count, nil, nil, 0) else { return nil }
  defer { free(text) }
  let result = String(cString: text)
  return result == name ? nil : result
}
