// Measures the types of the standard library that gdb's printers know by heart: made into
// swiftlet/leaves.json by make-leaves, in Embedded Swift as images are.
//
// `kind` says how the patterns are told that are no value, `at` in which word they are.

final class Object {}

func show<T>(
  _ name: StaticString, _ kind: StaticString, _ type: T.Type, at: Int = 0,
  patterns known: Int? = nil
) {
  let hasPatterns = MemoryLayout<T?>.size == MemoryLayout<T>.size
  var patterns = known ?? 0
  if hasPatterns && known == nil {
    patterns = MemoryLayout<T??>.size == MemoryLayout<T>.size ? 4096 : 1
  }
  print("  \"", terminator: "")
  print(name, terminator: "\": {\"size\": ")
  print(MemoryLayout<T>.size, terminator: ", \"alignment\": ")
  print(MemoryLayout<T>.alignment, terminator: ", \"inhabitants\": ")
  print(patterns, terminator: ", \"at\": ")
  print(at, terminator: ", \"kind\": \"")
  print(kind, terminator: "\"},\n")
}

@main struct Leaves {
  static func main() {
    print("{")
    show("Swift.Int", "integer", Int.self)
    show("Swift.Int8", "integer", Int8.self)
    show("Swift.Int16", "integer", Int16.self)
    show("Swift.Int32", "integer", Int32.self)
    show("Swift.Int64", "integer", Int64.self)
    show("Swift.UInt", "integer", UInt.self)
    show("Swift.UInt8", "integer", UInt8.self)
    show("Swift.UInt16", "integer", UInt16.self)
    show("Swift.UInt32", "integer", UInt32.self)
    show("Swift.UInt64", "integer", UInt64.self)
    show("Swift.Float", "float", Float.self)
    show("Swift.Double", "float", Double.self)
    show("Swift.Bool", "bool", Bool.self, patterns: 254)
    show("Swift.String", "reference", String.self, at: 8)
    show("Swift.Character", "reference", Character.self, at: 8)
    show("Swift.Substring", "reference", Substring.self, at: 24)
    show("Swift.StaticString", "raw", StaticString.self)
    show("Swift.Unicode.Scalar", "raw", Unicode.Scalar.self)
    show("Swift.Array", "reference", [Int].self)
    show("Swift.ContiguousArray", "reference", ContiguousArray<Int>.self)
    show("Swift.ArraySlice", "reference", ArraySlice<Int>.self)
    show("Swift.Dictionary", "reference", [Int: Int].self)
    show("Swift.Set", "reference", Set<Int>.self)
    show("Swift.UnsafePointer", "pointer", UnsafePointer<Int>.self)
    show("Swift.UnsafeMutablePointer", "pointer", UnsafeMutablePointer<Int>.self)
    show("Swift.UnsafeRawPointer", "pointer", UnsafeRawPointer.self)
    show("Swift.UnsafeMutableRawPointer", "pointer", UnsafeMutableRawPointer.self)
    show("Swift.OpaquePointer", "pointer", OpaquePointer.self)
    show("Swift.UnsafeBufferPointer", "raw", UnsafeBufferPointer<Int>.self)
    show("Swift.UnsafeMutableBufferPointer", "raw", UnsafeMutableBufferPointer<Int>.self)
    show("Swift.UnsafeRawBufferPointer", "raw", UnsafeRawBufferPointer.self)
    show("Swift.UnsafeMutableRawBufferPointer", "raw", UnsafeMutableRawBufferPointer.self)
    show("Swift.Unmanaged", "reference", Unmanaged<Object>.self)
    show("Swift.Duration", "raw", Duration.self)
    show("AnyObject", "reference", Object.self)
    print("  \"\": {}\n}")
  }
}
