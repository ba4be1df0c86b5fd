/// How a number is written.
struct NumberFormat {
  var base: UInt8 = 10
  /// How many characters there are at least.
  var width: UInt8 = 0
  /// What fills the column: zeros come behind the sign.
  var padding = UInt8(ascii: " ")
  /// What lies between `9` and the next digit.
  var letters = UInt8(ascii: "a") - UInt8(ascii: "9") - 1
  /// Whether the number is less than 0.
  var isNegative = false
}
