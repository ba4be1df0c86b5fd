/// The first two numbers of a version.
struct Version: Comparable, CustomStringConvertible {
  var major: Int
  var minor: Int

  init(major: Int, minor: Int) {
    self.major = major
    self.minor = minor
  }

  /// Finds the first version in a text; nil if there is none.
  init?(in text: String) {
    for word in text.split(whereSeparator: { !$0.isNumber && $0 != "." }) {
      let numbers = word.split(separator: ".").compactMap { Int($0) }
      if numbers.count >= 2 {
        self.init(major: numbers[0], minor: numbers[1])
        return
      }
    }
    return nil
  }

  var description: String { "\(major).\(minor)" }

  static func < (left: Version, right: Version) -> Bool {
    (left.major, left.minor) < (right.major, right.minor)
  }
}
