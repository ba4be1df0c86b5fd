internal import Wire

@testable internal import Net

/// The words of exchanges that stand for values.
enum TCPExchangeWords {
  /// Flags by their names, with commas between them; nil if one is unknown.
  static func flags(_ text: String) -> TCPFlags? {
    let names: [String: TCPFlags] = [
      "-": .none, "FIN": .fin, "SYN": .syn, "RST": .rst, "PSH": .psh, "ACK": .ack, "URG": .urg,
      "ECE": .ece, "CWR": .cwr,
    ]
    var flags = TCPFlags.none
    for name in text.split(separator: ",") {
      guard let flag = names[String(name)] else { return nil }
      flags = flags | flag
    }
    return flags
  }

  /// Ranges such as `1-4,7-9`.
  static func ranges(_ text: String) -> [(Int, Int)] {
    text.split(separator: ",").compactMap { range in
      let ends = range.split(separator: "-").compactMap { Int($0) }
      return ends.count == 2 ? (ends[0], ends[1]) : nil
    }
  }

  /// Changes one setting.
  ///
  /// - Returns: False if there is none of that name and kind.
  static func set(_ key: String, to value: String, in settings: inout TCPSettings) -> Bool {
    if let isOn = ["on": true, "off": false][value] {
      let paths: [String: WritableKeyPath<TCPSettings, Bool>] = [
        "timestamps": \.usesTimestamps, "sack": \.usesSACK, "scale": \.usesWindowScale,
        "nagle": \.isNagleEnabled,
      ]
      guard let path = paths[key] else { return false }
      settings[keyPath: path] = isOn
      return true
    }
    if key == "algorithm" {
      settings.congestionAlgorithm = value == "cubic" ? .cubic : .reno
      return value == "cubic" || value == "reno"
    }
    guard let number = Int(value) else { return false }
    switch key {
    case "mss": settings.maximumSegmentSize = number
    case "send": settings.sendLimit = number
    case "receive": settings.receiveLimit = number
    case "keepAliveCount": settings.keepAliveCount = number
    default: return setTime(key, milliseconds: number, in: &settings)
    }
    return true
  }

  private static func setTime(
    _ key: String, milliseconds: Int, in settings: inout TCPSettings
  ) -> Bool {
    let nanoseconds = UInt64(milliseconds) * 1_000_000
    switch key {
    case "userTimeout": settings.userTimeout = nanoseconds
    case "connectTimeout": settings.connectTimeout = nanoseconds
    case "keepAliveIdle": settings.keepAliveIdle = nanoseconds
    case "keepAliveInterval": settings.keepAliveInterval = nanoseconds
    case "acknowledgmentDelay": settings.acknowledgmentDelay = nanoseconds
    case "timeWait": settings.timeWait = nanoseconds
    default: return false
    }
    return true
  }
}
