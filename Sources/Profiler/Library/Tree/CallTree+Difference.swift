extension CallTree {
  /// Makes the tree of a profile, with the weights that its nodes had in another one.
  ///
  /// - Parameters:
  ///   - after: The profile that gives the tree its widths.
  ///   - before: The one that it is compared with.
  public init(_ after: Profile, comparedWith before: Profile) {
    self.init()
    var labels: [Label: Int32] = [:]
    insert(after, &labels) { tree, node, sum in
      tree.add(sum.weight, to: node, sampleCount: UInt32(clamping: sum.count))
    }
    insert(before, &labels) { tree, node, sum in
      tree.add(0, to: node, sampleCount: 0, before: sum.weight)
    }
    finish()
  }

  private mutating func insert(
    _ profile: Profile, _ labels: inout [Label: Int32],
    _ add: (inout CallTree, Int32, Profile.Sum) -> Void
  ) {
    for sum in profile.sums() {
      var node: Int32 = 0
      for index in profile.stacks[sum.stack] {
        let frame = profile.frames[index]
        let function = profile.functions[frame.function]
        let label = Label(
          name: function.name, module: function.module, isInlined: frame.isInlined, role: frame.role
        )
        let number = labels[label] ?? self.add(label)
        labels[label] = number
        node = child(of: node, label: number)
      }
      add(&self, node, sum)
    }
  }
}
