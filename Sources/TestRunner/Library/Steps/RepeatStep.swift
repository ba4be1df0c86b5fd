/// Steps that are taken several times.
public struct RepeatStep: Equatable, Sendable {
  public var count: Int
  public var steps: [Step]

  public init(count: Int, steps: [Step]) {
    self.count = count
    self.steps = steps
  }

  var title: String {
    "\(count) times: " + steps.map(\.title).joined(separator: "; ")
  }
}
