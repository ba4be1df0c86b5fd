import Kernel

/// Holds values of every kind, for gdb to show them; values.py knows what they are.
@main struct ValuesService: Service {
  static func start(_ system: System) async {
    let sample = Sample(system.console)
    while true {
      sample.look()
      try? await Task.sleep(for: .milliseconds(20))
    }
  }
}

/// Where gdb stops.
@inline(never)
func look(_ sample: Sample, _ span: Span<Int>, _ bytes: Span<UInt8>) {
  sample.rounds += span[0] + Int(bytes[2])
}

struct Point { var x: Int32, y: Int64, f: Double }

struct Padded { var flag: Bool, wide: UInt64, small: UInt8, inner: Point, last: UInt16 }

struct Pair<First, Second> { var first: First, second: Second }

enum Color: UInt8 { case red, green, blue }

enum Shape {
  case nothing, unit
  case circle(radius: Double)
  case label(String)
  case corner(Point)
  case flags(Bool, Color)
}

enum Link { case node(Base), leaf(Base), end, unknown }

class Base { var number = 7 }

final class Derived: Base { var name = "derived from Base", color = Color.blue }

final class Sample {
  var rounds = 0
  let minus = -42, byte: UInt8 = 200, real = 2.5, single: Float = -0.25, yes = true
  let short = "gdb", long = "a text that does not fit into a String's own sixteen bytes"
  let umlaut = "Größe", empty = "", literal: StaticString = "static", scalar: Unicode.Scalar = "é"
  var built = "", part: Substring = ""
  let numbers = [1, -2, 3], none: [Int] = [], words = ["one", "two"], bytes: [UInt8] = [1, 65, 255]
  let points = [Point(x: 1, y: 2, f: 3.5), Point(x: -1, y: -2, f: 0)], nested = [[1], [], [2, 3]]
  var slice: ArraySlice<Int> = [], raw = UnsafeRawBufferPointer(start: nil, count: 0)
  let ages = ["ada": 36, "bob": 41], codes: Set<Int> = [5], blank: [Int: Int] = [:]
  let many = Set(0..<100)
  let some: Int? = 5, nothing: Int? = nil, maybe: String? = "yes", never: String? = nil
  let deep: Int?? = .some(nil), flag: Bool? = false, noFlag: Bool? = nil, noColor: Color? = nil
  let padded = Padded(
    flag: true, wide: 1 << 40, small: 9, inner: Point(x: 1, y: 2, f: 4.5), last: 77)
  let pair = Pair(first: UInt8(3), second: Pair(first: "in", second: Int64(-1)))
  let tuple: (Int8, String, third: UInt32) = (-1, "two", third: 3), color = Color.green
  let shapes: [Shape] = [
    .nothing, .unit, .circle(radius: 1.5), .label("name"), .corner(Point(x: 5, y: 6, f: 7)),
    .flags(true, .blue),
  ]
  let links: [Link] = [.node(Base()), .leaf(Derived()), .end, .unknown]
  let object: Base = Derived(), noObject: Base? = nil, someObject: Base? = Base()
  let range = 3..<9, wait = Duration.milliseconds(1500), inline: [4 of UInt16] = [1, 2, 3, 4]
  let address = IPv4Address(10, 0, 0, 42), place = Endpoint(address: .init(1, 2, 3, 4), port: 53)
  var layouts: [Row] = []

  struct Row { let type: StaticString, size: Int, stride: Int, alignment: Int }

  func look() {
    let (numbers, bytes) = (numbers, bytes)
    gdb_values.look(self, numbers.span, bytes.span)
  }

  init(_ console: Console) {
    built = String(repeating: "ab", count: 20)
    part = short.dropFirst()
    slice = numbers[1...]
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 3, alignment: 1)
    memory.copyBytes(from: bytes)
    raw = UnsafeRawBufferPointer(memory)
    add("gdb_values.Point", Point.self)
    add("gdb_values.Padded", Padded.self)
    add("gdb_values.Shape", Shape.self)
    add("Swift.Optional<gdb_values.Shape>", Shape?.self)
    add("gdb_values.Link", Link.self)
    add("Swift.Optional<gdb_values.Link>", Link?.self)
    add("gdb_values.Color", Color.self)
    add("Swift.Optional<Swift.Optional<Swift.Int>>", Int??.self)
    add("Swift.Optional<Swift.String>", String?.self)
    add("Swift.Dictionary<Swift.String, Swift.Int>", [String: Int].self)
    add("Swift.ArraySlice<Swift.Int>", ArraySlice<Int>.self)
    add("Wire.Endpoint", Endpoint.self)
    add("Kernel.Datagram", Datagram.self)
    add("Swift.Optional<Kernel.Datagram>", Datagram?.self)
  }

  func add<T>(_ name: StaticString, _ type: T.Type) {
    layouts.append(
      Row(
        type: name, size: MemoryLayout<T>.size, stride: MemoryLayout<T>.stride,
        alignment: MemoryLayout<T>.alignment))
  }
}
