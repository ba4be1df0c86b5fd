internal import Boot
internal import Telemetry

/// The groups of counters that parts of the kernel and the service have made known.
enum CounterGroups {
  /// The registry, where the host finds it.
  static var registry: UnsafeMutablePointer<CounterRegistry> {
    // Safe: the image reserves the bytes for the registry alone.
    unsafe UnsafeMutablePointer(bitPattern: UInt(address_of_kernel_counter_groups()))
      .unsafelyUnwrapped
  }

  /// Makes counters known.
  ///
  /// - Parameters:
  ///   - names: One name to a line, in the order of the values; one that ends with `#` stands for
  ///     all values that are left.
  ///   - values: The first value. They stay where they are for as long as the kernel runs.
  ///   - count: How many there are.
  static func add(_ names: StaticString, _ values: UnsafeMutablePointer<UInt64>, count: Int) {
    unsafe add(names, UnsafeMutableRawPointer(values), count: count, stride: 8, valueByteCount: 8)
  }

  /// Makes numbers known that lie between others, or are of another size.
  ///
  /// - Parameters:
  ///   - names: As above.
  ///   - values: The first value, which stays where it is, as do the others.
  ///   - count: How many there are.
  ///   - stride: Bytes from one to the next.
  ///   - valueByteCount: Bytes of each, 4 or 8.
  @inline(never)
  static func add(
    _ names: StaticString, _ values: UnsafeMutableRawPointer, count: Int, stride: UInt8,
    valueByteCount: UInt8
  ) {
    unsafe registry.pointee.add(
      group(names, values, count: count, stride: stride, valueByteCount: valueByteCount))
  }

  private static func group(
    _ names: StaticString, _ values: UnsafeMutableRawPointer, count: Int, stride: UInt8,
    valueByteCount: UInt8
  ) -> CounterGroup {
    unsafe CounterGroup(
      namesAddress: UInt64(UInt(bitPattern: names.utf8Start)),
      valuesAddress: UInt64(UInt(bitPattern: values)),
      nameByteCount: UInt32(truncatingIfNeeded: names.utf8CodeUnitCount),
      count: UInt16(truncatingIfNeeded: count), stride: stride, valueByteCount: valueByteCount)
  }

  /// Visits the values of all groups with their names, the kernel's own first.
  static func forEach(_ body: (_ name: borrowing CounterName, _ value: UInt64) -> Void) {
    var group = unsafe Self.group(
      Counter.names, UnsafeMutableRawPointer(counters), count: Counter.count, stride: 8,
      valueByteCount: 8)
    var index = 0
    while true {
      // Safe, all of them: the one who added the group vouches for its names and values.
      let start = unsafe UnsafeRawPointer(bitPattern: UInt(group.namesAddress)).unsafelyUnwrapped
      let values = unsafe UnsafeRawPointer(bitPattern: UInt(group.valuesAddress))
        .unsafelyUnwrapped
      let names = unsafe RawSpan(_unsafeStart: start, byteCount: Int(group.nameByteCount))
      CounterGroup.forEachName(in: names, count: Int(group.count)) { index, name in
        let value = unsafe values + index * Int(group.stride)
        body(
          name,
          group.valueByteCount == 8
            ? unsafe value.load(as: UInt64.self) : UInt64(unsafe value.load(as: UInt32.self)))
      }
      guard index < (unsafe registry.pointee.count) else { return }
      group = unsafe registry.pointee[index]
      index &+= 1
    }
  }
}
