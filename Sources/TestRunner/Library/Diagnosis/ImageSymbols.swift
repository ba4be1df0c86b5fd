internal import Foundation
internal import Symbols

/// What an image says about its addresses, read when it is first asked for.
///
/// It may be asked by several threads, of which one waits for the other.
// Safe: what changes is touched only under the lock.
final class ImageSymbols: @unchecked Sendable {
  /// Path of the image's ELF file.
  let path: String
  private let lock = NSRecursiveLock()
  private lazy var image = try? ImageFile(path: path)
  private lazy var sections = image.flatMap { CoverageSections(of: $0) }
  /// The optimiser may append to the name of `Watchdog.rounds`.
  private lazy var rounds = image.flatMap { image in
    SymbolTable(of: image).symbols.first { $0.name.hasPrefix("$e6Kernel8WatchdogO6rounds") }?
      .address.rawValue
  }
  private lazy var symboliser = image.flatMap { try? Symboliser($0) }

  init(path: String) {
    self.path = path
  }

  /// Where the image notes what it executes; nil if it does not.
  var coverage: CoverageSections? { lock.withLock { sections } }

  /// Where a symbol lies in the guest's memory; nil if the image does not have it.
  ///
  /// The kernel maps itself where it lies, so that virtual addresses are physical ones.
  func physicalAddress(of name: String) -> UInt64? {
    lock.withLock {
      image.flatMap { SymbolTable.address(of: name, in: $0)?.rawValue }
    }
  }

  /// Where the kernel keeps its counters; nil if the image has none.
  var counterPlace: GuestCounters.Place? {
    physicalAddress(of: "kernel_statistics").map {
      GuestCounters.Place(
        statistics: $0, registry: physicalAddress(of: "kernel_counter_groups"))
    }
  }

  /// Where the run loop counts its rounds, 64 bits; nil if the image does not say.
  var roundsPlace: UInt64? { lock.withLock { rounds } }

  /// Reads what names the functions of a stack, so that who asks for it later need not wait.
  func prepare(_ stack: [StackAddress]) {
    let thread = Thread { _ = self.backtrace(stack, isTruncated: false) }
    thread.stackSize = 8 << 20
    thread.start()
  }

  /// Names the functions of a stack; an image without debug information names none.
  func backtrace(_ stack: [StackAddress], isTruncated: Bool) -> Backtrace {
    lock.withLock {
      guard let symboliser else {
        return Backtrace(
          stack.map { Backtrace.Call(place: $0, frames: []) }, isTruncated: isTruncated)
      }
      return Backtrace(stack, isTruncated: isTruncated, by: symboliser)
    }
  }

  /// The stack of a guest that stands still.
  ///
  /// - Parameters:
  ///   - registers: The registers of the processor.
  ///   - read: Gives bytes of the guest's memory, as many as asked for; nil if it cannot.
  /// - Returns: The calls, the innermost first, beginning with the instruction itself.
  func backtrace(
    from registers: StackRegisters, read: @escaping (_ address: UInt64, _ count: Int) -> [UInt8]?
  ) -> Backtrace {
    lock.withLock {
      let walk =
        symboliser?.walk(from: registers, read: read)
        ?? StackWalker(isCode: { _ in true }, read: read).walk(from: registers)
      return backtrace(walk.addresses, isTruncated: walk.end != nil)
    }
  }
}
