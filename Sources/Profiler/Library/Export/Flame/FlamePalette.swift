/// Colours of a flame graph: a hue for each module, a shade for each function.
struct FlamePalette {
  /// A colour of three parts from 0 to 255.
  struct Colour: Equatable {
    var red, green, blue: UInt8

    /// The colour as `#rrggbb`.
    var text: String {
      "#" + [red, green, blue].map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
    }
  }

  static let idle = Colour(red: 0xc8, green: 0xcc, blue: 0xd0)
  static let mark = Colour(red: 0xa8, green: 0xa0, blue: 0x98)
  static let interrupt = Colour(red: 0xd8, green: 0x7c, blue: 0xe0)
  static let root = Colour(red: 0xe4, green: 0xe0, blue: 0xd8)
  static let unchanged = Colour(red: 0xf4, green: 0xf0, blue: 0xea)

  /// The colour of a function of a module.
  static func colour(of label: CallTree.Label) -> Colour {
    switch label.role {
    case .mark: return mark
    case .interrupt: return interrupt
    case .code: break
    }
    let hue = label.module.isEmpty ? 30 : self.hue(ofModule: label.module)
    let shade = Double(hash(label.name) % 100) / 100
    return colour(hue: hue, saturation: 0.62 + 0.2 * shade, lightness: 0.72 - 0.1 * shade)
  }

  /// The colour that stands for a module in the legend.
  static func colour(ofModule module: String) -> Colour {
    colour(hue: hue(ofModule: module), saturation: 0.72, lightness: 0.67)
  }

  /// The colour of a change: red where it became more, blue where less.
  static func colour(ofChange share: Double) -> Colour {
    let strength = min(1, share.magnitude * 12) * 0.75 + 0.1
    let rest = UInt8(245 - 200 * strength)
    return share > 0
      ? Colour(red: 245, green: rest, blue: rest) : Colour(red: rest, green: rest, blue: 245)
  }

  private static func hue(ofModule module: String) -> Int {
    switch module {
    case "C": 210
    case "C++": 190
    case "Swift": 55
    default: Int(hash(module) % 24) * 15
    }
  }

  private static func hash(_ text: String) -> UInt32 {
    var hash: UInt32 = 0x811c_9dc5
    for byte in text.utf8 { hash = (hash ^ UInt32(byte)) &* 0x0100_0193 }
    return hash ^ hash >> 15
  }

  /// Source: the CSS Color Module, level 4, section 7.1.
  private static func colour(hue: Int, saturation: Double, lightness: Double) -> Colour {
    let amount = saturation * min(lightness, 1 - lightness)
    func part(_ offset: Double) -> UInt8 {
      let place = (offset + Double(hue) / 30).truncatingRemainder(dividingBy: 12)
      return UInt8(255 * (lightness - amount * max(-1, min(place - 3, 9 - place, 1))))
    }
    return Colour(red: part(0), green: part(8), blue: part(4))
  }
}
