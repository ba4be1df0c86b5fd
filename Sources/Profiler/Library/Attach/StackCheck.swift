internal import Symbols

/// Whether stacks come out the same by frame pointers, by the compiler's rules, by libdw and by
/// libunwind.
struct StackCheck {
  private var counts: [(claim: String, count: UInt64)] = []
  private let symboliser: Symboliser
  private let libraries: [(name: String, unwind: LibraryUnwinder)]

  /// Makes a check that has seen nothing.
  ///
  /// - Parameters:
  ///   - symboliser: The image.
  ///   - comparesLibraries: Whether the two libraries are asked, which takes their time.
  init(_ symboliser: Symboliser, comparesLibraries: Bool) {
    self.symboliser = symboliser
    guard comparesLibraries else {
      libraries = []
      return
    }
    libraries = LibraryUnwinder.all(symboliser)
  }

  /// What was found.
  var found: [(claim: String, count: UInt64)] { counts }

  /// Notes a stack that is longer than its copy.
  mutating func addShort() { count("longer than the copy of the stack") }

  /// Compares what was found for a stack.
  ///
  /// - Parameters:
  ///   - addresses: What the compiler's rules make of it.
  ///   - walked: What the guest found by frame pointers.
  ///   - registers: The registers, in the order of DWARF.
  ///   - stack: The words from the stack pointer on.
  ///   - isSearched: Whether the guest had to search.
  mutating func add(
    _ addresses: [UInt64], walked: [UInt64], registers: [UInt64], stack: [UInt64], isSearched: Bool
  ) {
    count("stacks unwound by the compiler's rules")
    if addresses == walked {
      count("the same by frame pointers")
    } else if isSearched {
      count("through code without frame pointers")
    } else if addresses.count > 2, walked.first == addresses[0],
      walked.dropFirst().elementsEqual(addresses.dropFirst(2)),
      symboliser.hasFrame(at: LinkAddress(addresses[0])) == false
    {
      count("without a caller in the first or last instructions of a function")
    } else {
      count("DIFFERENT by frame pointers")
    }
    // Up to the first function of which nothing is written, as each guesses in its own way there.
    let known = symboliser.knownPrefix(
      of: addresses,
      registers: StackRegisters(rip: registers[16], rsp: registers[7], rbp: registers[6]))
    for (name, unwinder) in libraries {
      let others = unwinder.unwind(registers, stack, addresses.count)
      let isSame = others.prefix(known) == addresses.prefix(known)
      count(isSame ? "the same by \(name)" : "DIFFERENT by \(name)")
    }
  }

  private mutating func count(_ claim: String) {
    if let index = counts.firstIndex(where: { $0.claim == claim }) {
      counts[index].count += 1
    } else {
      counts.append((claim, 1))
    }
  }
}
