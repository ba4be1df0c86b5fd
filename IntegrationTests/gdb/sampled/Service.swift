import Kernel

/// Calls a function often, with rests between, while samples are taken by the non-maskable interrupt.
@main struct SampledService: Service {
  static func start(_ system: System) async {
    let sum = UnsafeMutablePointer<Int>.allocate(capacity: 1)
    sum.initialize(to: 0)
    while true {
      for number in 0..<500 { sampled_turn(sum, number) }
      try? await Task.sleep(for: .milliseconds(1))
    }
  }
}

/// A function that is called often.
@c(sampled_turn) @inline(never)
func sampled_turn(_ sum: UnsafeMutablePointer<Int>, _ number: Int) {
  sum[0] = sum[0] &* 3 ^ number
}
