import Kernel

/// Blocks that change their size are followed, and tasks have labels that nobody set.
@main struct Moved: Service {
  static func start(_ system: System) async throws(OutOfMemory) {
    system.watchdogLimit = .zero
    system.profiler.start(rate: 1000, nonMaskable: true, seed: 4, allocations: 8192)
    var kept: [Block] = []
    kept.reserveCapacity(200)
    for _ in 0..<200 {
      let block = Block(try system.memory.allocate(byteCount: 40_000))
      // In place, and to another one.
      try block.memory.resize(to: 30_000)
      try block.memory.resize(to: 500)
      kept.append(block)
    }
    let worker = Task { await workLong(system) }
    await worker.value
    system.profiler.stop()
    judgeBlocks(system, kept.count)
    judgeLabels(system)
  }

  static func judgeBlocks(_ system: System, _ count: Int) {
    var (first, second, third) = (0, 0, 0)
    var live: [UInt64: UInt64] = [:]
    system.profiler.forEachSample { sample in
      if sample.kind == .release { live[sample.extraWord(at: 0)] = nil }
      guard sample.kind == .allocation else { return }
      let size = sample.extraWord(at: 1)
      live[sample.extraWord(at: 0)] = size
      if size == 40_000 { first += 1 }
      if size == 30_000 { second += 1 }
      if size == 500 { third += 1 }
    }
    let large = live.values.reduce(0) { $1 >= 30_000 ? $0 + 1 : $0 }
    log(.warning, "\(first), \(second), \(third) of \(count), \(large) left")
    // 1 - exp(-40000 / 8192) = 0.992, of 30000 0.974, of 500 0.059: three standard deviations.
    system.check(first >= 194 && second >= 187, "each new size is sampled by its bytes")
    system.check(third <= 22, "a small one, too")
    system.check(large == 0, "what a block was before it moved is in use no more")
  }

  static func judgeLabels(_ system: System) {
    var (own, others, idle, runs) = (0, 0, 0, 0)
    var last: UInt64 = 0
    system.profiler.forEachSample { sample in
      guard sample.kind == .processor else { return }
      if sample.context == .idle { idle += sample.label == 0 ? 0 : 1 }
      guard sample.label >> 63 == 1 else { return }
      if UInt32(truncatingIfNeeded: sample.label) == 0 { own += 1 } else { others += 1 }
      if sample.label != last { runs += 1 }
      last = sample.label
    }
    log(.warning, "\(own) of the service's task, \(others) of another, \(idle) idle, \(runs) runs")
    system.check(others >= 10, "a task that runs is the label")
    system.check(idle == 0, "none is while the processor is halted")
    // Thirty samples at least come in stretches of 20 ms, each of which is a run of its own.
    system.check(runs >= 2 && runs < own + others, "so is which of its runs it is")
  }

  /// Works until the timer has run out some times, which takes long on a busy host.
  static func workLong(_ system: System) async {
    let count = system.profiler.firedCount + 30
    while system.profiler.firedCount < count {
      work(system)
      try? await Task.sleep(for: .microseconds(100))
    }
  }

  static func work(_ system: System) {
    let start = system.uptime
    while system.uptime - start < .milliseconds(20) {}
  }
}

/// A block that several may hold.
final class Block {
  var memory: MemoryBlock

  init(_ memory: consuming MemoryBlock) { self.memory = memory }
}
