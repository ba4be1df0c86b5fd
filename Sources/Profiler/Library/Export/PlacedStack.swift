/// The frames of a stack by place: what is called, with all that is inlined into it there.
struct PlacedStack {
  /// Frames at each place, the outermost place first; in a place, the called function first.
  let places: [ArraySlice<Int>]

  /// Groups the frames of a stack.
  init(_ stack: [Int], of profile: Profile) {
    var places: [ArraySlice<Int>] = []
    var start = 0
    for index in stack.indices.dropFirst() {
      let (frame, before) = (profile.frames[stack[index]], profile.frames[stack[index - 1]])
      if frame.isInlined, frame.address == before.address, before.role != .mark { continue }
      places.append(stack[start..<index])
      start = index
    }
    if !stack.isEmpty { places.append(stack[start...]) }
    self.places = places
  }
}

extension Profile {
  /// Sums of the samples that are alike in all but time, in a fixed order.
  struct Sum {
    var stack: Int
    var context: SampleContext
    var label: UInt64
    var count: UInt64
    var weight: UInt64
  }

  /// Sums up samples of one stack, context and label; those without a stack are left out.
  func sums() -> [Sum] {
    struct Key: Hashable {
      var stack: Int
      var context: SampleContext
      var label: UInt64
    }
    var numbers: [Key: Int] = [:]
    var sums: [Sum] = []
    for sample in samples where !stacks[sample.stack].isEmpty {
      let key = Key(stack: sample.stack, context: sample.context, label: sample.label)
      if let known = numbers[key] {
        sums[known].count += 1
        sums[known].weight &+= sample.weight
      } else {
        numbers[key] = sums.count
        sums.append(
          Sum(
            stack: sample.stack, context: sample.context, label: sample.label, count: 1,
            weight: sample.weight))
      }
    }
    return sums
  }

  /// The meaning of a label, or its number.
  func text(ofLabel label: UInt64) -> String { labels[label] ?? Self.text(ofLabel: label) }

  /// The number of a label; one that the run loop has set in the service's place is that of a task.
  static func text(ofLabel label: UInt64) -> String {
    label >> 63 == 0 ? "\(label)" : "task \(label & ~(1 << 63))"
  }

  /// The addresses of all code in stacks; nil if there is none.
  var codeRange: ClosedRange<UInt64>? {
    let addresses = frames.filter { $0.role != .mark }.map(\.address)
    guard let least = addresses.min(), let most = addresses.max() else { return nil }
    return least...most
  }
}
