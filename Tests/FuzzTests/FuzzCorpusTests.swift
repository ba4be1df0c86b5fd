internal import Testing

/// What fuzzers have found plays on, without a fuzzer: a fault ends the tests with its message.
@Suite struct FuzzCorpusTests {
  @Test(arguments: FuzzTarget.all)
  func `stands what was found before`(target: FuzzTarget) {
    let inputs = FuzzCorpus(of: target.name).inputs
    #expect(!inputs.isEmpty, "no input is kept")
    for input in [[]] + inputs {
      // One byte more, so that there is an address in any case.
      (input + [0]).withUnsafeBufferPointer { bytes in
        guard let start = bytes.baseAddress else { return }
        #expect(target.run(start, input.count) == 0)
      }
    }
  }
}
