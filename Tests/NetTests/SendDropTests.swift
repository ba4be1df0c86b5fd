internal import Net
internal import Testing

@Suite struct SendDropTests {
  @Test(arguments: SendDrop.allCases) func `has the name of its case`(drop: SendDrop) {
    #expect("\(drop.name)" == "\(drop)")
  }
}
